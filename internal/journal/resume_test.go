package journal_test

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wxtool/internal/journal"
	"wxtool/internal/lockedfile"
)

func resume(t testing.TB, path string, size int64) *journal.Writer {
	t.Helper()
	w, err := journal.Resume(path, size, journal.Options{Retry: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// TestResume: a log of the length that the caller knows is continued, no other.
func TestResume(t *testing.T) {
	path := file(t, "a\n")
	w := resume(t, path, 2)
	if err := errors.Join(w.Check(), w.Append([]byte("b")), w.Check(), w.Append([]byte("c\n")), w.Check(), w.Close()); err != nil {
		t.Fatal(err)
	}
	content(t, path, "a\nb\nc\n")
	dir := filepath.Dir(path)
	for _, tt := range []struct {
		path string
		size int64
		want error
	}{
		{path, 5, lockedfile.ErrChanged}, {path, 7, lockedfile.ErrChanged}, {filepath.Join(dir, "none"), 0, fs.ErrNotExist}, {dir, 0, lockedfile.ErrFolder},
	} {
		if _, err := journal.Resume(tt.path, tt.size, journal.Options{}); !errors.Is(err, tt.want) {
			t.Errorf("%s, %d bytes: %v", tt.path, tt.size, err)
		}
	}
	content(t, path, "a\nb\nc\n")
}

// TestCheck: a log that was removed, replaced or changed by others is noticed.
func TestCheck(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"removed":   os.Remove,
		"truncated": func(path string) error { return os.Truncate(path, 0) },
		"replaced by one of the same length": func(path string) error {
			return errors.Join(os.WriteFile(path+".new", []byte("a\n"), 0o600), os.Rename(path+".new", path))
		},
		"appended to": func(path string) error { return os.WriteFile(path, []byte("a\nb\n"), 0o600) },
	} {
		path := file(t, "a\n")
		w := resume(t, path, 2)
		if err := change(path); err != nil {
			t.Fatal(err)
		}
		if err := w.Check(); !errors.Is(err, lockedfile.ErrChanged) && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestRetry: half a line is removed, and the next line is written. The test starts
// itself as a process whose files can have only one block.
func TestRetry(t *testing.T) {
	if path := os.Getenv("FULL_DISK"); path != "" {
		w := resume(t, path, 2)
		for _, line := range []string{strings.Repeat("y", 2000), strings.Repeat("z", 3000)} {
			if err := w.Append([]byte(line)); err == nil || w.Err() != nil || w.Check() != nil {
				t.Errorf("%v, then %v and %v", err, w.Err(), w.Check())
			}
			content(t, path, "a\n")
		}
		if err := errors.Join(w.Append([]byte("b")), w.Check()); err != nil {
			t.Error(err)
		}
		return
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to limit a process's files: ", err)
	}
	path := file(t, "a\n")
	cmd := exec.Command(shell, "-c", `ulimit -f 1 && exec "$0" -test.run='^TestRetry$'`, os.Args[0])
	cmd.Env = append(os.Environ(), "FULL_DISK="+path)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	content(t, path, "a\nb\n")
}
