package cli

import (
	"cmp"

	"wxtool/internal/conform"
	"wxtool/internal/lang"
	"wxtool/internal/ui"
)

// checkSum is the sum of a check.
type checkSum struct {
	URL      string      `json:"url"`
	Platform string      `json:"platform"`
	Mode     string      `json:"mode"`
	OK       bool        `json:"ok"`      // the endpoint conforms
	Sum      conform.Sum `json:"summary"` // of all cases
	lang     lang.Language
}

func newCheckSum(sum *conform.Sum, o *conform.Options, strict bool, l lang.Language) checkSum {
	return checkSum{o.URL.String(), string(o.Account.Platform), string(o.Account.Mode), sum.OK(strict), *sum, l}
}

func (checkSum) JSONType() string { return "check" }

func (c checkSum) WriteText(p *ui.Printer) {
	s := &c.Sum
	line := checkTotal.in(c.lang, c.Platform, c.Mode, s.Cases, s.Passed, s.Must, s.Should, s.Blocked+s.Broken, s.Skipped)
	if s.Known+s.Healed > 0 {
		line += checkTotalKnown.in(c.lang, s.Known, s.Healed)
	}
	colour := p.Bad
	if c.OK {
		colour = p.Good
	}
	p.Linef("%s", colour(line))
	for _, note := range s.Notes() {
		p.Linef("%s%s", labelled(p.Dim, checkNote, c.lang), note.In(c.lang))
	}
}

// listedCase is a case of --list.
type listedCase struct {
	ID          string        `json:"id"`                // the permanent name of the case
	Level       conform.Level `json:"level"`             // must, should or info
	Requirement string        `json:"requirement"`       // in one sentence
	Source      string        `json:"source"`            // the official page, or the report behind the case
	Skipped     string        `json:"skipped,omitempty"` // why it would not be run
	lang        lang.Language
}

func (listedCase) JSONType() string { return "listed" }

func (c listedCase) WriteText(p *ui.Printer) {
	if c.Skipped != "" {
		p.Linef("%s  %s  %s", padTo(string(c.Level), 6), p.Dim(c.ID), p.Dim(cmp.Or(c.Skipped, c.Requirement)))
		return
	}
	p.Linef("%s  %s  %s", padTo(string(c.Level), 6), c.ID, p.Dim(c.Requirement))
}

// printCases prints the cases for an endpoint.
func printCases(env *ui.Env, o conform.Options) error {
	for _, c := range conform.Cases(&o.Endpoint) {
		listed := listedCase{c.ID(o.Account.Platform), c.Level, c.Requirement.In(env.Lang), c.SourceFor(o.Account.Platform), o.Why(c, &o.Endpoint).In(env.Lang), env.Lang}
		if err := env.Print(listed); err != nil {
			return err
		}
	}
	return nil
}
