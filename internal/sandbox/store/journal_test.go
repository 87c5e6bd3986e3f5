package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wxtool/internal/sandbox/store"
)

// lines are those of a file.
func lines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.SplitAfter(string(data), "\n")
}

// TestAppends: a change adds one line to the file, whatever the length of the state,
// and the rest of it stays.
func TestAppends(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	s := open(t, store.Options{Path: path})
	for i := range 100 {
		if err := tag(s, fmt.Sprint("user", i), "1"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	s = open(t, store.Options{Path: path})
	if err := tag(s, "new", "1"); err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	same, err := os.Stat(path)
	added, found := bytes.CutPrefix(after, before)
	if err != nil || !found || !os.SameFile(file, same) || len(added) > 400 || bytes.Count(added, []byte("\n")) != 1 {
		t.Errorf("added %q, %v", added, err)
	}
}

// TestCompacts: the file is replaced by a shorter one so rarely that all replacements
// together write less than a few times what the changes take, and never gets much
// longer than the state.
func TestCompacts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	s := open(t, store.Options{Path: path})
	s.CompactAfter(2000)
	replaced, written, last := 0, 0, int64(0)
	const all = 2000
	for i := range all {
		if err := tag(s, fmt.Sprint("user", i%(all/2)), fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() < last {
			replaced++
			written += int(info.Size())
		} else {
			written += int(info.Size() - last)
		}
		last = info.Size()
	}
	if replaced < 4 || replaced > 12 || written > all*200*3 {
		t.Errorf("replaced %d times, %d bytes written", replaced, written)
	}
	if got := len(strings.Fields(users(t, path))); got != all/2 {
		t.Errorf("%d users", got)
	}
	short := int64(len(lines(t, path)[0]))
	if last > 4*short+400 {
		t.Errorf("%d bytes, of which the state has %d", last, short)
	}
}

// TestConverts: a file of version 1 stays as it is until something changes. Then it is
// a journal, with the mode that it had.
func TestConverts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	const text = "{\n" + ` "maker": "wxtool sandbox",` + "\n" + ` "version": 1,` + "\n" + ` "state": {"Users": {"mp wx1 a": {"Platform": "mp", "AppID": "wx1", "Name": "a", "OpenID": "o1", "Tags": ["1"]}}}}` + "\n"
	if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chmod(path, 0o640)); err != nil {
		t.Fatal(err)
	}
	if got := users(t, path); got != "a:1" {
		t.Errorf("users %s", got)
	}
	s := open(t, store.Options{Path: path})
	if got := strings.Join(lines(t, path), ""); got != text {
		t.Errorf("changed by opening it:\n%s", got)
	}
	for _, name := range []string{"b", "c"} {
		if err := tag(s, name, "2"); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	got := lines(t, path)
	if len(got) != 3 || !strings.HasPrefix(got[0], `{"maker":"wxtool sandbox","version":2,"state":{`) || !strings.HasPrefix(got[1], `[{"kind":"user","key":"mp wx1 c",`) || got[2] != "" {
		t.Errorf("%q", got)
	}
	if users(t, path) != "a:1 b:2 c:2" || info.Mode().Perm() != 0o640 {
		t.Errorf("users %s, mode %v", users(t, path), info.Mode())
	}
}

// TestCutAnywhere: a journal that ends at any byte has the changes of its complete
// lines, and goes on from there.
func TestCutAnywhere(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	s := open(t, store.Options{Path: path})
	for _, name := range []string{"a", "b", "c"} {
		if err := tag(s, name, "1"); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	text, first := strings.Join(lines(t, path), ""), len(lines(t, path)[0])
	want := []string{"a:1", "a:1 b:1", "a:1 b:1 c:1"}
	for n := first; n <= len(text); n++ {
		if err := os.WriteFile(path, []byte(text[:n]), 0o600); err != nil {
			t.Fatal(err)
		}
		before := want[strings.Count(text[:n]+"|", "\n")-1]
		if n < len(text) && text[n] == '\n' { // only the line end is missing
			before = want[strings.Count(text[:n+1], "\n")-1]
		}
		s := open(t, store.Options{Path: path})
		if got := lines(t, path); strings.Join(got, "") != text[:n] || users(t, path) != before {
			t.Fatalf("%d bytes: users %s, want %s\n%q", n, users(t, path), before, got)
		}
		if err := errors.Join(tag(s, "d", "1"), tag(s, "e", "1"), s.Close()); err != nil {
			t.Fatalf("%d bytes: %v", n, err)
		}
		if got := users(t, path); got != before+" d:1 e:1" {
			t.Fatalf("%d bytes: users %s after %s", n, got, before)
		}
	}
	for n := 1; n < first-1; n++ {
		if _, err := store.Read([]byte(text[:n])); !errors.Is(err, store.ErrState) {
			t.Fatalf("%d bytes of the first line: %v", n, err)
		}
	}
}

// TestDamagedLine: a damaged line that is not the last is an error with its number.
func TestDamagedLine(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	s := open(t, store.Options{Path: path})
	if err := errors.Join(tag(s, "a", "1"), tag(s, "b", "1"), tag(s, "c", "1"), s.Close()); err != nil {
		t.Fatal(err)
	}
	text := lines(t, path)
	text[1] = text[1][:20] + "\n"
	damaged := strings.Join(text, "")
	if err := os.WriteFile(path, []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(t.Context(), config(), store.Options{Path: path})
	if !errors.Is(err, store.ErrState) || !strings.HasPrefix(err.Error(), "line 2: not a usable state of wxtool sandbox: damaged: ") {
		t.Errorf("%v", err)
	}
	if got := strings.Join(lines(t, path), ""); got != damaged {
		t.Errorf("%q", got)
	}
}

// TestChangedByOthers: a file that another program truncated, replaced or removed
// while it is held has all of the state after the next change.
func TestChangedByOthers(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"truncated": func(path string) error { return os.Truncate(path, 0) },
		"removed":   os.Remove,
		"replaced": func(path string) error {
			return errors.Join(os.Remove(path), os.WriteFile(path, []byte("hello"), 0o600))
		},
	} {
		path := filepath.Join(t.TempDir(), "shop.json")
		s := open(t, store.Options{Path: path})
		if err := errors.Join(tag(s, "a", "1"), tag(s, "b", "1"), change(path), tag(s, "c", "1"), tag(s, "d", "1")); err != nil {
			t.Fatal(err)
		}
		if got := users(t, path); got != "a:1 b:1 c:1 d:1" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
