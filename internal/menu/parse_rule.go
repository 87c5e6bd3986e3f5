package menu

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

func (p *parser) conditionals(f *File, list entry) {
	p.lines["conditional"] = list.line
	for i, node := range p.list(list.value, "conditional") {
		path := fmt.Sprintf("conditional[%d]", i)
		p.lines[path] = node.Line
		var c Conditional
		for _, found := range p.mapping(node, path) {
			at := path + "." + found.key
			p.lines[at] = found.line
			switch found.key {
			case "button":
				c.Button = p.buttons(found.value, at, 1)
			case "matchrule":
				c.MatchRule = p.rule(found.value, at)
			case "menuid":
				c.MenuID = p.text(found.value, at)
			default:
				p.unknown(found, path, []string{"button", "matchrule"})
			}
		}
		f.Conditional = append(f.Conditional, c)
	}
}

// single makes the file the body of one menu/addconditional.
func (p *parser) single(f *File, rule *entry, id string) {
	p.lines["matchrule"] = rule.line
	if f.Conditional != nil {
		p.fail("matchrule", rule.line, "is next to conditional; move it into an entry of conditional")
		return
	}
	c := Conditional{MatchRule: p.rule(rule.value, "matchrule"), MenuID: id}
	if f.Default != nil {
		c.Menu = *f.Default
	}
	f.Default, f.Conditional, f.single = nil, []Conditional{c}, true
}

// rule reads a matchrule. In menu/get, tag_id has its old name group_id.
func (p *parser) rule(node *yaml.Node, path string) MatchRule {
	var r MatchRule
	var group string
	for _, found := range p.mapping(node, path) {
		at := path + "." + found.key
		p.lines[at] = found.line
		value := find(r.fields(), found.key)
		switch {
		case value != nil:
			*value = p.text(found.value, at)
		case found.key == "group_id":
			p.lines[path+".tag_id"] = found.line
			group = p.text(found.value, at)
		default:
			p.unknown(found, path, names(r.fields()))
		}
	}
	if r.TagID != "" && group != "" && r.TagID != group {
		p.fail(path+".group_id", p.lines[path+".group_id"], "is %s, but tag_id is %s; group_id is the old name of tag_id", truncate(group, 40), truncate(r.TagID, 40))
	}
	if r.TagID == "" {
		r.TagID = group
	}
	return r
}
