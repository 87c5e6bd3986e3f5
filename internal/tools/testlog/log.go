package main

import (
	"bufio"
	"encoding/json"
	"io"
	"regexp"
	"strings"
)

// test identifies a test of a package; with an empty Test, the package itself.
type test struct{ Package, Test string }

// event is a line of go test -json. Build output has no package.
type event struct {
	Action string
	test
	Output string
}

type skip struct {
	test
	reason string
}

// log prints what go test prints without -v. It buffers the output of a test until the
// test ends, because only the output of failed tests is printed.
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

// progress matches the lines that only -v prints.
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

// skip stores the reason. Packages without tests are reported as skipped too.
func (l *log) skip(e *event) {
	if e.Test != "" {
		l.skipped = append(l.skipped, skip{e.test, reason(l.pending[e.test])})
	}
	delete(l.pending, e.test)
}

var position = regexp.MustCompile(`^\S+\.go:\d+: `)

// reason returns the argument of t.Skip.
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

// rest prints the output of tests that did not end because the run was killed.
func (l *log) rest() {
	for _, output := range l.pending {
		io.WriteString(l.out, output)
	}
}
