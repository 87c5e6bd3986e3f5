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

// Read returns the records of r in order. A line that cannot be read gives a
// *LineError, and the next lines follow; any other error is that of r and the
// last. Blank lines are skipped. Lines of old versions are numbered as they come.
func Read(r io.Reader, secrets *Secrets) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		var times timeline
		for n := 1; ; n++ {
			data, err := readLine(in)
			if err != nil && !errors.Is(err, ErrLong) && err != io.EOF {
				yield(nil, err)
				return
			}
			if last := err == io.EOF; len(bytes.TrimSpace(data)) > 0 || errors.Is(err, ErrLong) {
				record, failed := parse(data, last, secrets, &times)
				if errors.Is(err, ErrLong) {
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

func parse(data []byte, last bool, secrets *Secrets, times *timeline) (*Record, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		if last {
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
	times.add(&l)
	record, err := l.record(secrets)
	if err != nil {
		return nil, err
	}
	record.Seq, record.Offset = times.seq, times.offset
	return record, nil
}

// timeline numbers the lines of a file and places them in time.
type timeline struct {
	seq    int
	offset time.Duration
	last   *line
}

// add goes on to a line. Between two runs of a recorder only the wall clock is known; if
// it was set back, no time has passed.
func (t *timeline) add(l *line) {
	t.seq = max(l.Seq, t.seq+1)
	switch last := t.last; {
	case last == nil:
	case last.MonoMS != nil && l.MonoMS != nil && !l.First:
		t.offset += nanoseconds(*l.MonoMS - *last.MonoMS)
	default:
		t.offset += max(0, l.Time.Sub(last.Time))
	}
	t.last = l
}
