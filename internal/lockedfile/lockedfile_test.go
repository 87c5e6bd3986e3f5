package lockedfile_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"wxtool/internal/lockedfile"
)

// TestNothingIsLost: many goroutines add one each.
func TestNothingIsLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "count")
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			f, err := lockedfile.Open(t.Context(), path, time.Minute)
			if err != nil {
				t.Error(err)
				return
			}
			data, err := f.Read(1 << 20)
			n, _ := strconv.Atoi(string(data))
			if err := errors.Join(err, f.Write([]byte(strconv.Itoa(n+1))), f.Close()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	data, err := os.ReadFile(path)
	if err != nil || string(data) != "20" {
		t.Errorf("%q, %v", data, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "state")
	f, err := lockedfile.Open(t.Context(), path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := f.Read(1 << 20); data != nil || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if _, err := lockedfile.Open(t.Context(), path, time.Millisecond); !errors.Is(err, lockedfile.ErrBusy) {
		t.Errorf("held: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := lockedfile.Open(ended, path, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if f, err = lockedfile.Open(t.Context(), path, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	f.Close()
	if _, err := lockedfile.Open(t.Context(), filepath.Join(dir, "none", "state"), time.Minute); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
}

// TestSymlink: the file it leads to is replaced, not the link.
func TestSymlink(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "state"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(path, []byte("old"), 0o600), os.Symlink(path, link)); err != nil {
		t.Skip(err)
	}
	f, err := lockedfile.Open(t.Context(), link, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Write([]byte("new")), f.Close()); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); string(data) != "new" {
		t.Errorf("%q, %v", data, err)
	}
	if err := os.Symlink("later", filepath.Join(dir, "early")); err != nil {
		t.Fatal(err)
	}
	if f, err = lockedfile.Open(t.Context(), filepath.Join(dir, "later"), time.Minute); err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := lockedfile.Open(t.Context(), filepath.Join(dir, "early"), time.Millisecond); !errors.Is(err, lockedfile.ErrBusy) {
		t.Errorf("a link to a file that is not there yet: %v", err)
	}
}

// TestUnreadable: a file that cannot be read is not treated as missing.
func TestUnreadable(t *testing.T) {
	path := t.TempDir()
	f, err := lockedfile.Open(t.Context(), path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if data, err := f.Read(1 << 20); err == nil {
		t.Errorf("a folder has the content %q", data)
	}
}

// TestPatience: without one, a caller waits until its own context ends.
func TestPatience(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	f, err := lockedfile.Open(t.Context(), path, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := lockedfile.Open(ctx, path, 0); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

// TestTarget: links to links are followed, also to a file that does not exist. A
// cycle of links ends.
func TestTarget(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Mkdir(at("sub"), 0o700), os.Symlink("b", at("a")), os.Symlink(at("sub/c"), at("b")), os.Symlink("../d", at("sub/c")),
		os.Symlink("y", at("x")), os.Symlink("x", at("y"))); err != nil {
		t.Skip("no symlinks here: ", err)
	}
	for name, want := range map[string]string{"a": at("d"), "b": at("d"), "d": at("d")} {
		if got := lockedfile.Target(at(name)); got != want {
			t.Errorf("%s leads to %s, want %s", name, got, want)
		}
	}
	if got := lockedfile.Target(at("x")); got != at("x") && got != at("y") {
		t.Errorf("a cycle leads to %s", got)
	}
	if _, err := os.Stat(at("x")); err == nil {
		t.Error("a cycle leads to a file")
	}
}

// A file that has no end is read to the limit only.
func TestReadIsBounded(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state")
	if err := os.WriteFile(path, []byte("0123456789"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := lockedfile.Open(t.Context(), path, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for limit, want := range map[int64]string{4: "0123", 10: "0123456789", 11: "0123456789"} {
		if data, err := f.Read(limit); string(data) != want || err != nil {
			t.Errorf("limit %d: %q, %v", limit, data, err)
		}
	}
}

// TestRewriteKeepsMode: the mode of a held file stays, and a new one is private.
func TestRewriteKeepsMode(t *testing.T) {
	for mode, want := range map[os.FileMode]os.FileMode{0: 0o600, 0o640: 0o640, 0o400: 0o400} {
		path := filepath.Join(t.TempDir(), "state")
		if mode != 0 {
			if err := errors.Join(os.WriteFile(path, nil, 0o600), os.Chmod(path, mode)); err != nil {
				t.Fatal(err)
			}
		}
		f, err := lockedfile.Open(t.Context(), path, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(f.Rewrite([]byte("new")), f.Close()); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		info, statErr := os.Stat(path)
		if err := errors.Join(err, statErr); err != nil {
			t.Fatal(err)
		}
		if string(data) != "new" || info.Mode().Perm() != want && runtime.GOOS != "windows" {
			t.Errorf("%o: %q, %v", mode, data, info.Mode())
		}
		if f.Path() != path {
			t.Errorf("its path is %s", f.Path())
		}
	}
}
