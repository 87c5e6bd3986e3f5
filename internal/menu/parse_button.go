package menu

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"wxtool/internal/yamldoc"
)

// maxLevels is how many levels of buttons are read, one more than a menu may have.
const maxLevels = 3

// maxEntries is how many entries of a list are read, far more than a menu may have.
const maxEntries = 1000

// buttons reads a list of buttons. The result is not nil, even if it is empty.
func (p *parser) buttons(node *yaml.Node, path string, level int) []Button {
	list := []Button{}
	for i, item := range p.list(p.unwrapped(node), path) {
		list = append(list, p.button(item, fmt.Sprintf("%s[%d]", path, i), level))
	}
	return list
}

// unwrapped returns the list in {list: […]}, the form of sub buttons in
// get_current_selfmenu_info.
func (p *parser) unwrapped(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.MappingNode && len(node.Content) == 2 && node.Content[0].Value == "list" {
		return node.Content[1]
	}
	return node
}

func (p *parser) button(node *yaml.Node, path string, level int) Button {
	var b Button
	p.lines[path] = node.Line
	for _, found := range p.mapping(node, path) {
		at := path + "." + found.key
		p.lines[at] = found.line
		value := find(b.fields(), found.key)
		switch {
		case value != nil:
			*value = p.text(found.value, at)
		case found.key == "sub_button":
			if level < maxLevels && !yamldoc.IsNull(found.value) {
				b.SubButton = p.buttons(found.value, at, level+1)
			}
		case p.website && found.key == "value":
			b.Value = p.text(found.value, at)
		case p.website && found.key == "news_info":
		default:
			p.unknown(found, path, append(names(b.fields()), "sub_button"))
		}
	}
	b.Website = p.website && len(b.SubButton) == 0 && slices.Contains(websiteTypes(), b.Type)
	return b
}

// text reads a value as it is written, so that a number keeps all its digits.
func (p *parser) text(node *yaml.Node, path string) string {
	switch {
	case yamldoc.IsNull(node):
		return ""
	case node.Kind != yaml.ScalarNode:
		p.fail(path, node.Line, "must be a single value, not %s", describe(node))
		return ""
	}
	return node.Value
}

// list reads a list. A missing value is an empty list.
func (p *parser) list(node *yaml.Node, path string) []*yaml.Node {
	if yamldoc.IsNull(node) {
		return nil
	}
	if node.Kind != yaml.SequenceNode {
		p.fail(path, node.Line, "must be a list, not %s", describe(node))
		return nil
	}
	if len(node.Content) > maxEntries {
		p.fail(path, node.Line, "has %d entries, only the first %d are read", len(node.Content), maxEntries)
		return node.Content[:maxEntries]
	}
	return node.Content
}

// mapping reads keys and values. A missing value is an empty mapping.
func (p *parser) mapping(node *yaml.Node, path string) []entry {
	if node == nil || yamldoc.IsNull(node) {
		return nil
	}
	if node.Kind != yaml.MappingNode {
		p.fail(path, node.Line, "must be a mapping, not %s", describe(node))
		return nil
	}
	var entries []entry
	lines := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		first, duplicate := lines[key.Value]
		switch {
		case key.Kind != yaml.ScalarNode:
			p.fail(path, key.Line, "has %s as a key; a key must be a single value", describe(key))
		case duplicate:
			p.fail(path, key.Line, "duplicate key %s, first on line %d", truncate(key.Value, 40), first)
		default:
			lines[key.Value] = key.Line
			entries = append(entries, entry{key.Value, key.Line, node.Content[i+1]})
		}
	}
	return entries
}
