package lockedfile_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wxtool/internal/lockedfile"
)

// TestErrors: an error names the path that the caller gave and no temporary file,
// and what is wrong with it.
func TestErrors(t *testing.T) {
	dir := folder(t, "file", "sub/file")
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Symlink("file", at("link")), os.Symlink("sub", at("to-sub")), os.Symlink("file", at(".locked.lock")), os.Mkdir(at(".other.lock"), 0o700)); err != nil {
		t.Skip("no symlinks here: ", err)
	}
	data := []byte("new")
	open := func(path string) error {
		_, err := lockedfile.Open(t.Context(), path, time.Minute)
		return err
	}
	broken := errors.New("broken")
	for _, tt := range []struct {
		what string
		err  error
		path string
		want error
	}{
		{"write a folder", lockedfile.Write(at("sub"), data), "sub", lockedfile.ErrFolder},
		{"write a link to a folder", lockedfile.Write(at("to-sub"), data), "to-sub", lockedfile.ErrFolder},
		{"write below nothing", lockedfile.Write(at("none/file"), data), "none/file", fs.ErrNotExist},
		{"could write a folder", lockedfile.Writable(at("sub")), "sub", lockedfile.ErrFolder},
		{"could write below nothing", lockedfile.Writable(at("none/file")), "none/file", fs.ErrNotExist},
		{"write over a folder", lockedfile.WriteNoFollow(at("sub"), data), "sub", lockedfile.ErrFolder},
		{"write over below nothing", lockedfile.WriteNoFollow(at("none/file"), data), "none/file", fs.ErrNotExist},
		{"replace a folder", lockedfile.Replace(at("sub"), 0o600, data), "sub", lockedfile.ErrFolder},
		{"replace with an error", lockedfile.ReplaceFunc(at("file"), 0, func(io.Writer) error { return broken }), "file", broken},
		{"rewrite a folder", lockedfile.Rewrite(at("sub"), nil, data), "sub", lockedfile.ErrFolder},
		{"rewrite a link", lockedfile.Rewrite(at("link"), []byte("old"), data), "link", lockedfile.ErrSymlink},
		{"rewrite nothing", lockedfile.Rewrite(at("none"), nil, data), "none", fs.ErrNotExist},
		{"rewrite another content", lockedfile.Rewrite(at("file"), []byte("other"), data), "file", lockedfile.ErrChanged},
		{"probe nothing", lockedfile.Probe(at("none")), "none", fs.ErrNotExist},
		{"lock below nothing", open(at("none/file")), "none/file", fs.ErrNotExist},
		{"a link in the lock's place", open(at("locked")), ".locked.lock", lockedfile.ErrSymlink},
		{"a folder in the lock's place", open(at("other")), ".other.lock", lockedfile.ErrFolder},
	} {
		var failed *fs.PathError
		if !errors.As(tt.err, &failed) || failed.Path != at(tt.path) || !errors.Is(tt.err, tt.want) {
			t.Errorf("%s: %v; want %s: %v", tt.what, tt.err, tt.path, tt.want)
		}
		if tt.err != nil && strings.Contains(tt.err.Error(), ".wxtool-") {
			t.Errorf("%s: %v", tt.what, tt.err)
		}
	}
	content(t, at("file"), "old")
	content(t, at("sub/file"), "old")
	holds(t, dir, "file", "sub", "link", "to-sub", ".locked.lock", ".other.lock")
}

// TestRegular: only a regular file has a state, and no file is no error.
func TestRegular(t *testing.T) {
	dir := folder(t, "file")
	if err := os.Symlink("none", filepath.Join(dir, "link")); err != nil {
		t.Skip("no symlinks here: ", err)
	}
	for name, want := range map[string]error{"file": nil, "none": nil, "": lockedfile.ErrFolder, "link": lockedfile.ErrSymlink, os.DevNull: lockedfile.ErrNotRegular} {
		path := filepath.Join(dir, name)
		if name == os.DevNull {
			path = name
		}
		info, err := lockedfile.Regular(path)
		if !errors.Is(err, want) || (info != nil) != (name == "file") {
			t.Errorf("%s: %v, %v; want %v", path, info, err, want)
		}
	}
}

// TestTryLock: a lock is exclusive until it is closed, and only a regular file is
// one.
func TestTryLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	lock, err := lockedfile.TryLock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockedfile.TryLock(path); err != lockedfile.ErrBusy {
		t.Errorf("locked twice: %v", err)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if lock, err = lockedfile.TryLock(path); err != nil {
		t.Fatal(err)
	}
	lock.Close()
	if _, err := lockedfile.TryLock(filepath.Dir(path)); !errors.Is(err, lockedfile.ErrFolder) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := lockedfile.TryLock(filepath.Join(path, "lock")); err == nil || errors.Is(err, lockedfile.ErrBusy) {
		t.Errorf("below a file: %v", err)
	}
}
