package ledger

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"slices"

	"wxtool/internal/journal"
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

// endsInEntry reports whether the tail is an entry that only lacks its line end.
func endsInEntry(l *journal.Log) bool {
	var e entry
	return json.Unmarshal(l.Tail, &e) == nil && e.Asked+e.Refused != ""
}

// rowsOf reads the rows below the header. The tail is a row, too, if it is
// whole; last tells that.
func (b Book) rowsOf(l *journal.Log) (rows [][]string, last bool, err error) {
	whole := bytes.TrimPrefix(l.Lines, []byte("\ufeff")) // which a spreadsheet writes
	rows, err = csv.NewReader(bytes.NewReader(whole)).ReadAll()
	switch {
	case err != nil:
		return nil, false, err
	case len(rows) == 0 || !slices.Equal(rows[0], b.Header):
		return nil, false, errors.New("is not a result file of this command")
	}
	row, err := csv.NewReader(bytes.NewReader(l.Tail)).Read()
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
