// Package yamldoc reads files of exactly one YAML document as nodes and says
// what is wrong with others in words that never quote a value.
package yamldoc

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Error is what Read returns for data that it cannot read.
type Error struct {
	Line   int    // from 1, or 0 where the reader names none
	Text   string // without the line
	Second bool   // it is YAML, but a second document follows the first
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Text
	}
	return strconv.Itoa(e.Line) + ": " + e.Text
}

// Read returns the root of the only document in data, nil if there is none.
// Every error is an *Error.
func Read(data []byte) (*yaml.Node, error) {
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
		return nil, &Error{second.Line, "a second document, only one is read", true}
	case !errors.Is(err, io.EOF):
		return nil, reword(err)
	}
	return first.Content[0], nil
}

// IsNull tells whether nothing, ~ or null is written there.
func IsNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// reword says more of what the reader's errors start with: "yaml: line 3: …",
// mostly with a line.
func reword(err error) *Error {
	e := &Error{Text: strings.TrimPrefix(err.Error(), "yaml: ")}
	if rest, found := strings.CutPrefix(e.Text, "line "); found {
		number, message, _ := strings.Cut(rest, ": ")
		if line, err := strconv.Atoi(number); err == nil {
			e.Line, e.Text = line, message
		}
	}
	switch {
	case strings.HasPrefix(e.Text, "unknown anchor"): // it quotes the name, and that may be a secret that starts with *
		e.Text = "unknown anchor, a value that starts with * must be quoted"
	case strings.HasSuffix(e.Text, "cannot start any token"):
		e.Text += ", quote a value that starts with @ and indent with spaces, not tabs"
	case strings.HasSuffix(e.Text, "did not find expected key"): // the line is where the block starts
		e.Text += ", check the indentation from here on"
	}
	return e
}
