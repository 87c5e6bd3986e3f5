package menu

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Level says how bad a problem is.
type Level string

const (
	Error   Level = "error"   // the platform refuses the menu, or it cannot be read
	Warning Level = "warning" // it is accepted, or may be, yet something is lost
)

// Problem is one thing that is wrong with a menu file. Path is in the notation
// of the platform's JSON, indexes from 0, as button[1].sub_button[0].url; a
// conditional menu's begins with conditional[0]. Errcode is what the platform
// would answer, 0 where no code is known for it.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Path    string `json:"path"`
	Level   Level  `json:"level"`
	Errcode int    `json:"errcode,omitempty"`
	Text    string `json:"problem"`
	Hint    string `json:"hint,omitempty"`
}

// String is the problem on one line:
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

// Check is [Parse] and [File.Validate], with all problems in the order of their
// lines. The file is nil where there is nothing to validate.
func Check(name string, data []byte, platform Platform) (*File, []Problem) {
	f, problems := Parse(name, data, platform)
	if f != nil {
		problems = append(problems, f.Validate()...)
	}
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return f, problems
}

// line is where a path stands, or the nearest thing around it that is written.
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

// add notes a problem and returns it for a hint.
func (r *report) add(p Problem, format string, args ...any) *Problem {
	p.File, p.Text = r.name, fmt.Sprintf(format, args...)
	r.problems = append(r.problems, p)
	return &r.problems[len(r.problems)-1]
}
