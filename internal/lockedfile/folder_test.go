package lockedfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"wxtool/internal/lockedfile"
)

func opened(t *testing.T, path string) *lockedfile.Folder {
	t.Helper()
	f, err := lockedfile.OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// TestWriteNew: a file is created once, with its folders. Afterwards it is the same
// or it differs, and stays.
func TestWriteNew(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	f := opened(t, dir)
	for _, tt := range []struct {
		name, data string
		written    bool
		err        error
	}{
		{"file", "old", true, nil},
		{"file", "old", false, nil},
		{"file", "new", false, lockedfile.ErrExists},
		{"file", "longer", false, lockedfile.ErrExists},
		{"sub/deep/file", "old", true, nil},
		{"sub", "old", false, lockedfile.ErrFolder},
		{"empty", "", true, nil},
		{"empty", "", false, nil},
	} {
		written, err := f.WriteNew(tt.name, []byte(tt.data))
		var failed *fs.PathError
		if written != tt.written || !errors.Is(err, tt.err) || err != nil && (!errors.As(err, &failed) || failed.Path != filepath.Join(dir, tt.name)) {
			t.Errorf("%s, %q: %t, %v; want %t, %v", tt.name, tt.data, written, err, tt.written, tt.err)
		}
	}
	content(t, filepath.Join(dir, "file"), "old")
	content(t, filepath.Join(dir, "sub", "deep", "file"), "old")
	if _, err := f.WriteNew("file/file", nil); err == nil {
		t.Error("a file was taken for a folder")
	}
	if _, err := lockedfile.OpenFolder(filepath.Join(dir, "file")); err == nil {
		t.Error("a file was opened as a folder")
	}
}

// TestWriteNewFollowsNoLinkOut: a symlink is followed only inside of the folder,
// and one in the place of the file itself never.
func TestWriteNewFollowsNoLinkOut(t *testing.T) {
	base := t.TempDir()
	at := func(name string) string { return filepath.Join(base, name) }
	if err := errors.Join(os.MkdirAll(at("in/sub"), 0o700), os.Mkdir(at("out"), 0o700), os.WriteFile(at("out/same"), []byte("data"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"in/inside": "sub", "in/outside": "../out", "in/file": "sub/target", "in/same": "../out/same"} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Skip("no symlinks here: ", err)
		}
	}
	f := opened(t, at("in"))
	for name, want := range map[string]error{
		"inside/file": nil, "outside/file": lockedfile.ErrOutside, "outside/new/file": lockedfile.ErrOutside,
		"file": lockedfile.ErrExists, "same": lockedfile.ErrExists,
	} {
		if written, err := f.WriteNew(name, []byte("data")); !errors.Is(err, want) || written != (want == nil) {
			t.Errorf("%s: %t, %v; want %v", name, written, err, want)
		}
	}
	content(t, at("in/sub/file"), "data")
	holds(t, at("in/sub"), "file")
	holds(t, at("out"), "same")
}

// TestOutside: links count, dots count, and what does not exist is where it would
// be created.
func TestOutside(t *testing.T) {
	base := t.TempDir()
	at := func(name string) string { return filepath.Join(base, name) }
	if err := errors.Join(os.MkdirAll(at("in/sub"), 0o700), os.Mkdir(at("out"), 0o700)); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"in/inside": "sub", "in/outside": "../out", "in/back": "../in/sub", "in/dangling": "../none"} {
		if err := os.Symlink(to, at(link)); err != nil {
			t.Skip("no symlinks here: ", err)
		}
	}
	for name, want := range map[string]bool{
		"sub": false, "none": false, "sub/none/file": false, "inside/file": false, "back": false, "dangling": false,
		"outside": true, "outside/none/file": true, "../out": true, "..": true,
	} {
		if got := lockedfile.Outside(at("in"), filepath.FromSlash(name)); got != want {
			t.Errorf("%s: %t", name, got)
		}
	}
	if lockedfile.Outside(at("none"), "file") {
		t.Error("a folder that does not exist has an outside")
	}
}
