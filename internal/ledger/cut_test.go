package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"wxtool/internal/ledger"
)

// files is what is in a ledger's folder.
type files struct{ results, asked []byte }

func readFiles(t *testing.T, dir string) (f files) {
	t.Helper()
	var errs [2]error
	f.results, errs[0] = os.ReadFile(filepath.Join(dir, ledger.Results))
	f.asked, errs[1] = os.ReadFile(filepath.Join(dir, ledger.Asked))
	if err := errors.Join(errs[:]...); err != nil {
		t.Fatal(err)
	}
	return f
}

// folder is a new one with these files; nil is no file.
func (f files) folder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, data := range map[string][]byte{ledger.Results: f.results, ledger.Asked: f.asked} {
		if data == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// known is what a ledger knows.
type known struct {
	rows  [][]string
	doubt []string
}

func (k known) String() string { return fmt.Sprintf("answered %q, in doubt %q", k.rows, k.doubt) }

// check opens the folder, compares, and does something with the ledger.
func (k known) check(t *testing.T, dir, what string, then func(*ledger.Ledger) error) {
	t.Helper()
	l, err := ledger.Open(dir, book("me"))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	got := known{l.Rows(), l.InDoubt()}
	if !slices.EqualFunc(got.rows, k.rows, slices.Equal) || !slices.Equal(got.doubt, k.doubt) {
		t.Errorf("%s: %v; want %v", what, got, k)
	}
	if err := errors.Join(then(l), l.Close()); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func nothing(*ledger.Ledger) error { return nil }

// TestEveryCut: a crash can cut off the line that was being written, at each of
// its bytes. A line counts once its last field is complete, though its line end be
// missing; the lines before it always do. What is written next is whole again.
func TestEveryCut(t *testing.T) {
	a, b, z := []string{"a", "1.png"}, []string{"b,\"中\"", "2.png"}, []string{"z", "9.png"}
	steps := []struct {
		do   func(*ledger.Ledger) error
		then known
	}{
		{func(l *ledger.Ledger) error { return l.Ask("a") }, known{nil, []string{"a"}}},
		{func(l *ledger.Ledger) error { return l.Answer(a) }, known{[][]string{a}, nil}},
		{func(l *ledger.Ledger) error { return l.Ask("c") }, known{[][]string{a}, []string{"c"}}},
		{func(l *ledger.Ledger) error { return l.Ask(b[0]) }, known{[][]string{a}, []string{"c", b[0]}}},
		{func(l *ledger.Ledger) error { return l.Refuse("c") }, known{[][]string{a}, []string{b[0]}}},
		{func(l *ledger.Ledger) error { return l.Answer(b) }, known{[][]string{a, b}, nil}},
	}
	dir := t.TempDir()
	l, before, last := opened(t, dir), files{[]byte{}, []byte{}}, known{}
	defer func() { l.Close() }()
	cuts := 0
	atEachByte := func(whole known) {
		now := readFiles(t, dir)
		for _, cut := range between(before, now) {
			want := last
			if cut.counts {
				want = whole
			}
			again := cut.folder(t)
			want.check(t, again, cut.String(), func(l *ledger.Ledger) error { return errors.Join(l.Ask("z"), l.Answer(z)) })
			want.rows = append(slices.Clone(want.rows), z)
			want.check(t, again, "then "+cut.String(), nothing)
			cuts++
		}
		before, last = now, whole
	}
	atEachByte(known{}) // the first lines of both files
	for _, step := range steps {
		if err := step.do(l); err != nil {
			t.Fatal(err)
		}
		atEachByte(step.then)
	}
	if want := len(before.results) + len(before.asked); cuts != want {
		t.Errorf("cut %d times, and %d bytes were written", cuts, want)
	}
}

// cutFiles are files of which one ends amid its last line. Counts says that the
// line lacks nothing but its end.
type cutFiles struct {
	files
	counts bool
}

func (c cutFiles) String() string { return fmt.Sprintf("%q, %q", c.results, c.asked) }

// between is what a crash leaves while one file after the other is written to.
func between(before, now files) (cuts []cutFiles) {
	for n := len(before.results); n < len(now.results); n++ {
		cuts = append(cuts, cutFiles{files{now.results[:n], before.asked}, n >= len(now.results)-1})
	}
	for n := len(before.asked); n < len(now.asked); n++ {
		cuts = append(cuts, cutFiles{files{now.results, now.asked[:n]}, n >= len(now.asked)-1})
	}
	return cuts
}

// TestLastLineEndMissing: an editor left it out, and the answer still counts. A
// line that is not complete does not.
func TestLastLineEndMissing(t *testing.T) {
	a, b, c := []string{"a", "1.png"}, []string{"b", "2.png"}, []string{"c", "3.png"}
	asked := []byte(`{"owner":"me"}` + "\n" + `{"asked":"a"}` + "\n" + `{"asked":"b"}` + "\n")
	whole, cut := known{[][]string{a, b}, nil}, known{[][]string{a}, []string{"b"}}
	for tail, want := range map[string]known{
		"b,2.png": whole, "b,2.png\r": whole, `b,"2.png"`: whole,
		"b,2.p": cut, "b": cut, "b,\"2.png": cut, "b,2.png,x": cut, "b,2.png,": cut, "\"": cut,
	} {
		dir := files{[]byte("key,value\na,1.png\n" + tail), asked}.folder(t)
		want.check(t, dir, tail, func(l *ledger.Ledger) error { return errors.Join(l.Ask("c"), l.Answer(c)) })
		want.rows = append(slices.Clone(want.rows), c)
		want.check(t, dir, "then "+tail, nothing)
		if now := readFiles(t, dir); !bytes.HasSuffix(now.results, []byte("\nc,3.png\n")) {
			t.Errorf("%q: the file is %q", tail, now.results)
		}
	}
}

// TestLastQuestionWithoutLineEnd: it is in doubt like the others, and so is the
// next; what is not complete was not asked, and does not stay.
func TestLastQuestionWithoutLineEnd(t *testing.T) {
	const whole = `{"owner":"me"}` + "\n" + `{"asked":"a"}` + "\n"
	for _, tt := range []struct {
		tail  string
		stays bool
		want  []string
	}{
		{`{"asked":"b"}`, true, []string{"a", "b"}}, {`{"refused":"a"}`, true, nil},
		{`{"asked":"b"`, false, []string{"a"}}, {`{`, false, []string{"a"}}, {`{}`, false, []string{"a"}},
		{`nothing`, false, []string{"a"}}, {`{"owner":"you"}`, false, []string{"a"}},
	} {
		dir := files{nil, []byte(whole + tt.tail)}.folder(t)
		known{nil, tt.want}.check(t, dir, tt.tail, nothing)
		known{nil, tt.want}.check(t, dir, "again "+tt.tail, func(l *ledger.Ledger) error { return l.Ask("c") })
		known{nil, append(slices.Clone(tt.want), "c")}.check(t, dir, "then "+tt.tail, nothing)
		want := whole + `{"asked":"c"}` + "\n"
		if tt.stays {
			want = whole + tt.tail + "\n" + `{"asked":"c"}` + "\n"
		}
		if now := readFiles(t, dir); string(now.asked) != want {
			t.Errorf("%s: the file is %q", tt.tail, now.asked)
		}
	}
}

// TestSpreadsheet: one that saved the results wrote a byte order mark and other
// line ends. The file is still ours.
func TestSpreadsheet(t *testing.T) {
	a, b, c := []string{"a", "1.png"}, []string{"b", "2.png"}, []string{"c", "3.png"}
	asked := []byte(`{"owner":"me"}` + "\n" + `{"asked":"a"}` + "\n" + `{"asked":"b"}` + "\n")
	for _, text := range []string{
		"\ufeffkey,value\r\na,1.png\r\nb,2.png\r\n", "\ufeffkey,value\r\na,1.png\r\nb,2.png", "\ufeffkey,value\na,1.png\nb,2.png\n", "key,value\r\na,1.png\r\nb,2.png\r\n",
	} {
		dir := files{[]byte(text), asked}.folder(t)
		known{[][]string{a, b}, nil}.check(t, dir, text, func(l *ledger.Ledger) error { return l.Answer(c) })
		known{[][]string{a, b, c}, nil}.check(t, dir, "then "+text, nothing)
	}
}
