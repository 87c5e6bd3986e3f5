package qrbatch

import (
	"errors"
	"fmt"
)

var (
	// ErrHeader means that a sheet has no row that names its columns.
	ErrHeader = errors.New("the first row must name the columns: scene_id or scene_str, and optionally permanent, expire and file")

	// ErrNoRows means that a sheet has no row below the header.
	ErrNoRows = errors.New("has no rows")
)

// HeaderError is ErrHeader for a sheet with columns of other names.
type HeaderError struct{ Headers []string }

func (e *HeaderError) Error() string   { return ErrHeader.Error() }
func (e *HeaderError) Is(t error) bool { return t == ErrHeader }

// ColumnError is a column that is duplicate or misspelled.
type ColumnError struct {
	Name string
	Same string // another column that has the same values, such as 场景值 beside scene_str
	Want string // the name that was meant
}

func (e *ColumnError) Error() string {
	switch {
	case e.Same != "":
		return fmt.Sprintf("%q and %q are the same column", e.Same, e.Name)
	case e.Want != "":
		return fmt.Sprintf("unknown column %q", e.Name)
	}
	return fmt.Sprintf("duplicate column %q", e.Name)
}

// MissingError is a [Column] that a sheet does not have.
type MissingError struct {
	Column  Column
	Headers []string // of the sheet
}

func (e *MissingError) Error() string { return fmt.Sprintf("no column %q", e.Column.Header) }

// Problem is what is wrong with a row.
type Problem struct {
	Row int   // as a spreadsheet numbers it
	Err error // a *wxapi.LimitError if a value exceeds a limit of the platform
}

// RowsError is a sheet that has rows with problems.
type RowsError struct {
	Problems []Problem // at least one, in order
}

func (e *RowsError) Error() string {
	first := e.Problems[0]
	return fmt.Sprintf("row %d: %v (rows with problems: %d)", first.Row, first.Err, len(e.Problems))
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprint(n, " ", noun)
}
