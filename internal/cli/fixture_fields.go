package cli

import (
	"strings"

	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

// fieldsResult is the element table of a sample.
type fieldsResult struct {
	fixtureResult
	Note     string        `json:"note,omitempty"`
	FromUser string        `json:"from_user,omitempty"`
	Ack      string        `json:"reply_fields,omitempty"`
	Header   []string      `json:"header"` // first-level elements of all samples of its kind
	Fields   []fieldResult `json:"fields"`
}

type fieldResult struct {
	Path     string `json:"path"`
	Type     string `json:"type"`
	Required bool   `json:"required"`
	Note     string `json:"note,omitempty"`
}

func newFieldsResult(f *fixture.Fixture) fieldsResult {
	r := fieldsResult{fixtureResult: newFixtureResult(&f.Entry), Note: f.Note, FromUser: f.FromUser, Ack: f.Expect.FieldList(), Fields: []fieldResult{}}
	rows := map[string]bool{}
	for _, field := range f.Fields {
		r.Fields = append(r.Fields, fieldResult(field))
		rows[field.Path] = true
	}
	r.Header = headerOf(f, rows)
	return r
}

// headerOf returns the first-level elements of the sample that have no row.
func headerOf(f *fixture.Fixture, rows map[string]bool) []string {
	header := []string{}
	var sample message.Flat
	if sample.Read(f.Message()) != nil {
		return header
	}
	for _, element := range sample.Elements() {
		if name := string(element.Name); !rows[name] {
			header = append(header, name)
		}
	}
	return header
}

func (fieldsResult) JSONType() string { return "fields" }

func (r fieldsResult) WriteText(p *ui.Printer) {
	p.Linef("%s  %s", p.Bold(r.Name), r.Title)
	for _, line := range []string{r.Summary, r.Doc, r.Note, "answer: " + strings.TrimSuffix(r.Answer+" ("+r.Ack+")", " ()")} {
		if line != "" {
			p.Linef("  %s", line)
		}
	}
	if len(r.Header) > 0 {
		p.Linef("  header, as in all samples of its kind: %s", strings.Join(r.Header, ", "))
	}
	width := 0
	for _, f := range r.Fields {
		width = max(width, len(f.Path))
	}
	for _, f := range r.Fields {
		required := "optional"
		if f.Required {
			required = "required"
		}
		p.Linef("%s", strings.TrimRight(padTo(f.Path, width)+"  "+padTo(f.Type, 6)+"  "+required+"  "+f.Note, " "))
	}
}
