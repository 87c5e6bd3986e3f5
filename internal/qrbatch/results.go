package qrbatch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"time"

	"wxtool/internal/journal"
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

// resultsHeader is the first row of results.csv.
func resultsHeader() []string {
	return []string{"action_name", "scene", "ticket", "url", "expires_at", "file"}
}

// line is the row as it is written.
func (r Result) line() []byte {
	expires := ""
	if !r.ExpiresAt.IsZero() {
		expires = r.ExpiresAt.Format(time.RFC3339)
	}
	return csvLine([]string{r.Action, r.Scene, r.Ticket, r.URL, expires, r.File})
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
	w.Write(row) // to memory
	w.Flush()
	return buf.Bytes()
}

// readResults reads the rows below the header, and the tail if that is a complete
// row: then tailCounts is true.
func readResults(path string, log *journal.Log) (results []Result, tailCounts bool, err error) {
	if log.IsNew(csvLine(resultsHeader())) {
		return nil, false, nil
	}
	lines := bytes.TrimPrefix(log.Lines, []byte("\ufeff")) // which a spreadsheet writes
	rows, err := csv.NewReader(bytes.NewReader(lines)).ReadAll()
	if err == nil && (len(rows) == 0 || !slices.Equal(rows[0], resultsHeader())) {
		err = ErrResults
	}
	if err != nil {
		return nil, false, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	for _, row := range rows[1:] {
		results = append(results, resultOf(row))
	}
	tail, err := csv.NewReader(bytes.NewReader(log.Tail)).Read()
	if err != nil || len(tail) != len(resultsHeader()) || !strings.HasSuffix(tail[len(tail)-1], ".png") {
		return results, false, nil
	}
	return append(results, resultOf(tail)), true, nil
}
