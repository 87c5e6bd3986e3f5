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

// syntaxError is a file that is neither YAML nor JSON.
type syntaxError struct {
	line    int
	errcode int
	text    string
}

func (e *syntaxError) Error() string { return e.text }

// document reads the only document of a file, nil if it is empty. What is JSON
// is read as such: YAML has no surrogate pairs (\ud83d\ude00) and no tabs.
func document(data []byte) (*yaml.Node, error) {
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

// looseJSON tells why a file that is named .json and could be read is no JSON,
// as only YAML allows a comma at the end.
func looseJSON(name string, data []byte) *syntaxError {
	var loose *syntaxError
	if strings.HasSuffix(strings.ToLower(name), ".json") {
		_, err := readJSON(bytes.TrimPrefix(data, []byte("\ufeff")))
		errors.As(err, &loose)
	}
	return loose
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
	return nil, &syntaxError{line: max(1, bad.Line), text: "is no YAML: " + bad.Text}
}

// kindOf says in words what stands somewhere.
func kindOf(node *yaml.Node) string {
	switch node.Kind {
	case yaml.MappingNode:
		return "keys with values"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias, which is not read"
	}
	if node.Value == "" {
		return "nothing"
	}
	return fmt.Sprintf("the value %q", cutText(node.Value, 40))
}

// cutText keeps the start of a text, for quoting.
func cutText(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
