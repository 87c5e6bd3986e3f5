//go:build unix

package lockedfile_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"wxtool/internal/lockedfile"
)

// TestWrite: links stay links, devices devices, and modes what they were.
func TestWrite(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	if err := os.WriteFile(at("kept"), []byte("old"), 0o604); err != nil {
		t.Fatal(err)
	}
	os.Chmod(at("kept"), 0o604)
	if err := os.Symlink("kept", at("link")); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink("nowhere", at("dangling")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"new", "link", "dangling", "/dev/null"} {
		path := name
		if name[0] != '/' {
			path = at(name)
		}
		if err := lockedfile.Writable(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := lockedfile.Write(path, []byte("new")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, mode := range map[string]os.FileMode{"new": 0o640, "kept": 0o604, "nowhere": 0o640} {
		data, err := os.ReadFile(at(name))
		info, _ := os.Stat(at(name))
		if err != nil || string(data) != "new" || info.Mode().Perm() != mode {
			t.Errorf("%s: %q, %v, %v", name, data, info.Mode(), err)
		}
	}
	if info, err := os.Lstat(at("link")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link: %v, %v", info, err)
	}
	if info, err := os.Stat("/dev/null"); err != nil || info.Mode().IsRegular() {
		t.Errorf("the device: %v, %v", info, err)
	}
	for _, name := range []string{dir, at("none/file")} {
		if lockedfile.Writable(name) == nil || lockedfile.Write(name, nil) == nil {
			t.Errorf("%s is written to", name)
		}
	}
	if names, _ := os.ReadDir(dir); len(names) != 5 {
		t.Errorf("%v are left", names)
	}
}
