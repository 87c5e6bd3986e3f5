package ledger

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
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
	whole, tail []byte
}

// readLines reads a file, which need not exist, and changes nothing: it may be
// another's.
func readLines(path string) (*lines, error) {
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	return &lines{path, data[:end], data[end:]}, nil
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
	file, err := os.OpenFile(l.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
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

// openQuestions are those that were asked and not refused, with the line in
// which they were asked last.
func openQuestions(journal []byte) map[string]int {
	open, n := map[string]int{}, 0
	for line := range bytes.Lines(journal) {
		var e entry
		n++
		switch {
		case json.Unmarshal(line, &e) != nil:
		case e.Asked != "":
			open[e.Asked] = n
		case e.Refused != "":
			delete(open, e.Refused)
		}
	}
	return open
}
