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

	reason, hint  string // of the last entry
	before, after []byte // its text around the number of the line; as JSON, after is its end
}

// append appends a logEntry.
func (e *logEntries) append(dst []byte, line int64, d callback.Diagnosis) []byte {
	if e.env.JSON {
		return e.appendJSON(dst, line, d)
	}
	if e.after == nil || d.Reason != e.reason || d.Hint != e.hint {
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

// appendJSON appends a logEntry as JSON.
func (e *logEntries) appendJSON(dst []byte, line int64, d callback.Diagnosis) []byte {
	if e.after == nil || d.Reason != e.reason || d.Hint != e.hint {
		e.reason, e.hint = d.Reason, d.Hint
		e.after = appendField(e.after[:0], `,"reason":`, d.Reason)
		e.after = append(appendField(e.after, `,"hint":`, d.Hint), '}', '\n')
	}
	dst = strconv.AppendBool(append(dst, `{"type":"log_line","ok":`...), d.Valid)
	dst = strconv.AppendInt(append(dst, `,"line":`...), line, 10)
	dst = strconv.AppendBool(append(dst, `,"valid":`...), d.Valid)
	dst = ui.AppendString(append(dst, `,"scheme":`...), []byte(d.Scheme))
	dst = appendField(dst, `,"expected":`, d.Expected)
	dst = ui.AppendString(append(dst, `,"got":`...), []byte(d.Got))
	return append(dst, e.after...)
}

// appendField appends a JSON field unless it is empty.
func appendField(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return ui.AppendString(append(dst, name...), []byte(value))
}
