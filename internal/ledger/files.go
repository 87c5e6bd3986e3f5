package ledger

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// entry is a line of the journal.
type entry struct {
	Owner   string `json:"owner,omitempty"` // the first line: whose the folder is
	Asked   string `json:"asked,omitempty"`
	Refused string `json:"refused,omitempty"` // answered with a no
}

// line is the entry as it is written.
func (e entry) line() []byte {
	line, _ := json.Marshal(e) // texts alone
	return append(line, '\n')
}

// heads reports whether e is the first line of a journal.
func (e entry) heads(journal []byte) bool {
	first, _, _ := bytes.Cut(journal, []byte("\n"))
	var found entry
	return json.Unmarshal(first, &found) == nil && found == e
}

// rowLine is a row as it is written.
func rowLine(row []string) []byte {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.Write(row) // to memory
	w.Flush()
	return buf.Bytes()
}

// lines is a file that is appended to, line by line. Tail is what a crash left of
// a line, or a line whose end an editor left out.
type lines struct {
	path        string
	info        fs.FileInfo // nil: there was no file
	whole, tail []byte
}

// readLines reads a file, which need not exist, and changes nothing: it may be
// another's.
func readLines(path string) (*lines, error) {
	info, err := plainFile(path)
	if err != nil || info == nil {
		return &lines{path: path}, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	return &lines{path, info, data[:end], data[end:]}, nil
}

// plainFile looks at a file, which need not exist. The user named the folder and
// not this file, so what a symlink leads to is not to be written.
func plainFile(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err == nil && !info.Mode().IsRegular():
		return nil, notPlain(path)
	}
	return info, err
}

func notPlain(path string) error {
	return fmt.Errorf("%s: is a symlink or no plain file", filepath.Base(path))
}

// begun reports whether there is nothing yet but perhaps the beginning of line.
func (l *lines) begun(line []byte) bool {
	return len(l.whole) == 0 && bytes.HasPrefix(line, l.tail)
}

// endsInEntry reports whether the tail is an entry that only lacks its line end.
func (l *lines) endsInEntry() bool {
	var e entry
	return json.Unmarshal(l.tail, &e) == nil && e.Asked+e.Refused != ""
}

// open opens the file to append to it. A tail that counts gets its line end, any
// other is cut off: nobody was told that its line was written.
func (l *lines) open(counts bool) (*os.File, error) {
	file, err := l.openPlain()
	switch {
	case err != nil || len(l.tail) == 0:
		return file, err
	case counts:
		l.whole = append(append(bytes.Clone(l.whole), l.tail...), '\n')
		_, err = file.WriteString("\n")
	default:
		err = file.Truncate(int64(len(l.whole)))
	}
	return file, err
}

// openPlain opens the file that was read, or makes one where there was none.
func (l *lines) openPlain() (*os.File, error) {
	if l.info == nil {
		return os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|os.O_EXCL|os.O_APPEND, 0o666)
	}
	file, err := os.OpenFile(l.path, os.O_RDWR|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err != nil || !os.SameFile(info, l.info) {
		file.Close()
		return nil, errors.Join(err, notPlain(l.path))
	}
	return file, nil
}

// rowsOf reads the rows below the header. The tail is a row, too, if it is
// whole; last tells that.
func (b Book) rowsOf(l *lines) (rows [][]string, last bool, err error) {
	whole := bytes.TrimPrefix(l.whole, []byte("\ufeff")) // which a spreadsheet writes
	rows, err = csv.NewReader(bytes.NewReader(whole)).ReadAll()
	switch {
	case err != nil:
		return nil, false, err
	case len(rows) == 0 || !slices.Equal(rows[0], b.Header):
		return nil, false, errors.New("is not a result file of this command")
	}
	row, err := csv.NewReader(bytes.NewReader(l.tail)).Read()
	if last = err == nil && len(row) == len(b.Header) && b.Whole(row); last {
		rows = append(rows, row)
	}
	return rows[1:], last, nil
}

// openQuestions are those that were asked more often than they were refused, with
// the line in which they were asked last: a refusal settles the question that it
// answers, and none that an earlier run asked without seeing an answer.
func openQuestions(journal []byte) map[string]int {
	open, times, n := map[string]int{}, map[string]int{}, 0
	for line := range bytes.Lines(journal) {
		var e entry
		n++
		switch {
		case json.Unmarshal(line, &e) != nil:
		case e.Asked != "":
			open[e.Asked] = n
			times[e.Asked]++
		case times[e.Refused] > 0:
			if times[e.Refused]--; times[e.Refused] == 0 {
				delete(open, e.Refused)
			}
		}
	}
	return open
}
