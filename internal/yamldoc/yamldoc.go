// Package yamldoc reads a file of one YAML document as nodes. Its errors never quote
// a value, which may be a secret.
package yamldoc

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Error is the error of Read.
type Error struct {
	Line   int    // from 1, or 0 if unknown
	Text   string // without the line
	Second bool   // the data is YAML, but has a second document
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Text
	}
	return strconv.Itoa(e.Line) + ": " + e.Text
}

// Read returns the root of the only document in data, or nil if data is empty.
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
		return nil, &Error{second.Line, "a second document; only one is supported", true}
	case !errors.Is(err, io.EOF):
		return nil, reword(err)
	}
	return first.Content[0], nil
}

// IsNull reports whether a value is missing, ~ or null.
func IsNull(node *yaml.Node) bool {
	return node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null"
}

// reword converts an error of the YAML library, such as "yaml: line 3: …", and adds
// advice to the common ones.
func reword(err error) *Error {
	e := &Error{Text: strings.TrimPrefix(err.Error(), "yaml: ")}
	if rest, found := strings.CutPrefix(e.Text, "line "); found {
		number, message, _ := strings.Cut(rest, ": ")
		if line, err := strconv.Atoi(number); err == nil {
			e.Line, e.Text = line, message
		}
	}
	switch {
	case strings.HasPrefix(e.Text, "unknown anchor"): // the error quotes the name, which may be a secret that starts with *
		e.Text = "unknown anchor; quote a value that starts with *"
	case strings.HasSuffix(e.Text, "cannot start any token"):
		e.Text += "; quote a value that starts with @, and indent with spaces, not tabs"
	case strings.HasSuffix(e.Text, "did not find expected key"): // the line is where the block starts
		e.Text += "; check the indentation from here on"
	}
	return e
}
