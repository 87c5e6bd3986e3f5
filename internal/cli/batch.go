package cli

import (
	"context"
	"io"
	"sync/atomic"

	"wxtool/internal/lines"
	"wxtool/internal/ui"
)

// batch maps the lines of a file to lines on stdout.
type batch struct {
	env  *ui.Env
	name string // of the file, or - for stdin
	new  func() lines.Func
	// atEnd, unless nil, prints notes about the lines.
	atEnd func(lines.Count)
}

// run maps all lines. Its error is errNo if a line is invalid.
func (b batch) run(ctx context.Context) error {
	file, err := open(b.env, b.name)
	if err != nil {
		return err
	}
	defer file.Close()
	input := &readError{Reader: file}
	meter := newMeter(b.env, b.name, file)
	count, err := lines.Map{MaxLine: maxMessage, New: b.new, Progress: meter.update}.Run(ctx, input, meter.writer(b.env.Out))
	meter.end()
	if input.err != nil {
		err = fileProblem("read", fileName(b.name), input.err)
	}
	if b.atEnd != nil {
		b.atEnd(count)
	}
	return verdictAfter(err, noUnless(count.Kinds[lineInvalid] == 0))
}

// Kinds of lines.
const (
	lineBlank uint8 = iota
	lineValid
	lineInvalid
	lineUnparsable
	lineUnsigned // valid, but without a signature
)

// errTooLong returns the error of a line that is too long.
func errTooLong() error {
	return unreadable("the line has more than %d MiB, the limit for one message", maxMessage>>20)
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

// firstLine is the lowest number of some lines, 0 without any. It is safe for concurrent
// use.
type firstLine struct{ number atomic.Int64 }

func (f *firstLine) add(number int64) {
	for {
		first := f.number.Load()
		if first != 0 && first <= number || f.number.CompareAndSwap(first, number) {
			return
		}
	}
}
