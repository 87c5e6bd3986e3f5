package world_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"wxtool/internal/sandbox/world"
)

const head = `{"maker":"wxtool sandbox","version":2,"state":{}}` + "\n"

// line is a line with the record of one user.
func line(name string) string {
	return `[{"kind":"user","key":"mp a ` + name + `","value":{"Platform":"mp","AppID":"a","Name":"` + name + `"}}]` + "\n"
}

func names(w *world.World) string {
	var list []string
	for _, u := range w.Users() {
		list = append(list, u.Name)
	}
	return strings.Join(list, " ")
}

// TestJournal: which lines of a journal are read, and where lines can be appended.
func TestJournal(t *testing.T) {
	a, b := line("a"), line("b")
	for _, tt := range []struct {
		name, text, users string
		snapshot, whole   int
	}{
		{"a state alone", head, "", len(head), len(head)},
		{"with changes", head + a + b, "a b", len(head), len(head + a + b)},
		{"the last line cut off", head + a + b[:len(b)-2], "a", len(head), len(head + a)},
		{"only its line end cut off", head + a + b[:len(b)-1], "a b", len(head), len(head + a)},
		{"zeros that a crash of the machine leaves", head + a + "\x00\x00\x00", "a", len(head), len(head + a)},
		{"the line end of the first line cut off", head[:len(head)-1], "", len(head) - 1, 0},
		{"several changes in a line", head + "[" + a[1:len(a)-2] + "," + b[1:len(b)-2] + "]\n", "a b", len(head), len(head+a+b) - 2},
		{"lines that end as on Windows", head + strings.ReplaceAll(a, "\n", "\r\n"), "a", len(head), len(head+a) + 1},
		{"a user who was removed", head + a + `[{"kind":"user","key":"mp a a"}]` + "\n", "", len(head), len(head+a) + 33},
		{"a document of version 1", strings.Replace(head, "2", "1", 1), "", 0, 0},
		{"a document over several lines", strings.ReplaceAll(head, ",", ",\n"), "", 0, 0},
	} {
		w := newRun(1).World
		extent, err := w.LoadFile([]byte(tt.text))
		if err != nil || names(w) != tt.users || extent != (world.Extent{Snapshot: tt.snapshot, Whole: tt.whole}) {
			t.Errorf("%s: users %q, %+v, %v", tt.name, names(w), extent, err)
		}
	}
}

// TestDamagedJournal: a damaged line is an error with its number, and the state stays.
func TestDamagedJournal(t *testing.T) {
	const damaged = "not a usable state of wxtool sandbox: damaged: "
	a, b := line("a"), line("b")
	for _, tt := range []struct{ text, want string }{
		{head + a[:20] + "\n" + b, "line 2: " + damaged + "the changes: unexpected end of JSON input"},
		{head + a[:20] + b, "line 2: " + damaged + "the changes: invalid character 'k' after object key"},
		{head + a + "\x00\x00\n", `line 3: ` + damaged + `the changes: invalid character '\x00' looking for beginning of value`},
		{head + a + "\n" + b, "line 3: " + damaged + "the changes: unexpected end of JSON input"},
		{head + a + a[:len(a)-1] + " []\n", "line 3: " + damaged + "the changes: invalid character '[' after top-level value"},
		{head + "[]\n", "line 2: " + damaged + "there are no changes"},
		{head + "null", "line 2: " + damaged + "there are no changes"},
		{head + "{}\n", "line 2: " + damaged + "the changes: must not be a JSON object"},
		{head + "[null]\n", "line 2: " + damaged + `unknown kind of change ""`},
		{head + a + `[{"kind":"new","key":"k"}]`, "line 3: " + damaged + `unknown kind of change "new"`},
		{head + a + `[{"kind":"user","key":"k","value":{"Bogus":1}}]` + "\n" + b, "line 3: " + damaged + `the document: unknown field "Bogus"`},
		{head + `[{"kind":"conditional_menu","key":"mp a  1","value":{"MenuID":1,"Body":{}}}]` + "\n", damaged + "menu of mp a : there is no default menu"},
		{head + head, "line 2: " + damaged + "the changes: must not be a JSON object"},
		{strings.Replace(head, "{}", "[]", 1) + a, "line 1: " + damaged + "state: must not be a JSON array"},
		{strings.Replace(head, "{}", "null", 1) + a, "line 1: " + damaged + "there is no state"},
		{strings.Replace(head, "2", "1", 1) + a, "not a usable state of wxtool sandbox: not the JSON of a state: the document: invalid character '[' after top-level value"},
	} {
		w := newRun(1).World
		if _, err := w.LoadFile([]byte(head + line("before"))); err != nil {
			t.Fatal(err)
		}
		extent, err := w.LoadFile([]byte(tt.text))
		if !errors.Is(err, world.ErrState) || err.Error() != tt.want || extent != (world.Extent{}) {
			t.Errorf("%q\n got %v\nwant %s", tt.text, err, tt.want)
		}
		if names(w) != "before" {
			t.Errorf("%q: half-loaded, users %s", tt.text, names(w))
		}
	}
}

