package menu

import (
	"fmt"
	"strings"
)

// Validate names everything that the platform would refuse, or accept and lose.
// The limits are those of the official pages
// developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu and
// api_addconditionalmenu, and developer.work.weixin.qq.com/document/path/90231.
func (f *File) Validate() []Problem {
	v := &validator{file: f, report: report{name: f.Name}}
	switch {
	case f.Default != nil:
		v.menu(f.Default, spot{level: 1})
	case len(f.Conditional) == 0:
		v.fail("button", codeButtonCount, "is missing, a menu has 1 to %d", maxTop)
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

// spot is where a button or a list of them stands.
type spot struct {
	path        string // of what is around the list, or of the button
	level       int    // 1 top, 2 in a sub menu
	conditional bool
}

func (s spot) join(name string) string { return strings.TrimPrefix(s.path+"."+name, ".") }
func (s spot) codes() codes            { return codesAt(s.level, s.conditional) }

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
func (v *validator) menu(m *Menu, at spot) {
	path, count := at.join("button"), 0
	for i := range m.Button {
		if m.Button[i].settable() {
			count++
		}
		v.button(&m.Button[i], spot{fmt.Sprintf("%s[%d]", path, i), 1, at.conditional})
	}
	code := codeButtonCount
	if at.conditional && count == 0 {
		code = codeNoConditional
	}
	switch {
	case count == 0 && len(m.Button) > 0:
		v.fail(path, code, "has no button that the API can set")
	case count == 0:
		v.fail(path, code, "has no button, a menu has 1 to %d", maxTop)
	case count > maxTop:
		v.fail(path, code, "has %d buttons, a menu has 1 to %d", count, maxTop)
	}
	v.sameKeys(m, path)
}

// sameKeys: two buttons with one key cannot be told apart in their events.
func (v *validator) sameKeys(m *Menu, path string) {
	first := map[string]string{}
	for at, b := range m.all(path) {
		if other, twice := first[b.Key]; twice {
			v.warn(at+".key", 0, "is %q as in %s, so that their events look alike", cutText(b.Key, 40), other)
		} else if b.Key != "" {
			first[b.Key] = at
		}
	}
}
