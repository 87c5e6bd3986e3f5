package record

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"
)

// MaxLine is how many bytes one record may have.
const MaxLine = 64 << 20

// What can be wrong with a line.
var (
	ErrCut     = errors.New("the line is cut short")
	ErrLong    = fmt.Errorf("the line has more than %d MiB", MaxLine>>20)
	ErrSyntax  = errors.New("not a recorded exchange")
	ErrVersion = fmt.Errorf("recorded by a newer version; this one reads up to version %d", Version)
)

// LineError means that a line cannot be read. It unwraps to ErrCut, ErrLong,
// ErrSyntax, ErrVersion or ErrSecret.
type LineError struct {
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("line %d: %v", e.Line, e.Err) }
func (e *LineError) Unwrap() error { return e.Err }

// Reader reads a recording, which may be in several files.
type Reader struct {
	secrets *Secrets
	times   timeline
}

// NewReader returns a reader that restores secrets.
func NewReader(secrets *Secrets) *Reader { return &Reader{secrets: secrets} }

// Read is [Reader.Read] of a recording in one file.
func Read(in io.Reader, secrets *Secrets) iter.Seq2[*Record, error] {
	return NewReader(secrets).Read(in)
}

// Read returns the records of a file in order. A line that cannot be read gives a
// *LineError, and the next lines follow; any other error is that of in and the
// last. Blank lines are skipped. Lines of old versions are numbered as they come.
func (r *Reader) Read(file io.Reader) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		in := bufio.NewReaderSize(file, 64<<10)
		for n := 1; ; n++ {
			data, err := readLine(in)
			if err != nil && !errors.Is(err, ErrLong) && err != io.EOF {
				yield(nil, err)
				return
			}
			if long := errors.Is(err, ErrLong); len(bytes.TrimSpace(data)) > 0 || long {
				record, failed := r.parse(data, err == io.EOF)
				if long {
					record, failed = nil, ErrLong
				}
				if failed != nil {
					failed = &LineError{n, failed}
				}
				if !yield(record, failed) {
					return
				}
			}
			if err == io.EOF {
				return
			}
		}
	}
}

// readLine returns the next line. It skips one that is too long.
func readLine(in *bufio.Reader) (line []byte, err error) {
	long := false
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > MaxLine {
			long, line = true, nil
		}
		if !long {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
		case long && (err == nil || err == io.EOF):
			return nil, ErrLong
		default:
			return line, err
		}
	}
}

func (r *Reader) parse(data []byte, last bool) (*Record, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		if bytes.HasPrefix(data, []byte("{")) && (last || isCut(data, err)) {
			return nil, ErrCut
		}
		return nil, fmt.Errorf("%w: %v", ErrSyntax, err)
	}
	switch {
	case l.Version > Version || l.Version < 0:
		return nil, ErrVersion // its times may mean something else
	case l.Method == "" || l.URL == "":
		return nil, fmt.Errorf("%w: it has no method or url", ErrSyntax)
	}
	r.times.add(&l)
	record, err := l.record(r.secrets)
	if err != nil {
		return nil, err
	}
	record.Seq, record.Offset = r.times.seq, r.times.offset
	return record, nil
}

// isCut reports whether a line is the beginning of a record: a recorder was killed, and
// went on later.
func isCut(data []byte, err error) bool {
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	return ok && syntax.Offset >= int64(len(bytes.TrimRight(data, "\r\n")))
}

// timeline numbers the lines of a file and places them in time.
type timeline struct {
	seq    int
	offset time.Duration
	last   *place
}

// place is when a line is.
type place struct {
	wall time.Time
	mono *float64
}

// add goes on to a line. Between two runs of a recorder only the wall clock is known; if
// it was set back, no time has passed.
func (t *timeline) add(l *line) {
	t.seq = max(l.Seq, t.seq+1)
	switch last := t.last; {
	case last == nil:
	case last.mono != nil && l.MonoMS != nil && !l.First:
		t.offset += nanoseconds(*l.MonoMS - *last.mono)
	default:
		t.offset += max(0, l.Time.Sub(last.wall))
	}
	t.last = &place{l.Time, l.MonoMS}
}
