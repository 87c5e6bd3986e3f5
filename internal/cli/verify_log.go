package cli

import (
	"bytes"
	"context"
	"io"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/lines"
	"wxtool/internal/ui"
)

// logEntry is an invalid line of the log.
type logEntry struct {
	Line int64 `json:"line"`
	callback.Diagnosis
	lang lang.Language
}

func (logEntry) JSONType() string { return "log_line" }
func (e logEntry) IsOK() bool     { return e.Valid }

func (e logEntry) WriteText(p *ui.Printer) {
	p.Linef("%s%s%s", logLine.in(e.lang, e.Line), labelled(p.Bad, wordInvalid, e.lang), ui.Printable(e.Reason))
	p.Linef("  %s", ui.Printable(e.Hint))
}

// logSummary counts lines. A line is unparsable if it has no signature, lacks the Encrypt
// value that the signature covers, or is longer than 10 MiB.
type logSummary struct {
	Checked    int `json:"checked"`
	Valid      int `json:"valid"`
	Invalid    int `json:"invalid"`
	Unparsable int `json:"unparsable"`
	lang       lang.Language
}

func (logSummary) JSONType() string { return "log_summary" }
func (s logSummary) IsOK() bool     { return s.Invalid == 0 && s.Checked > 0 }

func (s logSummary) WriteText(p *ui.Printer) {
	p.Linef("%s", logSum.in(s.lang, s.Checked, s.Valid, s.Invalid, s.Unparsable))
}

func (o *verifyOptions) runLog(ctx context.Context, env *ui.Env, diagnose func(*callback.Claim) callback.Diagnosis) error {
	file, err := open(env, o.log)
	if err != nil {
		return err
	}
	defer file.Close()
	summary, err := checkLog(ctx, env, file, diagnose)
	if err == nil {
		err = env.Print(summary)
	}
	return verdictAfter(err, noUnless(summary.Invalid == 0 && summary.Checked > 0))
}

// Kinds of lines, for the summary.
const (
	lineBlank uint8 = iota
	lineValid
	lineInvalid
	lineUnparsable
)

// checkLog checks all lines and prints the invalid ones.
func checkLog(ctx context.Context, env *ui.Env, log io.Reader, diagnose func(*callback.Claim) callback.Diagnosis) (logSummary, error) {
	input := &readError{Reader: log}
	count, err := lines.Map{New: func() lines.Func {
		return func(dst []byte, line lines.Line) ([]byte, uint8) { return checkLine(env, dst, line, diagnose) }
	}}.Run(ctx, input, env.Out)
	if input.err != nil {
		err = unreadable("cannot read the log: %w", input.err)
	}
	valid, invalid := int(count.Kinds[lineValid]), int(count.Kinds[lineInvalid])
	return logSummary{valid + invalid, valid, invalid, int(count.Kinds[lineUnparsable]), env.Lang}, err
}

func checkLine(env *ui.Env, dst []byte, line lines.Line, diagnose func(*callback.Claim) callback.Diagnosis) ([]byte, uint8) {
	if line.TooLong == 0 && len(bytes.TrimRight(line.Text, "\r")) == 0 {
		return dst, lineBlank
	}
	claim, ok := callback.ParseLogLine(line.Text)
	if !ok {
		return dst, lineUnparsable
	}
	switch v := diagnose(claim); {
	case v.Valid:
		return dst, lineValid
	case v.Reason == "missing-encrypt":
		return dst, lineUnparsable
	default:
		return env.Append(dst, logEntry{line.Number, v, env.Lang}), lineInvalid
	}
}

// readError stores the error of a reader, to distinguish it from errors of the writer.
type readError struct {
	io.Reader
	err error
}

func (r *readError) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}
