package cli

import (
	"bytes"
	"encoding/xml"
	"fmt"

	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// junitReport is what CI servers read: one case per delivery.
type junitReport struct {
	cases            bytes.Buffer
	tests            int
	failures, errors int
	skipped          int
	milliseconds     float64
}

// add appends a delivery.
func (j *junitReport) add(r deliveryResult) {
	j.tests++
	j.milliseconds += r.DurationMS
	fmt.Fprintf(&j.cases, "  <testcase classname=\"wxtool.send-fixture\" name=\"%s\" time=\"%s\">\n", attr(r.Fixture), seconds(r.DurationMS))
	if !r.OK {
		element := "failure"
		if r.Status == 0 {
			element = "error"
			j.errors++
		} else {
			j.failures++
		}
		j.problem(element, r.Reply.Problems)
	}
	if r.Reply.XML != "" {
		fmt.Fprintf(&j.cases, "    <system-out>%s</system-out>\n", attr(r.Reply.XML))
	}
	j.cases.WriteString("  </testcase>\n")
}

// skip appends a delivery that was not made.
func (j *junitReport) skip(name string) {
	j.tests++
	j.skipped++
	fmt.Fprintf(&j.cases, "  <testcase classname=\"wxtool.send-fixture\" name=\"%s\" time=\"0\">\n    <skipped message=\"interrupted\"/>\n  </testcase>\n", attr(name))
}

// problem writes all problems, under the name of the first that is an error.
func (j *junitReport) problem(element string, problems []verdict.Rendered) {
	var first verdict.Rendered
	text := ""
	for _, p := range problems {
		if p.Level == verdict.Error && first.ID == "" {
			first = p
		}
		text += p.Problem + "; so " + p.Effect + "\n"
	}
	fmt.Fprintf(&j.cases, "    <%s type=\"%s\" message=\"%s\">%s</%s>\n", element, attr(first.ID), attr(first.Problem), attr(text), element)
}

// xml returns the whole report.
func (j *junitReport) xml() []byte {
	head := fmt.Sprintf("<testsuite name=\"wxtool send-fixture\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\" time=\"%s\">\n",
		j.tests, j.failures, j.errors, j.skipped, seconds(j.milliseconds))
	return []byte(xml.Header + head + j.cases.String() + "</testsuite>\n")
}

// attr escapes text for an attribute or between tags. What came from outside is
// made printable first: control characters would make the report unreadable.
func attr(s string) string {
	var b bytes.Buffer
	xml.EscapeText(&b, []byte(ui.Printable(s))) // into memory: it does not fail
	return b.String()
}

func seconds(ms float64) string { return fmt.Sprintf("%.3f", ms/1000) }
