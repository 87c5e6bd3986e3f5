package world

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"wxtool/internal/jsonerr"
)

// EncodeChanges encodes changes as a line to append to what [World.Save] wrote. The
// changes of a line are read all or not at all.
func EncodeChanges(changes []Change) ([]byte, error) {
	data, err := encode(changes)
	return append(data, '\n'), err
}

// Extent is where the parts of a journal end, in bytes. It is zero for a file that is
// not a journal. Lines can be appended to a file of Whole bytes.
type Extent struct {
	Snapshot int // the first line
	Whole    int // all lines that were read and have their line end
}

// readJournal reads a journal whose head was checked.
func readJournal(data []byte) (s *state, extent Extent, err error) {
	number := 0
	for line := range bytes.Lines(data) {
		number++
		ended := line[len(line)-1] == '\n'
		switch {
		case number == 1:
			s, err = readSnapshot(line)
			extent.Snapshot = len(line)
		case ended || json.Valid(line): // else it was cut off
			err = readChanges(s, line)
		}
		if err != nil {
			return nil, Extent{}, fmt.Errorf("line %d: %w", number, err)
		}
		if ended {
			extent.Whole += len(line)
		}
	}
	return s, extent, nil
}

// readChanges makes the changes of one line.
func readChanges(s *state, line []byte) error {
	var changes []Change
	err := json.Unmarshal(bytes.TrimSuffix(line, []byte("\n")), &changes)
	switch {
	case errors.Is(err, ErrState):
		return err
	case err != nil:
		return damaged("%s", jsonerr.Describe(err, "the changes"))
	case len(changes) == 0:
		return damaged("there are no changes")
	}
	for _, c := range changes {
		s.apply(c)
	}
	return nil
}
