package cli

import (
	"fmt"
	"strings"

	"wxtool/internal/ui"
)

// resultHeader is the first row of results.csv.
func resultHeader() []string {
	return []string{"action_name", "scene", "ticket", "url", "expires_at", "file"}
}

// inDoubt names what a former run asked for without seeing an answer, before it
// is asked again.
type inDoubt struct {
	InDoubt []string `json:"in_doubt"`
}

func (r inDoubt) WriteText(p *ui.Paper) {
	p.Linef("%s a former run saw no answer to %s; asked again where still wanted", p.Warn("in doubt:"), ui.Word(strings.Join(r.InDoubt, ", ")))
}

// qrSum is how a batch ended.
type qrSum struct {
	Created int    `json:"created"`
	Already int    `json:"already"` // answered in a former run
	Left    int    `json:"left"`
	Results string `json:"results"`
}

type qrSumResult struct {
	Summary qrSum `json:"summary"`
}

func (r qrSumResult) WriteText(p *ui.Paper) {
	s := r.Summary
	text := fmt.Sprintf("%d created, %d there already, %d left", s.Created, s.Already, s.Left)
	if s.Left == 0 {
		text = p.Good(text)
	}
	p.Linef("%s, see %s", text, ui.Printable(s.Results))
}

// batchRow is a code among many, on one line.
type batchRow struct{ ticketResult }

func (r batchRow) WriteText(p *ui.Paper) {
	p.Linef("%s  %s  %s", ui.Printable(r.File), ui.Printable(r.URL), ui.Printable(r.Ticket))
}

// bar draws how many of all are done.
func bar(done, all int) string {
	const width = 30
	full := width * done / all
	return fmt.Sprintf("[%s%s] %d/%d", strings.Repeat("#", full), strings.Repeat(".", width-full), done, all)
}
