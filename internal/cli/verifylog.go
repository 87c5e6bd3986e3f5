package cli

import (
	"bufio"
	"errors"
	"io"

	"wxtool/internal/callback"
	"wxtool/internal/ui"
)

// maxLine is how long one line of a log may be; the rest of a longer one is
// skipped, so that memory does not grow with the file.
const maxLine = 1 << 20

// logEntry is one line of the log that is not valid.
type logEntry struct {
	Line int `json:"line"`
	callback.Verdict
}

func (e logEntry) WriteText(p *ui.Paper) {
	p.Linef("line %d: %s %s", e.Line, p.Bad("invalid:"), ui.Printable(e.Reason))
	p.Linef("  %s", ui.Printable(e.Hint))
}

// logSummary counts the lines. Unparsable are those without a signature, or
// without the Encrypt value that it covers.
type logSummary struct {
	Checked    int `json:"checked"`
	Valid      int `json:"valid"`
	Invalid    int `json:"invalid"`
	Unparsable int `json:"unparsable"`
}

func (s logSummary) WriteText(p *ui.Paper) {
	p.Linef("%d checked, %d valid, %d invalid, %d unparsable", s.Checked, s.Valid, s.Invalid, s.Unparsable)
}

func (o *verifyOptions) runLog(env *ui.Env, judge func(*callback.Claim) callback.Verdict) error {
	file, err := open(env, o.log)
	if err != nil {
		return err
	}
	defer file.Close()
	summary, err := scanLog(file, judge, func(e logEntry) error { return env.Print(e) })
	if err == nil {
		err = env.Print(summary)
	}
	return verdictAfter(err, noUnless(summary.Invalid == 0 && summary.Checked > 0))
}

// scanLog judges each line as it comes and hands on the invalid ones.
func scanLog(r io.Reader, judge func(*callback.Claim) callback.Verdict, invalid func(logEntry) error) (logSummary, error) {
	var sum logSummary
	lines := bufio.NewReaderSize(r, 64<<10)
	for n := 1; ; n++ {
		line, err := readLine(lines, maxLine)
		if err == io.EOF {
			return sum, nil
		}
		if err != nil && !errors.Is(err, bufio.ErrTooLong) {
			return sum, unreadable("", "cannot read the log: %w", err)
		}
		if len(line) == 0 && err == nil {
			continue
		}
		claim, ok := callback.ParseLogLine(line)
		if !ok {
			sum.Unparsable++
			continue
		}
		v := judge(claim)
		switch {
		case v.Valid:
			sum.Valid++
		case v.Reason == "missing-encrypt":
			sum.Unparsable++
			continue
		default:
			sum.Invalid++
			if err := invalid(logEntry{n, v}); err != nil {
				return sum, err
			}
		}
		sum.Checked++
	}
}

// readLine returns the next line without its end. Of a line longer than limit
// it returns the beginning and bufio.ErrTooLong.
func readLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	var long error
	for {
		part, err := r.ReadSlice('\n')
		if room := limit - len(line); len(part) <= room {
			line = append(line, part...)
		} else {
			line, long = append(line, part[:room]...), bufio.ErrTooLong
		}
		switch {
		case err == nil:
			return trimEnd(line), long
		case err == io.EOF && len(line) > 0:
			return trimEnd(line), long
		case err != bufio.ErrBufferFull:
			return nil, err
		}
	}
}

func trimEnd(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line
}
