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

func (o *verifyOptions) runLog(ctx context.Context, env *ui.Env, acct *callback.Account, opts callback.DiagnoseOptions) error {
	file, err := open(env, o.log)
	if err != nil {
		return err
	}
	defer file.Close()
	check := logCheck{env: env, new: func() lineChecker {
		prepared := opts.Prepare(acct)
		return lineChecker{acct.NewLogChecker(o.maxAge, env.Now), func(c *callback.Claim) callback.Diagnosis {
			if o.maxAge > 0 {
				prepared.Now = env.Now()
			}
			return o.shown(acct.Diagnose(c, prepared))
		}}
	}}
	meter := newMeter(env, o.log, file)
	check.progress, check.out = meter.update, meter.writer(env.Out)
	summary, first, err := check.run(ctx, file)
	meter.end()
	if err == nil {
		err = env.Print(summary)
	}
	if summary.Unparsable > 0 {
		env.Notef("unparsable: %d, the first is line %d; such lines have no signature, or lack what it covers", summary.Unparsable, first)
	}
	return verdictAfter(err, noUnless(summary.Invalid == 0 && summary.Checked > 0))
}

// logCheck checks the lines of a log.
type logCheck struct {
	env      *ui.Env
	out      io.Writer
	new      func() lineChecker // for one worker
	progress func(lines.Count)  // may be nil
}

// lineChecker checks lines.
type lineChecker struct {
	*callback.LogChecker
	diagnose func(*callback.Claim) callback.Diagnosis
}

// run checks all lines and prints the invalid ones. It returns the number of the first
// unparsable line too.
func (c logCheck) run(ctx context.Context, log io.Reader) (sum logSummary, first int64, err error) {
	input := &readError{Reader: log}
	var unparsable firstLine
	count, err := lines.Map{Progress: c.progress, New: func() lines.Func {
		return (&logWorker{c.new(), logEntries{env: c.env}, &unparsable}).check
	}}.Run(ctx, input, c.out)
	if input.err != nil {
		err = unreadable("cannot read the log: %w", input.err)
	}
	valid, invalid := int(count.Kinds[lineValid]), int(count.Kinds[lineInvalid])
	return logSummary{valid + invalid, valid, invalid, int(count.Kinds[lineUnparsable]), c.env.Lang}, unparsable.number.Load(), err
}

// logWorker checks some of the lines.
type logWorker struct {
	lineChecker
	entries    logEntries
	unparsable *firstLine
}

func (w *logWorker) check(dst []byte, line lines.Line) ([]byte, uint8) {
	switch {
	case line.TooLong == 0 && len(bytes.TrimRight(line.Text, "\r")) == 0:
		return dst, lineBlank
	case w.Right(line.Text):
		return dst, lineValid
	}
	claim, ok := w.Claim(line.Text)
	if !ok {
		w.unparsable.add(line.Number)
		return dst, lineUnparsable
	}
	switch v := w.diagnose(claim); {
	case v.Valid:
		return dst, lineValid
	case v.Reason == "missing-encrypt":
		w.unparsable.add(line.Number)
		return dst, lineUnparsable
	default:
		return w.entries.append(dst, line.Number, v), lineInvalid
	}
}
