package sandbox

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// jsonProblem says why JSON was not read, without Go's words. whole is what to
// call the JSON where no member of it is to blame.
func jsonProblem(err error, whole string) string {
	text, fromJSON := strings.CutPrefix(err.Error(), "json: ")
	if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("%s: must not be a JSON %s", cmp.Or(kind.Field, whole), kind.Value)
	}
	_, grammar := errors.AsType[*json.SyntaxError](err)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		text = "unexpected end of JSON input" // as is said where all of it was there to be read
	case !fromJSON && !grammar: // nothing else that we read has a form of its own
		text = "holds a time that is not written like 2025-07-01T08:00:00+08:00"
	}
	return whole + ": " + text
}
