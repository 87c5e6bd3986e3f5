package menu

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"wxtool/internal/nearest"
)

// Parse reads a menu file in YAML or JSON, whatever its name is, with or without a
// byte order mark. It reads
//
//   - a file as the package comment describes it, which is also the body of
//     menu/create, or of menu/addconditional if it has a matchrule;
//   - an answer of menu/get, where the menu is in menu, with conditionalmenu, and
//     on WeCom with errcode and errmsg;
//   - an answer of get_current_selfmenu_info, where the menu is in selfmenu_info
//     and sub buttons are in sub_button.list.
//
// In all of them, the paths of problems are those in the body of menu/create. An
// unknown field is an error, in an answer of the platform a warning. The file is
// nil if it cannot be read at all.
func Parse(name string, data []byte, platform Platform) (*File, []Problem) {
	p := &parser{report: report{name: name}, lines: map[string]int{}}
	root, err := readDocument(data)
	var syntax *syntaxError
	switch {
	case errors.As(err, &syntax):
		p.add(Problem{Line: syntax.line, Level: Error, Errcode: syntax.errcode}, "%s", syntax.text)
	case err != nil:
		p.add(Problem{Line: 1, Level: Error}, "%v", err)
	}
	if err != nil {
		return nil, p.problems
	}
	if bad := asJSONProblem(name, data); bad != nil {
		p.add(Problem{Line: bad.line, Level: Warning}, "%s; it is read as YAML", bad.text)
	}
	f := &File{Name: name, Platform: platform, lines: p.lines}
	if !p.file(f, p.mapping(root, "")) {
		f = nil
	}
	return f, p.problems
}

type parser struct {
	report
	lines   map[string]int
	answer  bool // the file is an answer of the platform
	website bool // the answer is that of get_current_selfmenu_info
}

// entry is one key of a mapping with its value.
type entry struct {
	key   string
	line  int
	value *yaml.Node
}

// file reads the top level. It returns false if the file is not a menu.
func (p *parser) file(f *File, entries []entry) bool {
	var rule *entry
	var id string
	for i, found := range entries {
		switch found.key {
		case "menu", "selfmenu_info", "errcode", "conditionalmenu":
			p.answer = true
		case "matchrule":
			rule = &entries[i]
		case "menuid":
			id = found.value.Value
		}
	}
	for _, found := range entries {
		if found.key == "errcode" && found.value.Value != "0" {
			p.fail("errcode", found.line, "is the platform's error %s, not a menu", truncate(found.value.Value, 40))
			return false
		}
		p.section(f, found)
	}
	if rule != nil {
		p.single(f, rule, id)
	}
	return true
}

func (p *parser) section(f *File, found entry) {
	known := []string{"button", "conditional", "matchrule", "menu", "conditionalmenu", "selfmenu_info"}
	switch found.key {
	case "menu", "selfmenu_info":
		p.website = found.key == "selfmenu_info"
		for _, inner := range p.mapping(found.value, found.key) {
			switch inner.key {
			case "button":
				p.defaultMenu(f, inner)
			case "menuid":
			default:
				p.unknown(inner, found.key, []string{"button"})
			}
		}
	case "button":
		p.defaultMenu(f, found)
	case "conditional", "conditionalmenu":
		if f.Conditional != nil {
			p.fail("conditional", found.line, "is duplicated, as conditional and as conditionalmenu")
			return
		}
		p.conditionals(f, found)
	case "matchrule", "menuid", "errcode", "errmsg", "is_menu_open":
	default:
		p.unknown(found, "", known)
	}
}

func (p *parser) defaultMenu(f *File, found entry) {
	if f.Default != nil {
		p.fail("button", found.line, "the default menu is duplicated")
		return
	}
	p.lines["button"] = found.line
	f.Default = &Menu{p.buttons(found.value, "button", 1)}
}

func (p *parser) fail(path string, line int, format string, args ...any) *Problem {
	return p.add(Problem{Line: line, Path: path, Level: Error}, format, args...)
}

// unknown reports a field that would be lost.
func (p *parser) unknown(found entry, path string, known []string) {
	at := strings.TrimPrefix(path+"."+truncate(found.key, 40), ".")
	level := Error
	if p.answer {
		level = Warning
	}
	problem := p.add(Problem{Line: found.line, Path: at, Level: level}, "is not a known field")
	if near := nearest.Of(found.key, known); near != nil {
		problem.Hint = "did you mean " + near[0] + "?"
	}
}
