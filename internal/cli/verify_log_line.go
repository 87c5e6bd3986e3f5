package cli

import (
	"bytes"
	"strconv"

	"wxtool/internal/callback"
	"wxtool/internal/ui"
)

// logEntries writes the entries of one worker without the cost of encoding/json and fmt.
// TestLogEntries compares them with those of env.Append.
type logEntries struct {
	env *ui.Env

	reason, hint  string // of the last entry as text
	before, after []byte // its text around the number of the line
}

// append appends a logEntry.
func (e *logEntries) append(dst []byte, line int64, d callback.Diagnosis) []byte {
	if e.env.JSON {
		return appendLogEntry(dst, line, d)
	}
	if e.before == nil || d.Reason != e.reason || d.Hint != e.hint {
		const number = 1234567890123456789
		text := e.env.Append(nil, logEntry{number, d, e.env.Lang})
		before, after, found := bytes.Cut(text, strconv.AppendInt(nil, number, 10))
		if !found {
			return e.env.Append(dst, logEntry{line, d, e.env.Lang})
		}
		e.reason, e.hint, e.before, e.after = d.Reason, d.Hint, before, after
	}
	return append(strconv.AppendInt(append(dst, e.before...), line, 10), e.after...)
}

// appendLogEntry appends a logEntry as JSON.
func appendLogEntry(dst []byte, line int64, d callback.Diagnosis) []byte {
	dst = strconv.AppendBool(append(dst, `{"type":"log_line","ok":`...), d.Valid)
	dst = strconv.AppendInt(append(dst, `,"line":`...), line, 10)
	dst = strconv.AppendBool(append(dst, `,"valid":`...), d.Valid)
	for _, field := range [...]struct {
		name, value string
		always      bool
	}{{`,"scheme":`, d.Scheme, true}, {`,"expected":`, d.Expected, false}, {`,"got":`, d.Got, true}, {`,"reason":`, d.Reason, false}, {`,"hint":`, d.Hint, false}} {
		if field.always || field.value != "" {
			dst = ui.AppendString(append(dst, field.name...), []byte(field.value))
		}
	}
	return append(dst, '}', '\n')
}
