package main

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"wxtool/internal/interop/servers"
)

// matrix is what all servers do in all cases.
type matrix struct {
	Servers []*column `json:"servers"`

	lacking []string // servers that cannot run here, and why
	cases   []string // IDs in the order of check, those of pushes as one
	wants   map[string]string
}

// column is a server.
type column struct {
	Name     string            `json:"name"`
	Document string            `json:"document"`
	Platform string            `json:"platform"`
	Cases    map[string]counts `json:"cases"` // by mode
	Failures []*failure        `json:"failures"`

	cells []*cell
	modes []string
	ran   map[string]map[string]bool // modes in which a case was run, by ID
}

// counts are the cases of a run.
type counts struct {
	Run    int `json:"run"`
	Passed int `json:"passed"`
}

// cell is a case that did not pass.
type cell struct {
	Case    string
	Results map[string]string // must, should, blocked or broken, by mode
	Problem string            // the first of its findings
	Whose   string            // sdk, example or wxtool; "" if it is blocked
	Note    string
}

// failure are cells that differ only in their cases.
type failure struct {
	Cases   []string          `json:"cases"`
	Results map[string]string `json:"results"`
	Problem string            `json:"problem,omitempty"`
	Whose   string            `json:"whose,omitempty"`
	Note    string            `json:"note"`
}

// matrix checks all servers that can run here.
func (b *bench) matrix(ctx context.Context) (*matrix, error) {
	m := &matrix{wants: map[string]string{}}
	for _, s := range servers.All() {
		missing := s.Missing()
		if s.Node() && !b.node {
			missing = "Node was asked for"
		}
		if missing != "" {
			m.lacking = append(m.lacking, s.Name+": no "+missing)
			continue
		}
		c := &column{Name: s.Name, Document: s.Document, Platform: s.Platform, Cases: map[string]counts{}, modes: s.Modes, ran: map[string]map[string]bool{}}
		for _, mode := range s.Modes {
			results, err := b.check(ctx, s, mode)
			if err != nil {
				return nil, err
			}
			c.add(mode, results)
			m.know(results)
		}
		m.Servers = append(m.Servers, c)
	}
	return m, nil
}

func (c *column) add(mode string, results []result) {
	n := counts{}
	for _, r := range results {
		if r.Outcome == "skipped" {
			continue
		}
		if c.ran[r.ID] == nil {
			c.ran[r.ID] = map[string]bool{}
		}
		c.ran[r.ID][mode] = true
		n.Run++
		if r.Outcome == "passed" {
			n.Passed++
			continue
		}
		c.cell(r.ID).take(mode, r)
	}
	c.Cases[mode] = n
}

// cell returns the cell of a case, which may be new.
func (c *column) cell(id string) *cell {
	i := slices.IndexFunc(c.cells, func(f *cell) bool { return f.Case == id })
	if i >= 0 {
		return c.cells[i]
	}
	c.cells = append(c.cells, &cell{Case: id, Results: map[string]string{}})
	return c.cells[len(c.cells)-1]
}

// take keeps the worst problem of a case in the first mode, without what differs each
// time.
func (f *cell) take(mode string, r result) {
	f.Results[mode] = r.worst()
	for _, level := range []string{"must", "should"} {
		for _, one := range r.Findings {
			if f.Problem == "" && one.Level == level {
				f.Problem = steady(one.Problem)
			}
		}
	}
}

// know keeps the order and the requirements of the cases.
func (m *matrix) know(results []result) {
	at := 0
	for _, r := range results {
		id := group(r.ID)
		if i := slices.Index(m.cases, id); i >= 0 {
			at = i + 1
			continue
		}
		m.cases = slices.Insert(m.cases, at, id)
		m.wants[id] = r.Requirement
		at++
	}
}

// group is the row of a case: all pushes have one.
func group(id string) string {
	platform, rest, _ := strings.Cut(id, "/")
	if topic, _, _ := strings.Cut(rest, "/"); topic == "push" {
		return platform + "/push/*"
	}
	return id
}

// failures groups the cells of a server.
func (c *column) failures() []*failure {
	all := []*failure{}
	for _, f := range c.cells {
		i := slices.IndexFunc(all, func(g *failure) bool {
			return maps.Equal(g.Results, f.Results) && g.Problem == f.Problem && g.Whose == f.Whose && g.Note == f.Note
		})
		if i < 0 {
			all = append(all, &failure{Results: f.Results, Problem: f.Problem, Whose: f.Whose, Note: f.Note})
			i = len(all) - 1
		}
		all[i].Cases = append(all[i].Cases, f.Case)
	}
	return all
}

func (m *matrix) json() []byte {
	for _, c := range m.Servers {
		c.Failures = c.failures()
	}
	data, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		panic(err) // strings and numbers
	}
	return append(data, '\n')
}
