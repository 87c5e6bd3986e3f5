package qrbatch_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"wxtool/internal/lockedfile"
	"wxtool/internal/qrbatch"
)

// TestOpenFails: what cannot be read, written or created is an error, and the folder
// is released: it can be used once the cause is removed. A missing file is not
// created before the others are known to be usable.
func TestOpenFails(t *testing.T) {
	folder := func(name string) func(dir string) error {
		return func(dir string) error { return os.MkdirAll(filepath.Join(dir, name), 0o700) }
	}
	dangling := func(name string) func(dir string) error {
		return func(dir string) error { return os.Symlink(filepath.Join("none", "file"), filepath.Join(dir, name)) }
	}
	for name, tt := range map[string]struct {
		spoil func(dir string) error
		file  string
		other string // is not created
	}{
		"results are a folder":   {folder(qrbatch.ResultsFile), qrbatch.ResultsFile, qrbatch.AskedFile},
		"requests are a folder":  {folder(qrbatch.AskedFile), qrbatch.AskedFile, qrbatch.ResultsFile},
		"the lock is a folder":   {folder(".lock"), ".lock", qrbatch.ResultsFile},
		"results are a symlink":  {dangling(qrbatch.ResultsFile), qrbatch.ResultsFile, qrbatch.AskedFile},
		"requests are a symlink": {dangling(qrbatch.AskedFile), qrbatch.AskedFile, "file"},
		"results are of another CSV": {func(dir string) error {
			return os.WriteFile(filepath.Join(dir, qrbatch.ResultsFile), []byte("x,y\n"), 0o600)
		}, qrbatch.ResultsFile, qrbatch.AskedFile},
	} {
		dir := t.TempDir()
		if err := tt.spoil(dir); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if s, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{}); err == nil || errors.Is(err, lockedfile.ErrBusy) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
		if _, err := os.Stat(filepath.Join(dir, tt.other)); err == nil {
			t.Errorf("%s: %s was created", name, tt.other)
		}
		if err := os.Remove(filepath.Join(dir, tt.file)); err != nil {
			t.Fatal(err)
		}
		known{}.check(t, dir, name, nothing)
	}
}

// TestOpenNoFolder: a file is no folder, and no folder is created below it.
func TestOpenNoFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{file, filepath.Join(file, "sub")} {
		if s, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{}); err == nil {
			t.Errorf("%s: %v", dir, s)
		}
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "mine" {
		t.Errorf("%q, %v", data, err)
	}
}

// TestFullDisk: a line that cannot be written is an error, then and later, and loses
// nothing. The test starts itself as a process that may write no byte.
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
	a := result("a", "1.png")
	owner := owner("me")
	after := map[string]known{
		"new": {}, "ready": {nil, []string{"a"}},
		"cut row": {[]qrbatch.Result{a}, nil}, "cut request": {nil, []string{"a"}}, "no owner": {},
	}
	for name, text := range map[string]files{
		"ready":       {[]byte(header), []byte(owner + asked("a"))},
		"cut row":     {[]byte(header + row("a", "1.png")), []byte(owner + asked("a"))},
		"cut request": {[]byte(header), []byte(strings.TrimSpace(owner + asked("a")))},
		"no owner":    {[]byte(header), nil},
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
		want.check(t, filepath.Join(dir, name), name, func(s *qrbatch.Store) error { return s.Ask(key("b")) })
		want.doubt = append(want.doubt, "b")
		want.check(t, filepath.Join(dir, name), "then "+name, nothing)
	}
}

// onFullDisk is the part of TestFullDisk that may write no byte.
func onFullDisk(t *testing.T, dir string) {
	for _, name := range []string{"new", "cut row", "cut request", "no owner"} {
		if s, err := qrbatch.OpenStore(filepath.Join(dir, name), "me", qrbatch.Form{}); err == nil {
			t.Errorf("%s was opened: %v", name, s)
		}
	}
	for method, write := range map[string]func(*qrbatch.Store) error{
		"ask":    func(s *qrbatch.Store) error { return s.Ask(key("b")) },
		"refuse": func(s *qrbatch.Store) error { return s.Refuse(key("a")) },
		"answer": func(s *qrbatch.Store) error { return s.Answer(result("a", "1.png")) },
	} {
		s := opened(t, filepath.Join(dir, "ready"))
		first := write(s)
		if next := s.Ask(key("c")); first == nil || next != first {
			t.Errorf("%s: %v, then %v", method, first, next)
		}
		s.Close()
	}
}
