package qrbatch_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/qrbatch"
)

// files are the contents of a store's files.
type files struct{ results, asked []byte }

func readFiles(t *testing.T, dir string) (f files) {
	t.Helper()
	var errs [2]error
	f.results, errs[0] = os.ReadFile(filepath.Join(dir, qrbatch.ResultsFile))
	f.asked, errs[1] = os.ReadFile(filepath.Join(dir, qrbatch.AskedFile))
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return f
}

// folder creates a folder with these files; nil is no file.
func (f files) folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{qrbatch.ResultsFile: f.results, qrbatch.AskedFile: f.asked} {
		if data == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// known is what a store has recorded, in doubt by scene.
type known struct {
	results []qrbatch.Result
	doubt   []string
}

func (k known) String() string { return fmt.Sprintf("answered %v, in doubt %q", k.results, k.doubt) }

// check opens the folder, compares, and does something with the store.
func (k known) check(t *testing.T, dir, what string, then func(*qrbatch.Store) error) {
	t.Helper()
	s, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	got := known{results: s.Results()}
	for _, key := range s.InDoubt() {
		got.doubt = append(got.doubt, strings.TrimPrefix(key, "QR_STR_SCENE "))
	}
	if !slices.Equal(got.results, k.results) || !slices.Equal(got.doubt, k.doubt) {
		t.Errorf("%s: %v; want %v", what, got, k)
	}
	if err := errors.Join(then(s), s.Close()); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func nothing(*qrbatch.Store) error { return nil }

// TestEveryCut: a crash cuts off the line that is being written, at each of its
// bytes. It counts if only its line end is missing. The lines before it always count,
// and the next line is complete.
func TestEveryCut(t *testing.T) {
	a, b, z := result("a", "1.png"), result("b,\"中\"", "2.png"), result("z", "9.png")
	steps := []struct {
		do   func(*qrbatch.Store) error
		then known
	}{
		{func(s *qrbatch.Store) error { return s.Ask(key("a")) }, known{nil, []string{"a"}}},
		{func(s *qrbatch.Store) error { return s.Answer(a) }, known{[]qrbatch.Result{a}, nil}},
		{func(s *qrbatch.Store) error { return s.Ask(key("c")) }, known{[]qrbatch.Result{a}, []string{"c"}}},
		{func(s *qrbatch.Store) error { return s.Ask(key(b.Scene)) }, known{[]qrbatch.Result{a}, []string{"c", b.Scene}}},
		{func(s *qrbatch.Store) error { return s.Refuse(key("c")) }, known{[]qrbatch.Result{a}, []string{b.Scene}}},
		{func(s *qrbatch.Store) error { return s.Answer(b) }, known{[]qrbatch.Result{a, b}, nil}},
	}
	dir := t.TempDir()
	s, before, last := opened(t, dir), files{[]byte{}, []byte{}}, known{}
	defer func() { s.Close() }()
	cuts := 0
	atEachByte := func(whole known) {
		now := readFiles(t, dir)
		for _, cut := range between(before, now) {
			want := last
			if cut.counts {
				want = whole
			}
			again := cut.folder(t)
			want.check(t, again, cut.String(), func(s *qrbatch.Store) error { return errors.Join(s.Ask(key("z")), s.Answer(z)) })
			want.results = append(slices.Clone(want.results), z)
			want.check(t, again, "then "+cut.String(), nothing)
			cuts++
		}
		before, last = now, whole
	}
	atEachByte(known{}) // the first lines of both files
	for _, step := range steps {
		if err := step.do(s); err != nil {
			t.Fatal(err)
		}
		atEachByte(step.then)
	}
	if want := len(before.results) + len(before.asked); cuts != want {
		t.Errorf("cut %d times, and %d bytes were written", cuts, want)
	}
}

// cutFiles are files of which one ends in the middle of its last line, which counts
// if only its line end is missing.
type cutFiles struct {
	files
	counts bool
}

func (c cutFiles) String() string { return fmt.Sprintf("%q, %q", c.results, c.asked) }

// between returns what a crash can leave while first results and then requests are
// written.
func between(before, now files) (cuts []cutFiles) {
	for n := len(before.results); n < len(now.results); n++ {
		cuts = append(cuts, cutFiles{files{now.results[:n], before.asked}, n >= len(now.results)-1})
	}
	for n := len(before.asked); n < len(now.asked); n++ {
		cuts = append(cuts, cutFiles{files{now.results, now.asked[:n]}, n >= len(now.asked)-1})
	}
	return cuts
}

// TestLastLineEndMissing: an answer counts if an editor removed only its line end. A
// line that is not complete does not count.
func TestLastLineEndMissing(t *testing.T) {
	a, b, c := result("a", "1.png"), result("b", "2.png"), result("c", "3.png")
	asked := []byte(owner("me") + asked("a") + asked("b"))
	whole, cut := known{[]qrbatch.Result{a, b}, nil}, known{[]qrbatch.Result{a}, []string{"b"}}
	for tail, want := range map[string]known{
		row("b", "2.png"): whole, row("b", "2.png\r"): whole, row("b", `"2.png"`): whole,
		row("b", "2.p"): cut, "QR_STR_SCENE,b": cut, row("b", "\"2.png"): cut, row("b", "2.png,x"): cut, row("b", "2.png,"): cut, "\"": cut,
	} {
		dir := files{[]byte(header + row("a", "1.png") + "\n" + tail), asked}.folder(t)
		want.check(t, dir, tail, func(s *qrbatch.Store) error { return errors.Join(s.Ask(key("c")), s.Answer(c)) })
		want.results = append(slices.Clone(want.results), c)
		want.check(t, dir, "then "+tail, nothing)
		if now := readFiles(t, dir); !bytes.HasSuffix(now.results, []byte("\n"+row("c", "3.png")+"\n")) {
			t.Errorf("%q: the file is %q", tail, now.results)
		}
	}
}

// TestLastRequestWithoutLineEnd: it is in doubt like the others, and so is the next.
// One that is not complete was not sent, and is removed.
func TestLastRequestWithoutLineEnd(t *testing.T) {
	whole := owner("me") + asked("a")
	for _, tt := range []struct {
		tail  string
		stays bool
		want  []string
	}{
		{strings.TrimSpace(asked("b")), true, []string{"a", "b"}}, {`{"refused":"QR_STR_SCENE a"}`, true, nil},
		{`{"asked":"QR_STR_SCENE b"`, false, []string{"a"}}, {`{`, false, []string{"a"}}, {`{}`, false, []string{"a"}},
		{`nothing`, false, []string{"a"}}, {`{"owner":"you"}`, false, []string{"a"}},
	} {
		dir := files{nil, []byte(whole + tt.tail)}.folder(t)
		known{nil, tt.want}.check(t, dir, tt.tail, nothing)
		known{nil, tt.want}.check(t, dir, "again "+tt.tail, func(s *qrbatch.Store) error { return s.Ask(key("c")) })
		known{nil, append(slices.Clone(tt.want), "c")}.check(t, dir, "then "+tt.tail, nothing)
		want := whole + asked("c")
		if tt.stays {
			want = whole + tt.tail + "\n" + asked("c")
		}
		if now := readFiles(t, dir); string(now.asked) != want {
			t.Errorf("%s: the file is %q", tt.tail, now.asked)
		}
	}
}

// TestSpreadsheet: results that a spreadsheet saved have a byte order mark and other
// line ends, and are still accepted.
func TestSpreadsheet(t *testing.T) {
	a, b, c := result("a", "1.png"), result("b", "2.png"), result("c", "3.png")
	asked := []byte(owner("me") + asked("a") + asked("b"))
	lines := strings.TrimSpace(header) + "\r\n" + row("a", "1.png") + "\r\n" + row("b", "2.png")
	for _, text := range []string{
		"\ufeff" + lines + "\r\n", "\ufeff" + lines, "\ufeff" + strings.ReplaceAll(lines, "\r", "") + "\n", lines + "\r\n",
	} {
		dir := files{[]byte(text), asked}.folder(t)
		known{[]qrbatch.Result{a, b}, nil}.check(t, dir, text, func(s *qrbatch.Store) error { return s.Answer(c) })
		known{[]qrbatch.Result{a, b, c}, nil}.check(t, dir, "then "+text, nothing)
	}
}
