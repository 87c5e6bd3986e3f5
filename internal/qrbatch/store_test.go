package qrbatch_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/lockedfile"
	"wxtool/internal/qrbatch"
)

const header = "action_name,scene,ticket,url,expires_at,file\n"

// key and result are those of a code for a scene.
func key(scene string) string { return "QR_STR_SCENE " + scene }

func result(scene, file string) qrbatch.Result {
	return qrbatch.Result{Action: "QR_STR_SCENE", Scene: scene, Ticket: "T", URL: "U", ExpiresAt: time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC), File: file}
}

// row is the line of result(scene, file), up to its file, which may be cut.
func row(scene, file string) string {
	return "QR_STR_SCENE," + scene + ",T,U,2025-07-01T00:00:00Z," + file
}

func owner(name string) string { return `{"owner":"` + name + `"}` + "\n" }

func asked(scene string) string { return `{"asked":"` + key(scene) + `"}` + "\n" }

func opened(t *testing.T, dir string) *qrbatch.Store {
	t.Helper()
	s, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnsweredAndInDoubt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	s := opened(t, dir)
	for _, scene := range []string{"a", "b", "c, d", "中\"文"} {
		if err := s.Ask(key(scene)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.Answer(result("a", "1,2")), s.Refuse(key("b")), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = opened(t, dir)
	defer s.Close()
	if results := s.Results(); !slices.Equal(results, []qrbatch.Result{result("a", "1,2")}) {
		t.Errorf("%q", results)
	}
	if doubt := s.InDoubt(); !slices.Equal(doubt, []string{key("c, d"), key("中\"文")}) {
		t.Errorf("%q", doubt)
	}
}

// TestRefusalSettlesItsOwnRequest: a request of a run that crashed may have been
// answered, and stays in doubt when the next request for the same code is refused.
func TestRefusalSettlesItsOwnRequest(t *testing.T) {
	dir := t.TempDir()
	a, b := key("a"), key("b")
	s := opened(t, dir)
	if err := errors.Join(s.Ask(a), s.Ask(b), s.Refuse(b), s.Close()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s = opened(t, dir)
		if doubt := s.InDoubt(); !slices.Equal(doubt, []string{a}) {
			t.Errorf("%q", doubt)
		}
		if err := errors.Join(s.Ask(a), s.Refuse(a), s.Ask(b), s.Refuse(b), s.Close()); err != nil {
			t.Fatal(err)
		}
	}
	s = opened(t, dir)
	if err := errors.Join(s.Ask(a), s.Answer(result("a", "1.png")), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = opened(t, dir)
	defer s.Close()
	if doubt := s.InDoubt(); len(doubt) > 0 {
		t.Errorf("answered, and still in doubt: %q", doubt)
	}
}

func TestOneProcessAndOneOwner(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	if _, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{}); !errors.Is(err, lockedfile.ErrBusy) {
		t.Errorf("%v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := qrbatch.OpenStore(dir, "you", qrbatch.Form{}); !errors.Is(err, qrbatch.ErrOwner) {
		t.Errorf("%v", err)
	}
	opened(t, dir).Close()
}

// TestNoRequestAfterAFailedAnswer: a code whose answer cannot be recorded would be
// lost, so no more are requested. The test starts itself as a process whose files
// can have only one block.
func TestNoRequestAfterAFailedAnswer(t *testing.T) {
	dir := onFullDiskAfter(t, func(s *qrbatch.Store) error {
		return errors.Join(s.Ask(key("a")), s.Answer(result(strings.Repeat("a", 2000), "1.png")))
	}, func(s *qrbatch.Store) {
		first := s.Answer(result("b", "2.png"))
		if ask, refuse := s.Ask(key("c")), s.Refuse(key("c")); first == nil || ask != first || refuse != first {
			t.Errorf("%v, then %v and %v", first, ask, refuse)
		}
	})
	content(t, filepath.Join(dir, qrbatch.AskedFile), owner("me")+asked("a"))
}

// TestAnswerAfterAFailedRequest: when a request cannot be recorded, the answers to
// those in flight still are.
func TestAnswerAfterAFailedRequest(t *testing.T) {
	dir := onFullDiskAfter(t, func(s *qrbatch.Store) error {
		return errors.Join(s.Ask(key("a")), s.Ask(key(strings.Repeat("b", 2000))))
	}, func(s *qrbatch.Store) {
		if first, second := s.Ask(key("c")), s.Ask(key("d")); first == nil || second != first {
			t.Errorf("%v, then %v", first, second)
		}
		if err := s.Answer(result("a", "1.png")); err != nil {
			t.Errorf("the answer is lost: %v", err)
		}
	})
	content(t, filepath.Join(dir, qrbatch.ResultsFile), header+row("a", "1.png")+"\n")
}

// onFullDiskAfter fills a store with before, and calls after with it in a process
// whose files can have only one block. It returns the store's folder.
func onFullDiskAfter(t *testing.T, before func(*qrbatch.Store) error, after func(*qrbatch.Store)) string {
	t.Helper()
	if dir := os.Getenv("ONE_BLOCK"); dir != "" {
		s := opened(t, dir)
		defer s.Close()
		after(s)
		t.SkipNow() // the rest is for the parent process
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to limit a process's files: ", err)
	}
	dir := t.TempDir()
	s := opened(t, dir)
	if err := errors.Join(before(s), s.Close()); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(shell, "-c", `ulimit -f 1 && exec "$0" -test.run="^$1\$"`, os.Args[0], t.Name())
	cmd.Env = append(os.Environ(), "ONE_BLOCK="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	return dir
}

// TestResultsWithoutRequests: the owner of the results is not known.
func TestResultsWithoutRequests(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, dir)
	if err := errors.Join(s.Ask(key("a")), s.Answer(result("a", "1")), s.Close(), os.Remove(filepath.Join(dir, qrbatch.AskedFile))); err != nil {
		t.Fatal(err)
	}
	if _, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{}); !errors.Is(err, qrbatch.ErrOwner) {
		t.Errorf("%v", err)
	}
}

// TestForeignFiles: files of others are refused and stay as they are.
func TestForeignFiles(t *testing.T) {
	ours := header + row("a", "1.png") + "\n"
	for _, files := range []map[string]string{
		{qrbatch.ResultsFile: "x,y\n"},
		{qrbatch.ResultsFile: "important notes, no newline"},
		{qrbatch.ResultsFile: "name,score\nann,1\nbob,2"},
		{qrbatch.ResultsFile: strings.TrimSpace(header) + ",more\n1,2,3,4,5,6,7"},
		{qrbatch.ResultsFile: "\"action_name", qrbatch.AskedFile: owner("me")},
		{qrbatch.ResultsFile: header + "QR_STR_SCENE,a\n", qrbatch.AskedFile: owner("me")},
		{qrbatch.AskedFile: "notes"},
		{qrbatch.AskedFile: "notes\nmore"},
		{qrbatch.ResultsFile: ours, qrbatch.AskedFile: "notes\nmore"},
		{qrbatch.ResultsFile: ours, qrbatch.AskedFile: owner("you") + "more"},
		{qrbatch.ResultsFile: ours + "QR_STR_SCENE,b,", qrbatch.AskedFile: ""},
	} {
		dir := t.TempDir()
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if s, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{}); err == nil {
			t.Errorf("%q are accepted", files)
			s.Close()
		}
		for name, text := range files {
			if got, err := os.ReadFile(filepath.Join(dir, name)); string(got) != text {
				t.Errorf("%s was %q and is %q, %v", name, text, got, err)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != len(files)+1 { // and the lock
			t.Errorf("%q: %v are left", files, left)
		}
	}
}
