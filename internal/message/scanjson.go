package message

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// scanJSON reads the first level of a JSON object, numbers as they are
// written. Unlike json.Unmarshal it notices a key that stands there twice.
func scanJSON(data []byte) (*Head, error) {
	h := &Head{JSON: true}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		return nil, jsonError(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, jsonError(err)
		}
		var value any
		if err := d.Decode(&value); err != nil {
			return nil, jsonError(err)
		}
		if err := h.put(name.(string), scalar(value)); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, jsonError(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w JSON: something follows the object", ErrSyntax)
	}
	return h, nil
}

func scalar(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return fmt.Sprint(v)
	}
	return ""
}

func jsonError(err error) error {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("%w JSON: %v", ErrSyntax, err)
}