// journalOf makes a journal of random updates: its text, and the state that each
// number of its lines makes. Some updates make several changes.
func journalOf(t testing.TB, seed uint64, before, after int) (text []byte, states []string) {
	t.Helper()
	r := newRun(seed)
	for range before {
		r.step()
	}
	var file bytes.Buffer
	if err := r.Save(&file); err != nil {
		t.Fatal(err)
	}
	states = append(states, file.String())
	for len(states) <= after {
		r.changes = nil
		r.step()
		if len(r.changes) == 0 {
			continue
		}
		line, err := world.EncodeChanges(r.changes)
		if err != nil {
			t.Fatal(err)
		}
		file.Write(line)
		states = append(states, saved(t, r.World))
	}
	return file.Bytes(), states
}

// TestJournalCutAnywhere: a journal that ends at any byte has the changes of its
// complete lines, and no part of others. One that ends in its first line is refused.
func TestJournalCutAnywhere(t *testing.T) {
	for seed := range uint64(6) {
		text, states := journalOf(t, seed, 5, 12)
		first := bytes.IndexByte(text, '\n')
		for n := range len(text) + 1 {
			w := newRun(seed).World
			extent, err := w.LoadFile(text[:n])
			if n < first {
				if !errors.Is(err, world.ErrState) || !strings.Contains(err.Error(), ": not the JSON of a state: the document: ") {
					t.Fatalf("seed %d, %d bytes: %v", seed, n, err)
				}
				continue
			}
			lines := bytes.Count(text[:n], []byte("\n"))
			if whole := bytes.LastIndexByte(text[:n], '\n') + 1; err != nil || extent.Whole != whole {
				t.Fatalf("seed %d, %d bytes: %+v, %v", seed, n, extent, err)
			}
			if n < len(text) && text[n] == '\n' {
				lines++ // only the line end is missing
			}
			if got := saved(t, w); got != states[lines-1] {
				t.Fatalf("seed %d, %d bytes:\n%s\nwant\n%s", seed, n, got, states[lines-1])
			}
		}
	}
}

// FuzzLoadFile: no file causes a panic. What is read is the same once it was saved and
// read again, and a line that is appended where the journal ends is read as well.
func FuzzLoadFile(f *testing.F) {
	for seed := range uint64(3) {
		text, _ := journalOf(f, seed, 5, 5)
		f.Add(text)
		f.Add(text[:len(text)-9])
	}
	f.Add([]byte(head + line("a") + line("b")[:30]))
	f.Add([]byte(head + line("a")[:20] + line("b")))
	f.Add([]byte(`{"maker":"wxtool sandbox","version":1,"state":{"Users":{"u":{}}}}`))
	f.Add([]byte("{\n" + head[1:]))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := newRun(1).World
		extent, err := w.LoadFile(data)
		if err != nil {
			if !errors.Is(err, world.ErrState) || extent != (world.Extent{}) || len(w.Users()) > 0 {
				t.Fatalf("%+v, %v", extent, err)
			}
			return
		}
		first, again := saved(t, w), newRun(1).World
		if _, err := again.LoadFile([]byte(first)); err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		if second := saved(t, again); second != first {
			t.Fatalf("saved again:\n%s\nwas\n%s", second, first)
		}
		if extent.Whole == 0 {
			return
		}
		longer := append(data[:extent.Whole:extent.Whole], line("new")...)
		next := newRun(1).World
		if end, err := next.LoadFile(longer); err != nil || end.Whole != len(longer) || !strings.Contains(" "+names(next)+" ", " new ") {
			t.Fatalf("appended: %+v, %v, users %s", end, err, names(next))
		}
	})
}
