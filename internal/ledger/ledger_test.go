package ledger_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/ledger"
	"wxtool/internal/lockedfile"
)

func book(owner string) ledger.Book {
	return ledger.Book{
		Owner: owner, Header: []string{"key", "value"}, Key: func(row []string) string { return row[0] },
		Whole: func(row []string) bool { return strings.HasSuffix(row[1], ".png") },
	}
}

func opened(t *testing.T, dir string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(dir, book("me"))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestAnsweredAndInDoubt(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	l := opened(t, dir)
	for _, key := range []string{"a", "b", "c, d", "中\"文"} {
		if err := l.Ask(key); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(l.Answer([]string{"a", "1,2"}), l.Refuse("b"), l.Close()); err != nil {
		t.Fatal(err)
	}
	l = opened(t, dir)
	defer l.Close()
	if rows := l.Rows(); len(rows) != 1 || !slices.Equal(rows[0], []string{"a", "1,2"}) {
		t.Errorf("%q", rows)
	}
	if doubt := l.InDoubt(); !slices.Equal(doubt, []string{"c, d", "中\"文"}) {
		t.Errorf("%q", doubt)
	}
}

// TestRefusalSettlesItsOwnQuestion: what a run that crashed asked may have been
// answered, and stays in doubt when the question is refused the next time.
func TestRefusalSettlesItsOwnQuestion(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	if err := errors.Join(l.Ask("a"), l.Ask("b"), l.Refuse("b"), l.Close()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		l = opened(t, dir)
		if doubt := l.InDoubt(); !slices.Equal(doubt, []string{"a"}) {
			t.Errorf("%q", doubt)
		}
		if err := errors.Join(l.Ask("a"), l.Refuse("a"), l.Ask("b"), l.Refuse("b"), l.Close()); err != nil {
			t.Fatal(err)
		}
	}
	l = opened(t, dir)
	if err := errors.Join(l.Ask("a"), l.Answer([]string{"a", "1.png"}), l.Close()); err != nil {
		t.Fatal(err)
	}
	l = opened(t, dir)
	defer l.Close()
	if doubt := l.InDoubt(); len(doubt) > 0 {
		t.Errorf("answered, and still %q", doubt)
	}
}

func TestOneAtATimeAndOneOwner(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	if _, err := ledger.Open(dir, book("me")); !errors.Is(err, lockedfile.ErrBusy) {
		t.Errorf("%v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(dir, book("you")); !errors.Is(err, ledger.ErrOwner) {
		t.Errorf("%v", err)
	}
	opened(t, dir).Close()
}

// TestNothingBehindAFailedWrite: half a line must stay the last.
func TestNothingBehindAFailedWrite(t *testing.T) {
	l := opened(t, t.TempDir())
	l.Close()
	first := l.Ask("a")
	if second := l.Answer([]string{"a", "1"}); first == nil || second != first {
		t.Errorf("%v, then %v", first, second)
	}
}

// TestResultsWithoutJournal: whose they are is not known.
func TestResultsWithoutJournal(t *testing.T) {
	dir := t.TempDir()
	l := opened(t, dir)
	if err := errors.Join(l.Ask("a"), l.Answer([]string{"a", "1"}), l.Close(), os.Remove(filepath.Join(dir, ledger.Asked))); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(dir, book("me")); !errors.Is(err, ledger.ErrOwner) {
		t.Errorf("%v", err)
	}
}

// TestForeignFiles: what is not the ledger's is refused and stays as it is.
func TestForeignFiles(t *testing.T) {
	const ours, owner = "key,value\na,1.png\n", `{"owner":"me"}` + "\n"
	for _, files := range []map[string]string{
		{ledger.Results: "x,y\n"},
		{ledger.Results: "important notes, no newline"},
		{ledger.Results: "name,score\nann,1\nbob,2"},
		{ledger.Results: "key,value,more\n1,2,3"},
		{ledger.Results: "\"key", ledger.Asked: owner},
		{ledger.Asked: "notes"},
		{ledger.Asked: "notes\nmore"},
		{ledger.Results: ours, ledger.Asked: "notes\nmore"},
		{ledger.Results: ours, ledger.Asked: `{"owner":"you"}` + "\nmore"},
		{ledger.Results: ours + "b,", ledger.Asked: ""},
	} {
		dir := t.TempDir()
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if l, err := ledger.Open(dir, book("me")); err == nil {
			t.Errorf("%q are taken", files)
			l.Close()
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
