package ledger_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"wxtool/internal/ledger"
	"wxtool/internal/lockedfile"
)

// TestOpenFails: what cannot be read, written or made is an error, and the folder
// is let go: it can be used once the cause is removed. A file that was not there is
// not made before the others are known to be usable.
func TestOpenFails(t *testing.T) {
	folder := func(name string) func(dir string) error {
		return func(dir string) error { return os.MkdirAll(filepath.Join(dir, name), 0o700) }
	}
	nowhere := func(name string) func(dir string) error { // cannot be made, and is not there to be read
		return func(dir string) error { return os.Symlink(filepath.Join("none", "file"), filepath.Join(dir, name)) }
	}
	for name, tt := range map[string]struct {
		spoil func(dir string) error
		file  string
		other string // which is not made meanwhile
	}{
		"results are a folder":     {folder(ledger.Results), ledger.Results, ledger.Asked},
		"questions are a folder":   {folder(ledger.Asked), ledger.Asked, ledger.Results},
		"the lock is a folder":     {folder(".lock"), ".lock", ledger.Results},
		"results cannot be made":   {nowhere(ledger.Results), ledger.Results, ledger.Asked},
		"questions cannot be made": {nowhere(ledger.Asked), ledger.Asked, "file"},
		"results are of another CSV": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, ledger.Results), []byte("x,y\n"), 0o600)
		}, ledger.Results, ledger.Asked},
	} {
		dir := t.TempDir()
		if err := tt.spoil(dir); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if l, err := ledger.Open(dir, book("me")); err == nil || errors.Is(err, lockedfile.ErrBusy) {
			t.Errorf("%s: %v, %v", name, l, err)
		}
		if _, err := os.Stat(filepath.Join(dir, tt.other)); err == nil {
			t.Errorf("%s: %s was made", name, tt.other)
		}
		if err := os.Remove(filepath.Join(dir, tt.file)); err != nil {
			t.Fatal(err)
		}
		known{}.check(t, dir, name, nothing)
	}
}

// TestOpenWhatIsNoFolder: nor is there one to be made.
func TestOpenWhatIsNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "sub")} {
		if l, err := ledger.Open(dir, book("me")); err == nil {
			t.Errorf("%s: %v", dir, l)
		}
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "mine" {
		t.Errorf("%q, %v", data, err)
	}
}

// TestFullDisk: a line that cannot be written is an error, at once and from then
// on, and loses nothing. The test starts itself as a process that may write no
// byte.
func TestFullDisk(t *testing.T) {
	if dir := os.Getenv("FULL_DISK"); dir != "" {
		onFullDisk(t, dir)
		return
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to limit a process's files: ", err)
	}
	dir := t.TempDir()
	a := []string{"a", "1.png"}
	owner := `{"owner":"me"}` + "\n"
	after := map[string]known{
		"new": {}, "ready": {nil, []string{"a"}},
		"cut row": {[][]string{a}, nil}, "cut question": {nil, []string{"a"}}, "no owner": {},
	}
	for name, text := range map[string]files{
		"ready":        {[]byte("key,value\n"), []byte(owner + `{"asked":"a"}` + "\n")},
		"cut row":      {[]byte("key,value\na,1.png"), []byte(owner + `{"asked":"a"}` + "\n")},
		"cut question": {[]byte("key,value\n"), []byte(owner + `{"asked":"a"}`)},
		"no owner":     {[]byte("key,value\n"), nil},
	} {
		if err := os.Rename(text.folder(t), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(shell, "-c", `ulimit -f 0 && exec "$0" -test.run='^TestFullDisk$'`, os.Args[0])
	cmd.Env = append(os.Environ(), "FULL_DISK="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	for name, want := range after {
		want.check(t, filepath.Join(dir, name), name, func(l *ledger.Ledger) error { return l.Ask("b") })
		want.doubt = append(want.doubt, "b")
		want.check(t, filepath.Join(dir, name), "then "+name, nothing)
	}
}

// onFullDisk is the part of TestFullDisk that may write no byte.
func onFullDisk(t *testing.T, dir string) {
	for _, name := range []string{"new", "cut row", "cut question", "no owner"} {
		if l, err := ledger.Open(filepath.Join(dir, name), book("me")); err == nil {
			t.Errorf("%s was opened: %v", name, l)
		}
	}
	for what, write := range map[string]func(*ledger.Ledger) error{
		"ask":    func(l *ledger.Ledger) error { return l.Ask("b") },
		"refuse": func(l *ledger.Ledger) error { return l.Refuse("a") },
		"answer": func(l *ledger.Ledger) error { return l.Answer([]string{"a", "1.png"}) },
	} {
		l := opened(t, filepath.Join(dir, "ready"))
		first := write(l)
		if next := l.Ask("c"); first == nil || next != first {
			t.Errorf("%s: %v, then %v", what, first, next)
		}
		l.Close()
	}
}
