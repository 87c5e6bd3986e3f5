package ledger

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"slices"
)

// entry is a line of the journal.
type entry struct {
	Owner   string `json:"owner,omitempty"` // the first line: whose the folder is
	Asked   string `json:"asked,omitempty"`
	Refused string `json:"refused,omitempty"` // answered with a no
}

// openLines opens a file to append to and returns its whole lines. What a crash
// left of a line is cut off: nobody was told that it was written.
func openLines(path string) ([]byte, *os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return nil, nil, err
	}
	data, err := os.ReadFile(path)
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	if err == nil && len(whole) < len(data) {
		err = file.Truncate(int64(len(whole)))
	}
	if err != nil {
		file.Close()
		return nil, nil, err
	}
	return whole, file, nil
}

func rowsOf(data []byte, header []string) ([][]string, error) {
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	switch {
	case err != nil:
		return nil, err
	case len(rows) == 0:
		return nil, nil
	case !slices.Equal(rows[0], header):
		return nil, errors.New("is not a result file of this command")
	}
	return rows[1:], nil
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
