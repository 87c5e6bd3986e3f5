package cli

import (
	"strings"

	"wxtool/internal/fingerprint"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

// How much of a body a report shows without --full.
const (
	shownLines = 20
	shownBytes = 4 << 10
)

// writeBody writes a body, indented: of an HTML page the title, then the first lines,
// or all lines with full. Secrets are masked: a debug page can show the settings of the
// server, and the output of a CI job is kept.
func writeBody(p *ui.Printer, body string, full bool, l lang.Language) {
	body = p.Masked(body)
	if full {
		p.Block("  ", body)
		return
	}
	if title := fingerprint.Title([]byte(body)); title != "" {
		p.Linef("  %s%s", bodyPage.in(l), ui.OneLine(message.CutText(title, 200)))
	}
	start, left := cutBody(body, l)
	p.Block("  ", start)
	if left != "" {
		p.Linef("  %s", p.Dim(left))
	}
}

// shortBody returns what a report has of a body as one text.
func shortBody(body string, full bool, l lang.Language) string {
	if full {
		return body
	}
	start, left := cutBody(body, l)
	if left == "" {
		return start
	}
	return strings.TrimSuffix(start, "\n") + "\n" + left
}

// cutBody returns the start of a body, and what is left out in words.
func cutBody(body string, l lang.Language) (start, left string) {
	end, lines := 0, 0
	for line := range strings.Lines(body) {
		if lines == shownLines || end+len(line) > shownBytes {
			break
		}
		end, lines = end+len(line), lines+1
	}
	rest := body[end:]
	switch {
	case rest == "":
		return body, ""
	case lines == shownLines || end > 0:
		return body[:end], bodyLeft.in(l, countLines.count(strings.Count(strings.TrimSuffix(rest, "\n"), "\n")+1, l))
	}
	start = message.CutText(body, shownBytes)
	return start, bodyLeft.in(l, countBytes.count(len(body)-len(start), l))
}
