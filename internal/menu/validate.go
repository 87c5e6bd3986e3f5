package menu

import (
	"fmt"
	"strings"
)

// Validate returns everything that the platform refuses, or accepts and ignores,
// by the limits on the official pages
// developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu and
// api_addconditionalmenu, and developer.work.weixin.qq.com/document/path/90231.
func (f *File) Validate() []Problem {
	v := &validator{file: f, report: report{name: f.Name}}
	switch {
	case f.Default != nil:
		v.menu(f.Default, location{level: 1})
	case len(f.Conditional) == 0:
		v.fail("button", codeButtonCount, "is missing, a menu has 1 to %d buttons", maxTop)
	}
	if len(f.Conditional) > 0 {
		v.conditionals()
	}
	return v.problems
}

type validator struct {
	report
	file *File
}

// location is the position of a button or of a list of buttons.
type location struct {
	path        string // of the button, or of the parent of the list
	level       int    // 1 top, 2 in a sub menu
	conditional bool
}

func (l location) join(name string) string { return strings.TrimPrefix(l.path+"."+name, ".") }
func (l location) codes() codes            { return codesAt(l.level, l.conditional) }

func (v *validator) fail(path string, code int, format string, args ...any) *Problem {
	return v.note(path, Error, code, fmt.Sprintf(format, args...))
}

func (v *validator) warn(path string, code int, format string, args ...any) *Problem {
	return v.note(path, Warning, code, fmt.Sprintf(format, args...))
}

func (v *validator) note(path string, level Level, code int, text string) *Problem {
	return v.add(Problem{Line: v.file.line(path), Path: path, Level: level, Errcode: code}, "%s", text)
}

// menu checks the buttons of one menu.
func (v *validator) menu(m *Menu, at location) {
	path, count := at.join("button"), 0
	for i := range m.Button {
		if m.Button[i].settable() {
			count++
		}
		v.button(&m.Button[i], location{fmt.Sprintf("%s[%d]", path, i), 1, at.conditional})
	}
	code := codeButtonCount
	if at.conditional && count == 0 {
		code = codeNoConditional
	}
	switch {
	case count == 0 && len(m.Button) > 0:
		v.fail(path, code, "has no buttons that the API can set")
	case count == 0:
		v.fail(path, code, "has no buttons, a menu has 1 to %d", maxTop)
	case count > maxTop:
		v.fail(path, code, "has %d buttons, a menu has 1 to %d", count, maxTop)
	}
	v.sameKeys(m, path)
}

// sameKeys reports buttons with the same key, whose events cannot be distinguished.
func (v *validator) sameKeys(m *Menu, path string) {
	first := map[string]string{}
	for at, b := range m.all(path) {
		if other, duplicate := first[b.Key]; duplicate {
			v.warn(at+".key", 0, "is %q as in %s, so their events cannot be distinguished", truncate(b.Key, 40), other)
		} else if b.Key != "" {
			first[b.Key] = at
		}
	}
}
