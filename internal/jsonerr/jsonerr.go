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

// Describe explains an error of decoding JSON as "subject: problem". The subject is the
// member that has the wrong type, or else whole, the caller's name of the JSON text. An
// error from another package than encoding/json must come from time.Time: callers
// decode no other type with an UnmarshalJSON.
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
