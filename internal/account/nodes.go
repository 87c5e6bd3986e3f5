package account

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"wxtool/internal/yamldoc"
)

// pair is one key of a mapping with its value.
type pair struct {
	key   string
	line  int
	value *yaml.Node
}

// document returns the only document of the file, nil if it is empty.
func (p parser) document(data []byte) (*yaml.Node, error) {
	root, err := yamldoc.Read(data)
	var bad *yamldoc.Error
	if errors.As(err, &bad) && bad.Line > 0 {
		return nil, p.at(bad.Line, "", "%s", bad.Text)
	}
	if err != nil {
		return nil, problemf("%s: %w", p.label, err)
	}
	return root, nil
}

// pairs reads a mapping with distinct keys. A null value is an empty mapping.
func (p parser) pairs(node *yaml.Node, subject string) ([]pair, error) {
	if node == nil || yamldoc.IsNull(node) {
		return nil, nil
	}
	if node.Kind != yaml.MappingNode {
		return nil, p.at(node.Line, subject, "must be a mapping of keys to values%s", aliasNote(node))
	}
	var pairs []pair
	lines := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Kind != yaml.ScalarNode {
			return nil, p.at(key.Line, subject, "a key must be a scalar%s", aliasNote(key))
		}
		if first, duplicate := lines[key.Value]; duplicate {
			return nil, p.at(key.Line, subject, "duplicate key %s, first on line %d", quoteName(key.Value), first)
		}
		lines[key.Value] = key.Line
		pairs = append(pairs, pair{key.Value, key.Line, node.Content[i+1]})
	}
	return pairs, nil
}

// entry reads a value as text, so that a number keeps its digits.
func (p parser) entry(from pair, subject string) (*entry, error) {
	subject += from.key + ": "
	switch {
	case yamldoc.IsNull(from.value):
		return nil, p.at(from.line, subject, `no value; write "" for an empty value`)
	case from.value.Kind != yaml.ScalarNode:
		return nil, p.at(from.line, subject, "must be a single value%s", aliasNote(from.value))
	}
	return &entry{from.value.Value, from.line}, nil
}

func (p parser) unknown(found pair, subject string, known []string) error {
	near := didYouMean(found.key, known)
	if near == "" {
		near = ", known: " + strings.Join(known, ", ")
	}
	return p.at(found.line, subject, "unknown key %s%s", quoteName(found.key), near)
}

func (p parser) at(line int, subject, format string, args ...any) error {
	return problemf("%s:%d: %s%s", p.label, line, subject, fmt.Sprintf(format, args...))
}

func aliasNote(node *yaml.Node) string {
	if node.Kind == yaml.AliasNode {
		return "; aliases are not supported"
	}
	return ""
}
