package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"

	"wxtool/internal/record"
)

// Files returns the paths of a recording in the order of their records: the oldest
// first, path last. Older files without path itself are a recording, too. One number may
// be missing: a crash while files were renamed leaves a gap.
func Files(path string) []string {
	var files []string
	for n, missing := 1, 0; missing < 2; n++ {
		if _, err := os.Stat(older(path, n)); err != nil {
			missing++
			continue
		}
		missing = 0
		files = append([]string{older(path, n)}, files...)
	}
	if _, err := os.Stat(path); err == nil || len(files) == 0 {
		files = append(files, path)
	}
	return files
}

// Read returns the records of a recording in order, as record.Read does; a
// record.LineError has the number of the line in its file. The error of a file that
// cannot be read is the last.
func Read(path string, secrets *record.Secrets) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		reader := record.NewReader(secrets)
		for _, name := range Files(path) {
			if goOn, err := readFile(reader, name, yield); !goOn {
				return
			} else if err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

func readFile(reader *record.Reader, name string, yield func(*record.Record, error) bool) (goOn bool, err error) {
	file, err := os.Open(name)
	if err != nil {
		return true, err
	}
	defer file.Close()
	for r, err := range reader.Read(file) {
		if !yield(r, err) {
			return false, nil
		}
		if _, bad := errors.AsType[*record.LineError](err); err != nil && !bad {
			return false, nil
		}
	}
	return true, nil
}

// end is the end of a recording.
type end struct {
	seq int  // of the last record
	cut bool // the last line has no line end: its writer was killed, or the disk was full
}

// lastSeq finds the end of a recording. Without a record in the file it is that of the
// one before, as the file may have been begun just now.
func lastSeq(path string) (end, error) {
	last, err := endOf(path)
	if err != nil || last.seq > 0 {
		return last, err
	}
	before, err := endOf(older(path, 1))
	return end{before.seq, last.cut}, err
}

// endOf finds the end of a file, which need not exist.
func endOf(path string) (last end, err error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return end{}, nil
	}
	if err != nil {
		return end{}, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return end{}, err
	}
	if !begins(file) {
		return end{}, &fs.PathError{Op: "write", Path: path, Err: ErrOther}
	}
	final := make([]byte, 1)
	if _, err := file.ReadAt(final, info.Size()-1); err != nil {
		return end{}, err
	}
	last.cut = final[0] != '\n'
	if last.seq, err = seqBefore(file, info.Size()); err == nil && last.seq == 0 {
		last.seq, err = countRecords(file)
	}
	return last, err
}

// begins reports whether a file begins like a recording, with a JSON object, so that no other
// file is appended to.
func begins(file io.ReaderAt) bool {
	start := make([]byte, 512)
	n, _ := file.ReadAt(start, 0) // what reads the rest returns the error
	start = bytes.TrimSpace(start[:n])
	return len(start) == 0 || start[0] == '{'
}

// seqBefore returns the number in the last line that has one, reading from the end. It
// gives up, with 0, after the longest line.
func seqBefore(file io.ReaderAt, size int64) (int, error) {
	var tail []byte
	for chunk := int64(64 << 10); ; chunk *= 4 {
		from := max(0, size-chunk)
		tail = make([]byte, size-from)
		if _, err := file.ReadAt(tail, from); err != nil && err != io.EOF {
			return 0, err
		}
		lines := tail
		if from > 0 { // the first line may be incomplete
			_, lines, _ = bytes.Cut(tail, []byte("\n"))
		}
		if seq := lastIn(lines); seq > 0 || from == 0 || chunk > record.MaxLine {
			return seq, nil
		}
	}
}

func lastIn(lines []byte) int {
	for len(lines) > 0 {
		at := bytes.LastIndexByte(lines[:len(lines)-1], '\n') + 1
		var l struct{ Seq int }
		if json.Unmarshal(lines[at:], &l) == nil && l.Seq > 0 {
			return l.Seq
		}
		lines = lines[:at]
	}
	return 0
}

// countRecords counts the records of a file whose lines have no numbers.
func countRecords(file io.ReadSeeker) (last int, err error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, err
	}
	for r, err := range record.Read(file, record.Unrestored()) {
		if _, bad := errors.AsType[*record.LineError](err); err != nil && !bad {
			return 0, err
		}
		if r != nil {
			last = r.Seq
		}
	}
	return last, nil
}
