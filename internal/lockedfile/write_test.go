//go:build unix

package lockedfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

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

// TestCreate: a new file has its mode from the start; nothing that exists is changed.
func TestCreate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new")
	if err := lockedfile.Create(path, 0o600, []byte("mine")); err != nil {
		t.Fatal(err)
	}
	content(t, path, "mine")
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if err := lockedfile.Create(path, 0o600, []byte("other")); !errors.Is(err, lockedfile.ErrExists) {
		t.Errorf("%v", err)
	}
	content(t, path, "mine")
	if err := lockedfile.Create(dir, 0o600, nil); !errors.Is(err, lockedfile.ErrFolder) {
		t.Errorf("%v", err)
	}
	if err := lockedfile.Create(filepath.Join(dir, "none", "new"), 0o600, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
	for _, target := range []string{"new", "nothing"} {
		link := filepath.Join(dir, "link to "+target)
		if err := os.Symlink(target, link); err != nil {
			t.Skip(err)
		}
		if err := lockedfile.Create(link, 0o600, []byte("other")); !errors.Is(err, lockedfile.ErrSymlink) {
			t.Errorf("%s: %v", target, err)
		}
	}
	content(t, path, "mine")
	if _, err := os.Lstat(filepath.Join(dir, "nothing")); err == nil {
		t.Error("the target of a link was created")
	}
}

// TestOpenNoPipe: a pipe, and so a device, is neither held nor changed.
func TestOpenNoPipe(t *testing.T) {
	dir := t.TempDir()
	pipe, link := filepath.Join(dir, "pipe"), filepath.Join(dir, "link")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.Symlink("pipe", link)); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{pipe, link} {
		f, err := lockedfile.Open(t.Context(), path, time.Minute)
		if err == nil {
			f.Close()
		}
		var failed *fs.PathError
		if !errors.As(err, &failed) || failed.Path != path || !errors.Is(err, lockedfile.ErrNotRegular) {
			t.Errorf("%s: %v", path, err)
		}
	}
	if info, err := os.Lstat(pipe); err != nil || info.Mode().Type() != fs.ModeNamedPipe {
		t.Errorf("%v, %v", info, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v", entries, err)
	}
}
