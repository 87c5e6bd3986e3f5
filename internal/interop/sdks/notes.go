package main

import (
	_ "embed"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

//go:embed notes.txt
var notesText string

// varying is what differs in each run: times, addresses, numbers of milliseconds.
var varying = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z|\d{10,}|127\.\d+\.\d+\.\d+:\d+`)

// ended is what becomes of a request to a process that ends: which of the two is chance.
var ended = regexp.MustCompile(`nothing listens at \S+ \(connection refused\)|the server closed the connection without a complete answer`)

// steady returns a problem without what differs in each run.
func steady(problem string) string {
	return varying.ReplaceAllString(ended.ReplaceAllString(problem, "the server closed the connection or has ended"), "…")
}

// note says whose doing some failed cases are.
type note struct {
	server, cases string // a name, and a pattern of IDs
	problem       string // a part of the problem, "" for any
	whose, text   string
	used          bool
}

// explain gives each failed case the first note about it. A case that is blocked needs
// none, as that before it has one.
func (m *matrix) explain(text string) error {
	notes, err := parseNotes(text)
	if err != nil {
		return err
	}
	var missing []string
	known := map[string]bool{}
	for _, c := range m.Servers {
		known[c.Name] = true
		for _, f := range c.cells {
			if f.blocked() {
				f.Whose, f.Note = "", "blocked by another failure"
				continue
			}
			i := slices.IndexFunc(notes, func(n *note) bool { return n.about(c, f) })
			if i < 0 {
				missing = append(missing, fmt.Sprintf("%s: %s: %v %s", c.Name, f.Case, f.Results, f.Problem))
				continue
			}
			f.Whose, f.Note, notes[i].used = notes[i].whose, notes[i].text, true
		}
	}
	for _, n := range notes {
		if !n.used && known[n.server] {
			missing = append(missing, fmt.Sprintf("no failure is left for the note: %s | %s | %s", n.server, n.cases, n.problem))
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("notes.txt:\n%s", strings.Join(missing, "\n"))
	}
	return nil
}

func (f *cell) blocked() bool {
	for _, result := range f.Results {
		if result != "blocked" {
			return false
		}
	}
	return true
}

func (n *note) about(c *column, f *cell) bool {
	matched, _ := path.Match(n.cases, f.Case)
	return n.server == c.Name && matched && strings.Contains(f.Problem, n.problem)
}

// parseNotes reads the lines "server | cases | part of the problem | whose | text".
func parseNotes(text string) (notes []*note, err error) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.Split(line, " | ")
		if len(parts) != 5 || !slices.Contains([]string{"sdk", "example", "wxtool"}, parts[3]) {
			return nil, fmt.Errorf("notes.txt: %q", line)
		}
		if parts[2] == "*" {
			parts[2] = ""
		}
		notes = append(notes, &note{server: parts[0], cases: parts[1], problem: parts[2], whose: parts[3], text: parts[4]})
	}
	return notes, nil
}
