// Package jsonerr describes errors of encoding/json in words for people who wrote
// the JSON, not for those who wrote the Go type that it is read into.
package jsonerr

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Describe says why JSON could not be decoded, as "subject: problem". The subject
// is the member of the wrong type, or else whole, which names the JSON text. An
// error that is not encoding/json's own is taken for that of a time.Time, the only
// other type with an UnmarshalJSON that callers decode.
func Describe(err error, whole string) string {
	text, fromJSON := strings.CutPrefix(err.Error(), "json: ")
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("%s: must not be a JSON %s", cmp.Or(kind.Field, whole), kind.Value)
	}
	_, grammar := errors.AsType[*json.SyntaxError](err)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		text = "unexpected end of JSON input" // json.Unmarshal's words; a Decoder says EOF
	case !fromJSON && !grammar:
		text = "holds a time that is not written like 2025-07-01T08:00:00+08:00"
	}
	return whole + ": " + text
}
