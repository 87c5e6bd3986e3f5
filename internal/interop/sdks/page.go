package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
)

//go:embed page.md
var pageHead string

// page is docs/sdks.md.
func (m *matrix) page() []byte {
	var w bytes.Buffer
	w.WriteString(pageHead)
	for _, platform := range []struct{ id, title string }{{"mp", "Official Account"}, {"work", "WeCom"}} {
		columns := slices.Collect(func(yield func(*column) bool) {
			for _, c := range m.Servers {
				if c.Platform == platform.id && !yield(c) {
					return
				}
			}
		})
		if len(columns) == 0 {
			continue
		}
		fmt.Fprintf(&w, "\n## %s\n\n", platform.title)
		writeServers(&w, columns)
		m.writeCases(&w, platform.id, columns)
		writeNotes(&w, columns)
	}
	return w.Bytes()
}

// writeServers lists the servers and how many cases they pass.
func writeServers(w *bytes.Buffer, columns []*column) {
	fmt.Fprintf(w, "| server | as in | passed |\n|---|---|---|\n")
	for _, c := range columns {
		var passed []string
		for _, mode := range c.modes {
			n := c.Cases[mode]
			passed = append(passed, fmt.Sprintf("%s %d of %d", mode, n.Passed, n.Run))
		}
		fmt.Fprintf(w, "| %s | %s | %s |\n", c.Name, c.Document, strings.Join(passed, ", "))
	}
}

// writeCases writes the matrix.
func (m *matrix) writeCases(w *bytes.Buffer, platform string, columns []*column) {
	fmt.Fprintf(w, "\n| case |")
	for _, c := range columns {
		fmt.Fprintf(w, " %s |", c.Name)
	}
	fmt.Fprintf(w, "\n|---|%s\n", strings.Repeat("---|", len(columns)))
	for _, id := range m.cases {
		if !strings.HasPrefix(id, platform+"/") {
			continue
		}
		var cells []string
		for _, c := range columns {
			cells = append(cells, c.result(id))
		}
		if slices.ContainsFunc(cells, func(cell string) bool { return cell != "–" }) {
			fmt.Fprintf(w, "| %s | %s |\n", strings.TrimPrefix(id, platform+"/"), strings.Join(cells, " | "))
		}
	}
}

// result is the cell of a row: ✓, or the levels of what failed and in how many cases or
// modes.
func (c *column) result(id string) string {
	ran, failed := 0, 0
	in, levels, modes := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for one, modes := range c.ran {
		if group(one) == id {
			ran++
			maps.Copy(in, modes)
		}
	}
	for _, f := range c.cells {
		if group(f.Case) != id {
			continue
		}
		failed++
		for mode, result := range f.Results {
			levels[result], modes[mode] = true, true
		}
	}
	switch {
	case ran == 0:
		return "–"
	case failed == 0:
		return "✓"
	}
	words := slices.Sorted(maps.Keys(levels))
	text := strings.Join(words, ", ")
	if ran > 1 {
		text += fmt.Sprintf(" (%d of %d)", failed, ran)
	}
	if len(modes) < len(in) {
		text += " in " + strings.Join(slices.Sorted(maps.Keys(modes)), ", ")
	}
	return "**" + text + "**"
}

// writeNotes writes whose doing the failures are.
func writeNotes(w *bytes.Buffer, columns []*column) {
	fmt.Fprintf(w, "\n| server | cases | whose doing | what it is |\n|---|---|---|---|\n")
	for _, c := range columns {
		byNote := map[string][]string{}
		var order []string
		for _, f := range c.cells {
			if f.Whose == "" {
				continue
			}
			row := f.Whose + " | " + f.Note
			if byNote[row] == nil {
				order = append(order, row)
			}
			_, id, _ := strings.Cut(f.Case, "/")
			byNote[row] = append(byNote[row], id)
		}
		for _, row := range order {
			fmt.Fprintf(w, "| %s | %s | %s |\n", c.Name, several(byNote[row]), row)
		}
	}
}

// several shortens the names of many pushes.
func several(ids []string) string {
	var names []string
	pushes := 0
	for _, id := range ids {
		if strings.HasPrefix(id, "push/") {
			pushes++
			if pushes > 1 {
				continue
			}
		}
		names = append(names, id)
	}
	text := strings.Join(names, ", ")
	if pushes > 1 {
		text += fmt.Sprintf(" and %d other pushes", pushes-1)
	}
	return text
}
