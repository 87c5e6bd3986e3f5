package lockedfile_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"wxtool/internal/lockedfile"
)

func text(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

// folder creates a folder with these files.
func folder(t *testing.T, files ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range files {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("old"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// holds checks that a folder has these entries and no others.
func holds(t *testing.T, dir string, want ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, entry := range entries {
		got[entry.Name()] = true
	}
	for _, name := range want {
		if !got[name] {
			t.Errorf("%s is missing", name)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s is left", name)
	}
}

func content(t *testing.T, path, want string) {
	t.Helper()
	if data, err := os.ReadFile(path); err != nil || string(data) != want {
		t.Errorf("%s holds %q, %v; want %q", path, data, err, want)
	}
}

// TestReplaceFails: a failure is reported, the old content stays, and no other file
// is left.
func TestReplaceFails(t *testing.T) {
	broken := errors.New("broken")
	for name, tt := range map[string]struct {
		write func(io.Writer) error
		want  error
	}{
		"half a content":   {func(w io.Writer) error { io.WriteString(w, "ne"); return broken }, broken},
		"nothing":          {func(io.Writer) error { return broken }, broken},
		"not on the disk":  {func(w io.Writer) error { return w.(io.Closer).Close() }, fs.ErrClosed},
		"a write to after": {func(w io.Writer) error { w.(io.Closer).Close(); return text("new")(w) }, fs.ErrClosed},
	} {
		for _, mode := range []fs.FileMode{0, 0o600} {
			dir := folder(t, "file")
			path := filepath.Join(dir, "file")
			if err := lockedfile.ReplaceFunc(path, mode, tt.write); !errors.Is(err, tt.want) {
				t.Errorf("%s: %v", name, err)
			}
			content(t, path, "old")
			holds(t, dir, "file")
		}
	}
}

// TestReplaceImpossible: a folder is not replaced by a file, and a missing folder
// is not created.
func TestReplaceImpossible(t *testing.T) {
	dir := folder(t, "file")
	if err := os.MkdirAll(filepath.Join(dir, "sub", "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := lockedfile.ReplaceFunc(filepath.Join(dir, "sub"), 0, text("new")); err == nil {
		t.Error("a folder was replaced")
	}
	for _, path := range []string{filepath.Join(dir, "none", "file"), filepath.Join(dir, "file", "file")} {
		if err := lockedfile.ReplaceFunc(path, 0, text("new")); err == nil {
			t.Errorf("%s was written", path)
		}
		if err := lockedfile.Probe(filepath.Dir(path)); err == nil {
			t.Errorf("%s could be written", path)
		}
	}
	if err := lockedfile.Probe(dir); err != nil {
		t.Error(err)
	}
	holds(t, dir, "file", "sub")
}

// TestFullDisk: a file that cannot be written keeps its content, and the caller
// gets an error. The test starts itself as a process that may write no byte.
func TestFullDisk(t *testing.T) {
	if path := os.Getenv("FULL_DISK"); path != "" {
		f, err := lockedfile.Open(t.Context(), path, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Write([]byte("new")); err == nil {
			t.Error("the write succeeded")
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
		return
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to limit a process's files: ", err)
	}
	dir := folder(t, "state")
	cmd := exec.Command(shell, "-c", `ulimit -f 0 && exec "$0" -test.run='^TestFullDisk$'`, os.Args[0])
	cmd.Env = append(os.Environ(), "FULL_DISK="+filepath.Join(dir, "state"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	content(t, filepath.Join(dir, "state"), "old")
	holds(t, dir, "state", ".state.lock")
}

// TestReplacedFileIsUnlocked: no lock is left on the new file.
func TestReplacedFileIsUnlocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	if err := lockedfile.ReplaceFunc(path, 0, text("new")); err != nil {
		t.Fatal(err)
	}
	lock := flock.New(path)
	defer lock.Close()
	if got, err := lock.TryLock(); err != nil || !got {
		t.Errorf("%v, %v", got, err)
	}
}
