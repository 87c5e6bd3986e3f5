package interop

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// element is an element with text. Its path starts below the root and has no indexes.
type element struct{ path, text string }

func unmarshal(data []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return dec.Decode(into)
}

// elements returns the elements of a message that are not empty, in order (JSON: by
// name).
func elements(p pushed) ([]element, error) {
	if p.json() {
		var doc any
		err := unmarshal([]byte(p.Message), &doc)
		return jsonElements(nil, "", doc), err
	}
	return xmlElements(p.Message)
}

func jsonElements(found []element, path string, value any) []element {
	switch v := value.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			found = jsonElements(found, below(path, name), v[name])
		}
	case []any:
		for _, item := range v {
			found = jsonElements(found, path, item)
		}
	case nil:
	default:
		if text := fmt.Sprint(v); text != "" {
			found = append(found, element{path, text})
		}
	}
	return found
}

func xmlElements(text string) ([]element, error) {
	dec := xml.NewDecoder(strings.NewReader(text))
	var found []element
	var path []string
	var chars strings.Builder
	leaf := false
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			path, leaf = append(path, token.Name.Local), true
			chars.Reset()
		case xml.CharData:
			chars.Write(token)
		case xml.EndElement:
			if leaf && len(path) > 1 && strings.TrimSpace(chars.String()) != "" {
				found = append(found, element{strings.Join(path[1:], "/"), chars.String()})
			}
			path, leaf = path[:len(path)-1], false
		}
	}
}

func below(path, name string) string {
	if path == "" {
		return name
	}
	return path + "/" + name
}

// same compares texts, and numbers by value: an SDK may store 23.10 as 23.1, and 1 as
// true.
func same(a, b string) bool {
	if strings.TrimSpace(a) == strings.TrimSpace(b) {
		return true
	}
	i, errI := strconv.ParseInt(strings.TrimSpace(a), 10, 64)
	j, errJ := strconv.ParseInt(b, 10, 64)
	if errI == nil && errJ == nil {
		return i == j
	}
	x, errX := strconv.ParseFloat(strings.TrimSpace(a), 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return x == y
	}
	truth, err := strconv.ParseBool(strings.TrimSpace(a))
	return err == nil && b == strconv.FormatBool(truth)
}
