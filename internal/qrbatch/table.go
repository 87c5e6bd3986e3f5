package qrbatch

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"
)

// SyntaxError is a row that is not CSV.
type SyntaxError struct {
	Row     int // as a spreadsheet numbers it
	Problem string
}

func (e *SyntaxError) Error() string { return fmt.Sprintf("row %d: %s", e.Row, e.Problem) }

// table is CSV text. It numbers rows as a spreadsheet does: a blank row counts, a row
// with line breaks in its cells is one row, and "sep=;" is not a row.
type table struct {
	text   string
	reader *csv.Reader
	row    int   // of the last row that was read
	lines  int   // that were read
	offset int64 // of the lines that were read
	blank  []int // rows without a value
}

// newTable reads text. The line "sep=;" at its start, which Excel writes and reads,
// decides what separates cells, else choose does.
func newTable(text string, choose func(text string) rune) *table {
	text = unixLines(text)
	comma, rest := separatorLine(text)
	if comma == 0 {
		comma = choose(rest)
	}
	t := &table{text: rest, reader: csv.NewReader(strings.NewReader(rest))}
	t.reader.Comma, t.reader.FieldsPerRecord = comma, -1
	return t
}

// unixLines replaces the line ends of old Mac programs.
func unixLines(text string) string {
	if strings.Contains(text, "\n") {
		return text
	}
	return strings.ReplaceAll(text, "\r", "\n")
}

// separatorLine cuts off the line "sep=;", and returns its separator, 0 if there is
// no such line.
func separatorLine(text string) (comma rune, rest string) {
	found := regexp.MustCompile(`(?i)^"?sep=([^"\r\n])"?\r?(\n|$)`).FindStringSubmatch(text)
	if found == nil {
		return 0, text
	}
	comma, _ = utf8.DecodeRuneInString(found[1])
	return comma, text[len(found[0]):]
}

// next returns the next row that has a value; at the end the error is io.EOF.
func (t *table) next() ([]string, error) {
	for {
		cells, err := t.reader.Read()
		var wrong *csv.ParseError
		switch {
		case errors.As(err, &wrong):
			return nil, &SyntaxError{t.row + wrong.StartLine - t.lines, syntaxProblem(wrong.Err)}
		case err != nil:
			return nil, err
		}
		line, _ := t.reader.FieldPos(0)
		for range line - 1 - t.lines {
			t.row++
			t.blank = append(t.blank, t.row)
		}
		t.row++
		end := t.reader.InputOffset()
		t.lines += strings.Count(t.text[t.offset:end], "\n")
		t.offset = end
		if !isBlank(cells) {
			return cells, nil
		}
		t.blank = append(t.blank, t.row)
	}
}

// syntaxProblem is an error of package csv in the words of a spreadsheet's user.
func syntaxProblem(err error) string {
	switch {
	case errors.Is(err, csv.ErrBareQuote):
		return `a cell contains " but does not begin with it; put the cell in quotes and double the " inside`
	case errors.Is(err, csv.ErrQuote):
		return `a cell begins with " and does not end properly: its closing " is missing, or a " inside is not doubled`
	}
	return err.Error()
}

func isBlank(cells []string) bool {
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// separators are what may separate cells, the usual one first.
func separators() []rune { return []rune{',', ';', '\t'} }

// separatorOf returns the separator with which the first row has the most names that
// known accepts. If that is none, it is the one that occurs most.
func separatorOf(text string, known func(name string) bool) rune {
	best, most := ',', -1
	for _, comma := range separators() {
		t := newTable(text, func(string) rune { return comma })
		t.reader.LazyQuotes = true
		names, err := t.next()
		if err != nil && !errors.Is(err, io.EOF) {
			continue
		}
		score := len(names)
		for _, name := range names {
			if known(name) {
				score += 1 << 20
			}
		}
		if score > most {
			best, most = comma, score
		}
	}
	return best
}

// cellName is the name of a cell in a spreadsheet, such as C4.
func cellName(column, row int) string { return fmt.Sprint(columnName(column), row) }

// columnName is the letter of a column, counted from 0.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}
