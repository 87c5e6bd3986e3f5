package menu

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"go.yaml.in/yaml/v3"
)

// jsonReader reads JSON into YAML nodes, which have line numbers and keep
// duplicate keys.
type jsonReader struct {
	data    []byte
	decoder *json.Decoder
	offset  int // where line was counted
	line    int
}

func readJSON(data []byte) (*yaml.Node, error) {
	if !json.Valid(data) { // also limits the depth of value
		return nil, jsonError(data, json.Unmarshal(data, new(any)))
	}
	r := &jsonReader{data: data, decoder: json.NewDecoder(bytes.NewReader(data)), line: 1}
	r.decoder.UseNumber() // an id keeps its digits
	return r.value()
}

func jsonError(data []byte, err error) error {
	var syntax *json.SyntaxError
	e := &syntaxError{line: 1, text: "is not valid JSON"}
	if errors.As(err, &syntax) {
		e.line = lineAt(data, min(int(syntax.Offset), len(data)))
		e.text = "is not valid JSON: " + syntax.Error()
	}
	return e
}

// value reads one value or one key.
func (r *jsonReader) value() (*yaml.Node, error) {
	token, err := r.token()
	if err != nil {
		return nil, err
	}
	node := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Line: r.line}
	switch t := token.(type) {
	case string:
		node.Value = t
	case json.Number:
		node.Value, node.Tag = t.String(), "!!float"
	case bool:
		node.Value, node.Tag = "false", "!!bool"
		if t {
			node.Value = "true"
		}
	case nil:
		node.Tag = "!!null"
	case json.Delim:
		return node, r.content(node, t)
	}
	return node, nil
}

func (r *jsonReader) content(node *yaml.Node, open json.Delim) error {
	node.Kind, node.Tag = yaml.SequenceNode, "!!seq"
	if open == '{' {
		node.Kind, node.Tag = yaml.MappingNode, "!!map"
	}
	for r.decoder.More() {
		child, err := r.value()
		if err != nil {
			return err
		}
		node.Content = append(node.Content, child)
	}
	_, err := r.token()
	return err
}

func (r *jsonReader) token() (json.Token, error) {
	token, err := r.decoder.Token()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	end := int(r.decoder.InputOffset())
	r.line += bytes.Count(r.data[r.offset:end], []byte("\n"))
	r.offset = end
	return token, err
}
