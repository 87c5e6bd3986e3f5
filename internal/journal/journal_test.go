package journal_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/journal"
	"wxtool/internal/lockedfile"
)

// file creates a file with this content.
func file(t testing.TB, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path string) *journal.Log {
	t.Helper()
	l, err := journal.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func open(t testing.TB, path string, o journal.Options) *journal.Writer {
	t.Helper()
	w, err := read(t, path).Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func content(t testing.TB, path, want string) {
	t.Helper()
	if data, err := os.ReadFile(path); err != nil || string(data) != want {
		t.Errorf("the file has the content %q, %v; want %q", data, err, want)
	}
}

func entries(l *journal.Log) (list []string) {
	for entry := range l.Entries() {
		list = append(list, string(entry))
	}
	return list
}

// TestRead: lines and tail of a file, which does not change.
func TestRead(t *testing.T) {
	for _, tt := range []struct {
		data, tail string
		entries    []string
	}{
		{"", "", nil},
		{"a", "a", nil},
		{"a\n", "", []string{"a"}},
		{"a\n\nb\r\nc", "c", []string{"a", "", "b\r"}},
		{"\n", "", []string{""}},
	} {
		path := file(t, tt.data)
		l := read(t, path)
		if got := entries(l); string(l.Tail) != tt.tail || !slices.Equal(got, tt.entries) || string(l.Lines)+tt.tail != tt.data {
			t.Errorf("%q: %q, tail %q", tt.data, got, l.Tail)
		}
		content(t, path, tt.data)
	}
	for entry := range read(t, file(t, "a\nb\n")).Entries() {
		if string(entry) != "a" {
			t.Errorf("%q was read after the loop ended", entry)
		}
		break
	}
}

// TestEveryCut: a crash cuts off the last line at any byte. The lines before it
// stay, the next line is complete, and the cut line counts only with KeepTail.
func TestEveryCut(t *testing.T) {
	const whole = "first\nsecond\n"
	for n := range len(whole) + 1 {
		for _, keep := range []bool{false, true} {
			path := file(t, whole[:n])
			l := read(t, path)
			before, tail := string(l.Lines), string(l.Tail)
			w, err := l.Open(journal.Options{KeepTail: keep})
			if err != nil {
				t.Fatal(err)
			}
			if keep && tail != "" {
				before += tail + "\n"
			}
			if string(l.Lines) != before || len(l.Tail) > 0 {
				t.Errorf("%q, %t: %q, tail %q", whole[:n], keep, l.Lines, l.Tail)
			}
			content(t, path, before)
			if err := errors.Join(w.Append([]byte("next")), w.Append([]byte("last\n")), w.Close()); err != nil {
				t.Fatal(err)
			}
			content(t, path, before+"next\nlast\n")
		}
	}
}

// TestIsNew: a log that a crash left in its first line is new, one with another
// beginning is not.
func TestIsNew(t *testing.T) {
	const first = "owner: me\n"
	for n := range len(first) {
		if path := file(t, first[:n]); !read(t, path).IsNew([]byte(first)) {
			t.Errorf("%q is not new", first[:n])
		}
	}
	for _, data := range []string{first, "owner: you", "\n", "owner: me\nx", "owner: me "} {
		if read(t, file(t, data)).IsNew([]byte(first)) {
			t.Errorf("%q is new", data)
		}
	}
	if !read(t, filepath.Join(t.TempDir(), "none")).IsNew([]byte(first)) {
		t.Error("a file that does not exist is not new")
	}
}

// TestNewFile: Read creates nothing, Open does, with the mode.
func TestNewFile(t *testing.T) {
	for mode, want := range map[fs.FileMode]fs.FileMode{0: 0o666, 0o600: 0o600, 0o640: 0o640} {
		path := filepath.Join(t.TempDir(), "log")
		l := read(t, path)
		if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("Read created it: %v", err)
		}
		w, err := l.Open(journal.Options{Mode: mode})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Append([]byte("a")), w.Close()); err != nil {
			t.Fatal(err)
		}
		content(t, path, "a\n")
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&^want != 0 || info.Mode().Perm()&0o600 != 0o600 {
			t.Errorf("mode %o: %v, %v", mode, info.Mode(), err)
		}
	}
}

