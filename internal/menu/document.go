package menu

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"wxtool/internal/yamldoc"
)

// syntaxError means that a file is neither YAML nor JSON.
type syntaxError struct {
	line    int
	errcode int
	text    string
}

func (e *syntaxError) Error() string { return e.text }

// readDocument reads the only document of a file; it is nil if the file is empty.
// JSON is not read as YAML, which has no surrogate pairs (\ud83d\ude00) and no tabs.
func readDocument(data []byte) (*yaml.Node, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if i := invalidUTF8(data); i >= 0 {
		return nil, &syntaxError{lineAt(data, i), codeCharset, "is not UTF-8, save it as UTF-8"}
	}
	notJSON := errors.New("not JSON")
	if trimmed := bytes.TrimSpace(data); bytes.HasPrefix(trimmed, []byte("{")) {
		var root *yaml.Node
		if root, notJSON = readJSON(data); notJSON == nil {
			return root, nil
		}
	}
	root, err := readYAML(data)
	var asJSON *syntaxError
	if err != nil && errors.As(notJSON, &asJSON) {
		return nil, asJSON
	}
	return root, err
}

// asJSONProblem returns why a file named .json that was read as YAML is not JSON,
// for example a comma at the end of a list. It is nil if the file is JSON.
func asJSONProblem(name string, data []byte) *syntaxError {
	var bad *syntaxError
	if strings.HasSuffix(strings.ToLower(name), ".json") {
		_, err := readJSON(bytes.TrimPrefix(data, []byte("\ufeff")))
		errors.As(err, &bad)
	}
	return bad
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	return len(data) - len(bytes.TrimLeftFunc(data, func(r rune) bool { return r != utf8.RuneError }))
}

func lineAt(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }

func readYAML(data []byte) (*yaml.Node, error) {
	root, err := yamldoc.Read(data)
	var bad *yamldoc.Error
	switch {
	case !errors.As(err, &bad):
		return root, err
	case bad.Second:
		return nil, &syntaxError{line: bad.Line, text: bad.Text}
	}
	return nil, &syntaxError{line: max(1, bad.Line), text: "is not valid YAML: " + bad.Text}
}

// describe names a value in an error message.
func describe(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	if node.Value == "" {
		return "an empty value"
	}
	return fmt.Sprintf("the value %q", truncate(node.Value, 40))
}

// truncate shortens a text for an error message.
func truncate(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
