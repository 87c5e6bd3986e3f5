package qrbatch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// ResultsFile is the name of the file of answers.
const ResultsFile = "results.csv"

// ErrResults means that a file with the name of the results is another file.
var ErrResults = errors.New("it is not a results file of this command")

// Result is a code that was created: a row of results.csv.
type Result struct {
	Action    string // such as QR_SCENE
	Scene     string
	Ticket    string
	URL       string
	ExpiresAt time.Time // zero: never
	File      string    // name of its picture
}

// Key is that of the [Row].
func (r Result) Key() string { return r.Action + " " + r.Scene }

func (r Result) expired(now time.Time) bool { return !r.ExpiresAt.IsZero() && r.ExpiresAt.Before(now) }

func (c Created) result() Result {
	return Result{c.Row.Code.ActionName(), scene(c.Row.Code), c.Ticket.Ticket, c.Ticket.URL, c.ExpiresAt, c.Row.File}
}

// resultsHeader are the first columns of results.csv. Those of the sheet follow.
func resultsHeader() []string {
	return []string{"action_name", "scene", "ticket", "url", "expires_at", "file"}
}

// isResults reports whether a sheet with these headers is a results.csv.
func isResults(headers []string) bool {
	for _, name := range []string{"action_name", "scene", "ticket"} {
		if !slices.Contains(headers, name) {
			return false
		}
	}
	return true
}

// cells are the row as it is written, without those of the sheet.
func (r Result) cells() []string {
	expires := ""
	if !r.ExpiresAt.IsZero() {
		expires = r.ExpiresAt.Format(time.RFC3339)
	}
	return []string{r.Action, r.Scene, r.Ticket, r.URL, expires, r.File}
}

// resultOf reads a row. An expiry that a spreadsheet wrote in another form counts
// as none.
func resultOf(row []string) Result {
	expires, _ := time.Parse(time.RFC3339, row[4])
	return Result{row[0], row[1], row[2], row[3], expires, row[5]}
}

func csvLine(row []string) []byte {
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.Write(each(row, guarded)) // to memory
	w.Flush()
	return buf.Bytes()
}

// results is the content of results.csv.
type results struct {
	header []string
	rows   [][]string // as long as the header
	empty  bool       // has nothing below its header
	mark   bool       // begins with a byte order mark
	asIs   bool       // a line may be appended to the file as it is
}

// parseResults reads the content of path. A spreadsheet may have saved it in another
// encoding, with another separator, or with more columns.
func parseResults(path string, data []byte) (*results, error) {
	r := &results{header: resultsHeader(), mark: bytes.HasPrefix(data, []byte(bom))}
	if isNew(data) {
		r.asIs, r.empty = len(data) == 0, true
		return r, nil
	}
	text, encoding, err := decode(withoutCutRune(data))
	if err == nil {
		err = r.parse(text, encoding)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return r, nil
}

// isNew reports whether data is nothing, or a header that a crash may have cut.
func isNew(data []byte) bool {
	line := strings.TrimSuffix(string(csvLine(resultsHeader())), "\n")
	text := strings.TrimPrefix(string(data), bom)
	return strings.HasPrefix(bom, text) || strings.HasPrefix(line, text) || strings.HasPrefix(text, line+",") && !strings.ContainsAny(text, "\r\n")
}

// withoutCutRune returns data without a character at its end that is not complete.
func withoutCutRune(data []byte) []byte {
	for n := range min(utf8.UTFMax, len(data)) {
		if cut := data[:len(data)-n]; utf8.Valid(cut) {
			return cut
		}
	}
	return data
}

func (r *results) parse(text, encoding string) error {
	t := newTable(text, func(text string) rune {
		return separatorOf(text, func(name string) bool { return slices.Contains(resultsHeader(), name) })
	})
	header, err := t.next()
	if err != nil || !hasPrefix(header, resultsHeader()) {
		return ErrResults
	}
	r.header = each(header, unguarded)
	r.mark = r.mark || encoding != UTF8 // the spreadsheet that saved it reads UTF-8 only with a mark
	r.asIs = encoding == UTF8 && t.reader.Comma == ',' && t.text == text
	for {
		start := t.offset
		row, err := t.next()
		switch {
		case errors.Is(err, io.EOF):
			r.empty = len(r.rows) == 0
			return nil
		case err == nil && len(row) == len(header) && strings.HasSuffix(t.text[:t.offset], "\n"):
			r.rows = append(r.rows, each(row, unguarded))
		default:
			return r.parseTail(t, t.text[start:], err)
		}
	}
}

// parseTail reads a row that is not complete. It must be the last, which a crash or an
// editor may have cut. It counts if its answer is complete.
func (r *results) parseTail(t *table, text string, cause error) error {
	r.asIs = false
	wrong := cause
	if wrong == nil {
		wrong = fmt.Errorf("%w: the number of cells in row %d is wrong", ErrResults, t.row)
	}
	ended := strings.HasSuffix(text, "\n") // inside quotes, if it was cut
	if strings.Contains(strings.TrimLeft(text, "\r\n"), "\nQR_") || ended && cause == nil {
		return wrong
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord = t.reader.Comma, true, -1
	row, err := reader.Read()
	base := len(resultsHeader())
	short := len(row) < base || len(row) == base && cause != nil
	if err != nil || short || len(row) > len(r.header) || !strings.HasSuffix(row[base-1], extension) {
		if ended {
			return wrong
		}
		return nil
	}
	row = append(row, make([]string, len(r.header)-len(row))...)
	r.rows = append(r.rows, each(row, unguarded))
	return nil
}

func hasPrefix(row, prefix []string) bool {
	return len(row) >= len(prefix) && slices.Equal(row[:len(prefix)], prefix)
}

// list returns the answers.
func (r *results) list() (list []Result) {
	for _, row := range r.rows {
		list = append(list, resultOf(row))
	}
	return list
}

// carry adds the columns of a sheet, with their cells, and reports whether that
// changed the rows or the header.
func (r *results) carry(c Carried) (changed bool) {
	columns, changed := r.addColumns(c.Names)
	for i, row := range r.rows {
		row = append(row, make([]string, len(r.header)-len(row))...)
		for j, cell := range c.cells[row[0]+" "+row[1]] {
			if at := columns[j]; cell != row[at] {
				row[at], changed = cell, true
			}
		}
		r.rows[i] = row
	}
	return changed
}

// addColumns adds the names that the header lacks, and returns the index of each.
func (r *results) addColumns(names []string) (columns []int, added bool) {
	index := map[string]int{}
	for i, name := range slices.Backward(r.header[len(resultsHeader()):]) {
		index[name] = len(resultsHeader()) + i
	}
	for _, name := range names {
		i, ok := index[name]
		if !ok {
			i, added = len(r.header), true
			r.header = append(r.header, name)
		}
		columns = append(columns, i)
	}
	return columns, added
}

// line is a row for an answer, with the cells of the sheet.
func (r *results) line(answer Result, c Carried) []byte {
	row := answer.cells()
	for _, name := range r.header[len(row):] {
		cell, _ := c.Cell(answer.Key(), name)
		row = append(row, cell)
	}
	return csvLine(row)
}

// content is the whole file.
func (r *results) content() []byte {
	var buf bytes.Buffer
	if r.mark {
		buf.WriteString(bom)
	}
	buf.Write(csvLine(r.header))
	for _, row := range r.rows {
		buf.Write(csvLine(row))
	}
	return buf.Bytes()
}
