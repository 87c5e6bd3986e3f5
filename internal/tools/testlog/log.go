package main

import (
	"bufio"
	"encoding/json"
	"io"
	"regexp"
	"strings"
)

// test is one test of one package; without a name, the package itself.
type test struct{ Package, Test string }

// event is a line of go test -json. Output of the build has no package.
type event struct {
	Action string
	test
	Output string
}

type skip struct {
	test
	reason string
}

// log prints what go test prints without -v. It keeps the output of a test until
// the test's end, as only the output of a failed test is printed.
type log struct {
	out     io.Writer
	pending map[test]string
	skipped []skip
}

func (l *log) read(r io.Reader) error {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			l.line(line)
		}
		switch err {
		case nil:
		case io.EOF:
			l.rest()
			return nil
		default:
			return err
		}
	}
}

func (l *log) line(line string) {
	var e event
	if json.Unmarshal([]byte(line), &e) != nil || e.Action == "" {
		io.WriteString(l.out, line) // go itself, not a test
		return
	}
	switch e.Action {
	case "build-output":
		io.WriteString(l.out, e.Output)
	case "output":
		l.output(&e)
	case "pass":
		delete(l.pending, e.test)
	case "skip":
		l.skip(&e)
	case "fail":
		io.WriteString(l.out, l.pending[e.test])
		delete(l.pending, e.test)
	}
}

// progress are the lines that only -v shows.
var progress = regexp.MustCompile(`^(=== (RUN|PAUSE|CONT|NAME)\b|PASS$)`)

func (l *log) output(e *event) {
	switch {
	case progress.MatchString(strings.TrimRight(e.Output, "\n")):
	case e.Test == "":
		io.WriteString(l.out, e.Output)
	default:
		l.pending[e.test] += e.Output
	}
}

// skip keeps the reason. A package without tests is skipped, too, as a whole.
func (l *log) skip(e *event) {
	if e.Test != "" {
		l.skipped = append(l.skipped, skip{e.test, reason(l.pending[e.test])})
	}
	delete(l.pending, e.test)
}

var position = regexp.MustCompile(`^\S+\.go:\d+: `)

// reason is what a test said to t.Skip.
func reason(output string) string {
	var said []string
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "--- SKIP") {
			said = append(said, position.ReplaceAllString(line, ""))
		}
	}
	if len(said) == 0 {
		return "no reason given"
	}
	return strings.Join(said, " ")
}

// rest prints the output of tests that have no end, because the run was ended.
func (l *log) rest() {
	for _, output := range l.pending {
		io.WriteString(l.out, output)
	}
}
