package account

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"
)

// pair is one key of a mapping with what is written there.
type pair struct {
	key   string
	line  int
	value *yaml.Node
}

// document returns the only document of the file, nil if it is empty.
func (p parser) document(data []byte) (*yaml.Node, error) {
	var first, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	err := decoder.Decode(&first)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err == nil {
		err = decoder.Decode(&second)
	}
	switch {
	case err == nil:
		return nil, p.at(second.Line, "", "a second document, only one is read")
	case !errors.Is(err, io.EOF):
		return nil, p.syntax(err)
	}
	return first.Content[0], nil
}

// syntax rewords an error of the YAML reader, which starts with "yaml: " and
// mostly a line.
func (p parser) syntax(err error) error {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	switch {
	case strings.HasPrefix(text, "unknown anchor"): // it quotes the name, and that may be a secret that starts with *
		text = "unknown anchor, a value that starts with * must be quoted"
	case strings.HasSuffix(text, "cannot start any token"):
		text += ", quote a value that starts with @ and indent with spaces, not tabs"
	case strings.HasSuffix(text, "did not find expected key"): // the line is where the block starts
		text += ", check the indentation from here on"
	}
	if rest, found := strings.CutPrefix(text, "line "); found {
		return problemf("%s:%s", p.label, rest)
	}
	return problemf("%s: %s", p.label, text)
}

// pairs reads a mapping with distinct keys; nothing at all is an empty one.
func (p parser) pairs(node *yaml.Node, subject string) ([]pair, error) {
	if node == nil || isNull(node) {
		return nil, nil
	}
	if node.Kind != yaml.MappingNode {
		return nil, p.at(node.Line, subject, "must be keys with values%s", aliasNote(node))
	}
	var pairs []pair
	lines := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key := node.Content[i]
		if key.Kind != yaml.ScalarNode {
			return nil, p.at(key.Line, subject, "a key must be a plain word%s", aliasNote(key))
		}
		if first, twice := lines[key.Value]; twice {
			return nil, p.at(key.Line, subject, "key %s stands twice, first on line %d", shown(key.Value), first)
		}
		lines[key.Value] = key.Line
		pairs = append(pairs, pair{key.Value, key.Line, node.Content[i+1]})
	}
	return pairs, nil
}

// entry reads a value as it is written, so that a number keeps its digits.
func (p parser) entry(from pair, subject string) (*entry, error) {
	subject += from.key + ": "
	switch {
	case isNull(from.value):
		return nil, p.at(from.line, subject, `no value, write "" for an empty one`)
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
	return p.at(found.line, subject, "unknown key %s%s", shown(found.key), near)
}

func (p parser) at(line int, subject, format string, args ...any) error {
	return problemf("%s:%d: %s%s", p.label, line, subject, fmt.Sprintf(format, args...))
}

func isNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

func aliasNote(node *yaml.Node) string {
	if node.Kind == yaml.AliasNode {
		return ", aliases are not read"
	}
	return ""
}
