package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/interop/servers"
)

// TestPageIsFresh: the servers that can run here fail the cases that docs/sdks.json says,
// each failure has a note, and docs/sdks.md is written from it.
func TestPageIsFresh(t *testing.T) {
	b, err := prepare(t.Context(), t.TempDir(), os.Getenv("WXTOOL_INTEROP_NODE") == "1")
	if err != nil {
		t.Fatal(err)
	}
	m, err := b.matrix(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.explain(notesText); err != nil {
		t.Error(err)
	}
	docs := filepath.Join("..", "..", "..", "docs")
	var kept struct{ Servers []*column }
	decode(t, read(t, filepath.Join(docs, "sdks.json")), &kept)
	var now struct{ Servers []*column }
	decode(t, m.json(), &now)
	byName := map[string]*column{}
	for _, c := range kept.Servers {
		byName[c.Name] = c
	}
	for _, c := range now.Servers {
		if !reflect.DeepEqual(c, byName[c.Name]) {
			t.Errorf("%s differs from docs/sdks.json: run go run ./sdks\n%s", c.Name, differences(byName[c.Name], c))
		}
	}
	if len(m.lacking) > 0 {
		t.Skipf("not checked: %s", strings.Join(m.lacking, "; "))
	}
	if string(m.page()) != string(read(t, filepath.Join(docs, "sdks.md"))) || len(kept.Servers) != len(now.Servers) {
		t.Error("docs/sdks.md is stale: run go run ./sdks")
	}
}

// TestEveryServerIsOnThePage needs no server to run.
func TestEveryServerIsOnThePage(t *testing.T) {
	page := string(read(t, filepath.Join("..", "..", "..", "docs", "sdks.md")))
	for _, s := range servers.All() {
		if !strings.Contains(page, "| "+s.Name+" | "+s.Document+" |") {
			t.Errorf("%s is not on the page", s.Name)
		}
	}
}

func TestNotes(t *testing.T) {
	m := &matrix{Servers: []*column{{Name: "A", cells: []*cell{
		{Case: "mp/push/text", Results: map[string]string{"plain": "must"}, Problem: "late"},
		{Case: "mp/signature/forged", Results: map[string]string{"plain": "blocked"}},
	}}}}
	for notes, want := range map[string]string{
		"":                                "A: mp/push/text: map[plain:must] late",
		"A | mp/push/* | early | sdk | x": "A: mp/push/text: map[plain:must] late",
		"A | mp/push/* | la | sdk | x":    "",
		"A | mp/push/* | * | sdk | x\nB | * | * | sdk | of a server that does not run here": "",
		"A | mp/push/* | * | sdk | x\nA | mp/crypto/* | * | sdk | y":                        "no failure is left for the note: A | mp/crypto/*",
		"A | mp/push/* | * | nobody | x":                                                    `notes.txt: "A | mp/push/* | * | nobody | x"`,
		"A | mp/push/*":                                                                     `notes.txt: "A | mp/push/*"`,
	} {
		err := m.explain(notes)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", notes, err, want)
		}
	}
}

// differences lists the failures that only one of two columns has.
func differences(kept, now *column) string {
	var lines []string
	one := func(c, other *column, sign string) {
		for _, f := range c.Failures {
			if !slices.ContainsFunc(other.Failures, func(g *failure) bool { return reflect.DeepEqual(f, g) }) {
				lines = append(lines, fmt.Sprintf("%s %v %v %s", sign, f.Cases, f.Results, f.Problem))
			}
		}
	}
	if kept != nil {
		one(kept, now, "-")
		one(now, kept, "+")
	}
	return strings.Join(lines, "\n")
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func decode(t *testing.T, data []byte, to any) {
	t.Helper()
	if err := json.Unmarshal(data, to); err != nil {
		t.Fatal(err)
	}
}
