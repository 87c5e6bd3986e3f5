package menu

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Level is how serious a problem is.
type Level string

const (
	Error   Level = "error"   // the platform refuses the menu, or it cannot be read
	Warning Level = "warning" // the platform accepts it, or may, but something is lost
)

// Problem is one thing that is wrong with a menu file. Path is a path in the
// platform's JSON, such as button[1].sub_button[0].url with indexes from 0; that of
// a conditional menu begins with conditional[0]. Errcode is the platform's code
// for the problem, 0 if it is not known.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Path    string `json:"path"`
	Level   Level  `json:"level"`
	Errcode int    `json:"errcode,omitempty"`
	Text    string `json:"problem"`
	Hint    string `json:"hint,omitempty"`
}

// String returns the problem on one line:
// "menu.yaml:14: button[1].sub_button[0].url: … (errcode 40027); hint".
func (p Problem) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d: ", p.File, p.Line)
	if p.Path != "" {
		fmt.Fprintf(&b, "%s: ", p.Path)
	}
	if p.Level == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Text)
	if p.Errcode != 0 {
		fmt.Fprintf(&b, " (errcode %d)", p.Errcode)
	}
	if p.Hint != "" {
		fmt.Fprintf(&b, "; %s", p.Hint)
	}
	return b.String()
}

// Valid reports whether none of the problems is an error.
func Valid(problems []Problem) bool {
	return !slices.ContainsFunc(problems, func(p Problem) bool { return p.Level == Error })
}

// Check parses and validates a file and returns all problems in the order of their
// lines. The file is nil if it cannot be read.
func Check(name string, data []byte, platform Platform) (*File, []Problem) {
	f, problems := Parse(name, data, platform)
	if f != nil {
		problems = append(problems, f.Validate()...)
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return f, problems
}

// line returns the line of a path, or of the nearest element that contains it.
func (f *File) line(path string) int {
	for path != "" {
		if line, ok := f.lines[path]; ok {
			return line
		}
		path = path[:max(0, strings.LastIndexAny(path, ".["))]
	}
	return max(1, f.lines[""])
}

// report collects problems.
type report struct {
	name     string
	problems []Problem
}

// add records a problem and returns it, so that the caller can set a hint.
func (r *report) add(p Problem, format string, args ...any) *Problem {
	p.File, p.Text = r.name, fmt.Sprintf(format, args...)
	r.problems = append(r.problems, p)
	return &r.problems[len(r.problems)-1]
}