// TestReadRefuses: what is not a regular file is not read, and no file elsewhere
// is created or changed through a symlink.
func TestReadRefuses(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.WriteFile(at("target"), []byte("mine"), 0o600), os.Symlink("target", at("link")), os.Symlink("none", at("dangling"))); err != nil {
		t.Skip("no symlinks here: ", err)
	}
	for path, want := range map[string]error{
		dir: lockedfile.ErrFolder, at("link"): lockedfile.ErrSymlink, at("dangling"): lockedfile.ErrSymlink, os.DevNull: lockedfile.ErrNotRegular,
	} {
		if _, err := journal.Read(path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	content(t, at("target"), "mine")
}

// TestReplacedSinceRead: the file that is opened is the file that was read.
func TestReplacedSinceRead(t *testing.T) {
	path := file(t, "a\n")
	for name, replace := range map[string]func() error{
		"another file": func() error {
			return errors.Join(os.WriteFile(path+".new", []byte("mine"), 0o600), os.Rename(path+".new", path))
		},
		"no file": func() error { return os.Remove(path) },
	} {
		l := read(t, path)
		if err := replace(); err != nil {
			t.Fatal(err)
		}
		if w, err := l.Open(journal.Options{}); err == nil {
			t.Errorf("%s was opened: %v", name, w)
		}
		if err := os.WriteFile(path, []byte("a\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path = filepath.Join(t.TempDir(), "log")
	l := read(t, path)
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if w, err := l.Open(journal.Options{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a new file was opened: %v, %v", w, err)
	}
	content(t, path, "mine")
}

// TestConcurrentAppends: lines of several goroutines are complete.
func TestConcurrentAppends(t *testing.T) {
	path := file(t, "")
	w := open(t, path, journal.Options{Sync: true})
	var all sync.WaitGroup
	for n := range 20 {
		all.Go(func() {
			if err := w.Append(fmt.Appendf(nil, "%02d %s", n, strings.Repeat("x", 1000))); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got := entries(read(t, path))
	slices.Sort(got)
	for n, line := range got {
		if line != fmt.Sprintf("%02d %s", n, strings.Repeat("x", 1000)) {
			t.Errorf("%q", line)
		}
	}
	if len(got) != 20 {
		t.Errorf("%d lines", len(got))
	}
}

// TestNothingAfterAFailedAppend: half a line stays the last. The test starts
// itself as a process whose files can have only one block.
func TestNothingAfterAFailedAppend(t *testing.T) {
	if path := os.Getenv("FULL_DISK"); path != "" {
		w := open(t, path, journal.Options{})
		first := w.Append([]byte(strings.Repeat("y", 2000)))
		if second := w.Append([]byte("z")); first == nil || second != first || w.Err() != first {
			t.Errorf("%v, then %v and %v", first, second, w.Err())
		}
		return
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to limit a process's files: ", err)
	}
	path := file(t, "a\n")
	cmd := exec.Command(shell, "-c", `ulimit -f 1 && exec "$0" -test.run='^TestNothingAfterAFailedAppend$'`, os.Args[0])
	cmd.Env = append(os.Environ(), "FULL_DISK="+path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	l := read(t, path)
	if got := entries(l); !slices.Equal(got, []string{"a"}) || strings.Trim(string(l.Tail), "y") != "" || len(l.Tail) == 0 {
		t.Errorf("%q, tail %q", got, l.Tail)
	}
	if err := open(t, path, journal.Options{}).Append([]byte("b")); err != nil {
		t.Fatal(err)
	}
	content(t, path, "a\nb\n")
}
