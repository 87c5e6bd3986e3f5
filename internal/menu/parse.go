package menu

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v3"

	"wxtool/internal/nearest"
)

// Parse reads a menu file in YAML or JSON, whatever its name; a byte order mark
// is no matter. It takes
//
//   - a file as the package's comment has it, which is also the body of
//     menu/create, or of menu/addconditional where it has a matchrule;
//   - an answer of menu/get: out of its wrapper menu, with conditionalmenu, and
//     on WeCom with errcode and errmsg;
//   - an answer of get_current_selfmenu_info, with selfmenu_info and lists of
//     sub buttons in sub_button.list.
//
// Paths in problems are those of the body of menu/create all the same. What
// Parse does not know is a problem; in an answer of the platform only a
// warning. The file is nil if nothing of it can be read.
func Parse(name string, data []byte, platform Platform) (*File, []Problem) {
	p := &parser{report: report{name: name}, lines: map[string]int{}}
	root, err := document(data)
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
	if loose := looseJSON(name, data); loose != nil {
		p.add(Problem{Line: loose.line, Level: Warning}, "%s, it is read as YAML", loose.text)
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
	website bool // and that of get_current_selfmenu_info
}

// pair is one key of a mapping with what is written there.
type pair struct {
	key   string
	line  int
	value *yaml.Node
}

// file reads the top level; false if it holds no menu at all.
func (p *parser) file(f *File, pairs []pair) bool {
	var rule *pair
	var id string
	for i, found := range pairs {
		switch found.key {
		case "menu", "selfmenu_info", "errcode", "conditionalmenu":
			p.answer = true
		case "matchrule":
			rule = &pairs[i]
		case "menuid":
			id = found.value.Value
		}
	}
	for _, found := range pairs {
		if found.key == "errcode" && found.value.Value != "0" {
			p.fail("errcode", found.line, "holds the error %s of the platform, no menu", cutText(found.value.Value, 40))
			return false
		}
		p.section(f, found)
	}
	if rule != nil {
		p.bare(f, rule, id)
	}
	return true
}

func (p *parser) section(f *File, found pair) {
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
			p.fail("conditional", found.line, "stands twice, as conditional and as conditionalmenu")
			return
		}
		p.conditionals(f, found)
	case "matchrule", "menuid", "errcode", "errmsg", "is_menu_open":
	default:
		p.unknown(found, "", known)
	}
}

func (p *parser) defaultMenu(f *File, found pair) {
	if f.Default != nil {
		p.fail("button", found.line, "the default menu stands twice")
		return
	}
	p.lines["button"] = found.line
	f.Default = &Menu{p.buttons(found.value, "button", 1)}
}

func (p *parser) fail(path string, line int, format string, args ...any) *Problem {
	return p.add(Problem{Line: line, Path: path, Level: Error}, format, args...)
}

// unknown is a member nobody knows, so that it would be lost.
func (p *parser) unknown(found pair, path string, known []string) {
	at := strings.TrimPrefix(path+"."+cutText(found.key, 40), ".")
	level := Error
	if p.answer {
		level = Warning
	}
	problem := p.add(Problem{Line: found.line, Path: at, Level: level}, "is no member that the platform knows")
	if near := nearest.Of(found.key, known); near != nil {
		problem.Hint = "did you mean " + near[0] + "?"
	}
}
