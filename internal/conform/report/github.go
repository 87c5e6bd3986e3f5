package report

import (
	"fmt"
	"io"
	"strings"

	"wxtool/internal/conform"
)

// maxFailures is how many failures a summary lists; GitHub takes at most 1 MiB.
const maxFailures = 100

// WriteSummary writes the summary of a job in Markdown, for the file that
// GITHUB_STEP_SUMMARY names
// (docs.github.com/actions/reference/workflow-commands-for-github-actions).
func (r *Report) WriteSummary(w io.Writer) error {
	var b strings.Builder
	mark := "❌"
	if r.OK {
		mark = "✅"
	}
	fmt.Fprintf(&b, "### %s wxtool check %s\n\n%s, %s: %s\n\n", mark, markdown(r.mask(r.URL)), r.Platform, r.Mode, r.sum())
	failures := r.failures()
	if len(failures) > 0 {
		b.WriteString("| | | |\n|---|---|---|\n")
	}
	for i, result := range failures {
		if i == maxFailures {
			fmt.Fprintf(&b, "| … | %d | |\n", len(failures)-i)
			break
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.level(result), markdown(result.ID), markdown(r.firstLine(result)))
	}
	b.WriteString("\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Annotations are the lines on stdout from which GitHub makes annotations: errors for
// must and warnings for should, ten of each at most, which is what GitHub shows. Known
// failures have none.
func (r *Report) Annotations() []string {
	var lines []string
	count := map[string]int{}
	for _, result := range r.failures() {
		command := "warning"
		if result.Level() == conform.Must || result.Outcome == conform.Broken {
			command = "error"
		}
		if result.Known || count[command] == 10 {
			continue
		}
		count[command]++
		lines = append(lines, fmt.Sprintf("::%s title=%s::%s", command, property(result.ID), data(r.firstLine(result))))
	}
	return lines
}

// firstLine is the first finding of a result and what to do.
func (r *Report) firstLine(result *conform.Result) string {
	if len(result.Findings) == 0 {
		return r.in(result.Reason)
	}
	f := &result.Findings[0]
	line := r.in(f.Problem)
	if cause := r.in(f.Cause); cause != "" {
		line += "; " + cause
	}
	if remedy := r.in(f.Remedy); remedy != "" {
		line += " → " + remedy
	}
	return line
}

// markdown escapes what has a meaning in a cell of a table, and puts the text on one
// line.
func markdown(s string) string {
	var b strings.Builder
	for _, c := range strings.Join(strings.Fields(s), " ") {
		if strings.ContainsRune("\\`*_{}[]()<>#+!|~&@", c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// data escapes the text of a workflow command, and property a property of it.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string { return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(data(s)) }
