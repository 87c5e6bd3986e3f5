package qrbatch

import (
	"errors"
	"fmt"
)

var (
	// ErrHeader means that a sheet has no row that names its columns.
	ErrHeader = errors.New("the first row must name the columns: scene_id or scene_str, and optionally permanent and expire")

	// ErrNoRows means that a sheet has no row below the header.
	ErrNoRows = errors.New("has no rows")
)

// ColumnError is a column that is duplicate or misspelled.
type ColumnError struct {
	Name string
	Want string // the name that was meant; "" for a duplicate column
}

func (e *ColumnError) Error() string {
	if e.Want == "" {
		return fmt.Sprintf("duplicate column %q", e.Name)
	}
	return fmt.Sprintf("unknown column %q", e.Name)
}

// Problem is what is wrong with a row.
type Problem struct {
	Line int
	Err  error // a *wxapi.LimitError if a value exceeds a limit of the platform
}

// RowsError is a sheet that has rows with problems.
type RowsError struct {
	Problems []Problem // at least one, in order
}

func (e *RowsError) Error() string {
	first := e.Problems[0]
	return fmt.Sprintf("line %d: %v (rows with problems: %d)", first.Line, first.Err, len(e.Problems))
}
