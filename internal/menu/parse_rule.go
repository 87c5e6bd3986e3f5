package menu

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

func (p *parser) conditionals(f *File, list pair) {
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

// bare makes the file that of one conditional menu.
func (p *parser) bare(f *File, rule *pair, id string) {
	p.lines["matchrule"] = rule.line
	if f.Conditional != nil {
		p.fail("matchrule", rule.line, "stands beside conditional; it belongs into one of its entries")
		return
	}
	c := Conditional{MatchRule: p.rule(rule.value, "matchrule"), MenuID: id}
	if f.Default != nil {
		c.Menu = *f.Default
	}
	f.Default, f.Conditional, f.bare = nil, []Conditional{c}, true
}

// rule reads who gets a menu. menu/get shows tag_id by its former name group_id.
func (p *parser) rule(node *yaml.Node, path string) MatchRule {
	var r MatchRule
	var group string
	for _, found := range p.mapping(node, path) {
		at := path + "." + found.key
		p.lines[at] = found.line
		value := find(r.members(), found.key)
		switch {
		case value != nil:
			*value = p.text(found.value, at)
		case found.key == "group_id":
			p.lines[path+".tag_id"] = found.line
			group = p.text(found.value, at)
		default:
			p.unknown(found, path, names(r.members()))
		}
	}
	if r.TagID != "" && group != "" && r.TagID != group {
		p.fail(path+".group_id", p.lines[path+".group_id"], "is %s, but tag_id is %s; group_id is its former name", cutText(group, 40), cutText(r.TagID, 40))
	}
	if r.TagID == "" {
		r.TagID = group
	}
	return r
}
