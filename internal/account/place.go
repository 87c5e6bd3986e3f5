package account

import (
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// place is the range of a file that is replaced by the name of the default profile.
type place struct {
	start, end    int
	before, after string // text to add around the name
	quote         byte   // quote of the old name, 0 if it has none
}

// spellings returns the ways to write a name in YAML, the preferred one first.
func (at place) spellings(name string) []string {
	plain, single := name, "'"+strings.ReplaceAll(name, "'", "''")+"'"
	double := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	switch at.quote {
	case '\'':
		return []string{single, double}
	case '"':
		return []string{double}
	}
	return []string{plain, double}
}

// findDefault returns the place of the value of "default:". If the file has no
// such key, it is a new line before the first key, below the comments at the top.
func findDefault(label string, data []byte) (place, error) {
	root, err := parser{label}.document(data)
	if err != nil || root == nil || len(root.Content) == 0 {
		return place{}, errors.New("the file has no keys")
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "default" {
			return valueAt(data, root.Content[i+1])
		}
	}
	return newLine(data, root)
}

// valueAt returns the place of a value that is on one line.
func valueAt(data []byte, node *yaml.Node) (place, error) {
	start, ok := offset(data, node)
	if !ok {
		return place{}, errors.New("the value of default was not found")
	}
	rest, quote := string(data[start:]), openingQuote(data[start:])
	length := len(node.Value)
	switch {
	case quote != 0:
		length = quoted(rest, quote)
	case !strings.HasPrefix(rest, node.Value):
		length = -1
	}
	if length < 0 {
		return place{}, errors.New("the value of default is not a plain or quoted word on one line")
	}
	return place{start: start, end: start + length, quote: quote}, nil
}

// openingQuote returns the quote at the start of text, or 0.
func openingQuote(text []byte) byte {
	if len(text) > 0 && (text[0] == '"' || text[0] == '\'') {
		return text[0]
	}
	return 0
}

// quoted returns the length of a quoted word with its quotes, or -1 if the closing
// quote is not on the same line.
func quoted(text string, quote byte) int {
	for i := 1; i < len(text) && text[i] != '\n'; i++ {
		switch {
		case text[i] == '\\' && quote == '"':
			i++
		case text[i] == quote && quote == '\'' && strings.HasPrefix(text[i+1:], "'"):
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return -1
}

// newLine returns a place for a new line before the first key, with the same
// indentation and line ending; in a mapping in braces, for a new item.
func newLine(data []byte, root *yaml.Node) (place, error) {
	start, ok := offset(data, root.Content[0])
	if !ok {
		return place{}, errors.New("the first key was not found")
	}
	if root.Style&yaml.FlowStyle != 0 {
		return place{start: start, end: start, before: "default: ", after: ", "}, nil
	}
	lineStart := strings.LastIndexByte(string(data[:start]), '\n') + 1
	indent := strings.TrimPrefix(string(data[lineStart:start]), "\ufeff")
	end := "\n"
	if i := strings.IndexByte(string(data), '\n'); i > 0 && data[i-1] == '\r' {
		end = "\r\n"
	}
	return place{start: start, end: start, before: "default: ", after: end + indent}, nil
}

// offset converts the line and column of a node, which count characters from 1,
// to an offset in data.
func offset(data []byte, node *yaml.Node) (int, bool) {
	at := 0
	for range node.Line - 1 {
		i := strings.IndexByte(string(data[at:]), '\n')
		if i < 0 {
			return 0, false
		}
		at += i + 1
	}
	if strings.HasPrefix(string(data[at:]), "\ufeff") {
		at += len("\ufeff")
	}
	for range node.Column - 1 {
		_, size := utf8.DecodeRune(data[at:])
		at += size
	}
	return at, at <= len(data)
}
