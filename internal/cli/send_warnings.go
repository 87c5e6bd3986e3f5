package cli

import (
	"slices"

	"wxtool/internal/lang"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// warningCount is a warning that several deliveries of a run have in common.
type warningCount struct {
	Topic   verdict.Topic `json:"topic"`
	ID      string        `json:"id"`
	Count   int           `json:"count"`
	Problem string        `json:"problem"` // of the first
	Effect  string        `json:"effect"`
}

func (w *warningCount) writeText(p *ui.Printer, l lang.Language) {
	p.Linef("%s%s", labelled(p.Warn, wordWarning, l), warningTimes.in(l, ui.OneLine(w.Problem), countTimes.count(w.Count, l)))
}

// warningCounts are the warnings of a run by their rule.
type warningCounts struct{ list []*warningCount }

// add counts the warnings of one delivery.
func (c *warningCounts) add(problems []verdict.Rendered) {
	for _, found := range problems {
		if found.Level == verdict.Error {
			continue
		}
		i := slices.IndexFunc(c.list, func(w *warningCount) bool { return w.Topic == found.Topic && w.ID == found.ID })
		if i < 0 {
			i = len(c.list)
			c.list = append(c.list, &warningCount{Topic: found.Topic, ID: found.ID, Problem: found.Problem, Effect: found.Effect})
		}
		c.list[i].Count++
	}
}

// errorsOf returns the problems that are errors.
func errorsOf(problems []verdict.Rendered) (errs []verdict.Rendered) {
	for _, found := range problems {
		if found.Level == verdict.Error {
			errs = append(errs, found)
		}
	}
	return errs
}
