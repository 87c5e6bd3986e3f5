package world

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"wxtool/internal/jsonerr"
)

// A state file is a journal: a line with all of the state as it was once, then a line
// for each list of changes that were made together since. A line is one JSON value:
//
//	{"maker":"wxtool sandbox","version":2,"state":{…}}
//	[{"kind":"user","key":"mp wx1 lily","value":{…}},…]
//
// In version 1 a state file was a document like the first line, and had no changes.
const (
	fileMaker       = "wxtool sandbox"
	journalVersion  = 2
	documentVersion = 1
)

// MaxFile is how many bytes of state are written and read.
const MaxFile = 64 << 20

// ErrState is in the chain of an error about data that is not a usable state.
var ErrState = errors.New("not a usable state of wxtool sandbox")

// fileHead distinguishes a state file from others.
type fileHead struct {
	Maker   string `json:"maker"`
	Version int    `json:"version"`
}

func (h fileHead) check() error {
	switch {
	case h.Maker != fileMaker:
		return unreadable("maker: is not %q", fileMaker)
	case h.Version != journalVersion && h.Version != documentVersion:
		return unreadable("version: is %d, this program reads %d and %d", h.Version, documentVersion, journalVersion)
	}
	return nil
}

type file struct {
	fileHead
	State *state `json:"state"`
}

// Save writes the state as one line, to which lines of [EncodeChanges] can be
// appended. It contains access tokens, but only those of the sandbox, which are made
// up and of no use elsewhere; it contains no secret. A state that is longer than Load
// would read is refused before anything is written.
//
// Changes made during Save may be in the state already, and are also among the next
// [World.Changes], which makes no difference to Load.
func (w *World) Save(to io.Writer) error {
	data, err := w.document()
	if err == nil && len(data) > MaxFile {
		err = fmt.Errorf("is longer than %d MB, and could not be read again", MaxFile>>20)
	}
	if err == nil {
		_, err = to.Write(data)
	}
	if err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	return nil
}

// document is encoded under the lock, and written without it.
func (w *World) document() ([]byte, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	data, err := encode(file{fileHead{fileMaker, journalVersion}, w.state})
	return append(data, '\n'), err
}

// Load is [World.LoadFile] of what r has.
func (w *World) Load(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	_, err = w.LoadFile(data)
	return err
}

// LoadFile replaces the state by that of a file: a journal, or a document. A last line
// that a crash has cut off is not read. Other files, other versions and damaged files
// are refused with an error that wraps [ErrState], and the state is as before. LoadFile
// is not among the [World.Changes].
//
// Accounts are not part of the state: what belongs to an account that the sandbox
// does not know stays in it, and is not shown. The source of randomness continues
// where it is.
func (w *World) LoadFile(data []byte) (Extent, error) {
	if len(data) > MaxFile {
		return Extent{}, unreadable("longer than %d MB", MaxFile>>20)
	}
	loaded, extent, err := readFile(data)
	if err == nil {
		err = loaded.check()
	}
	if err != nil {
		return Extent{}, err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state, w.index, w.pending = loaded, indexOf(loaded), nil
	return extent, nil
}

// readFile reads a state, which is not checked yet.
func readFile(data []byte) (*state, Extent, error) {
	line, _, _ := bytes.Cut(data, []byte("\n"))
	var head fileHead
	if json.Unmarshal(line, &head) == nil { // the first line is JSON by itself
		if err := head.check(); err != nil {
			return nil, Extent{}, err
		}
		if head.Version == journalVersion {
			return readJournal(data)
		}
	}
	s, err := readDocument(data)
	return s, Extent{}, err
}

// readDocument reads a document, which may have several lines.
func readDocument(data []byte) (*state, error) {
	var head fileHead
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, unreadable("not the JSON of a state: %s", jsonerr.Describe(err, "the document"))
	}
	if err := head.check(); err != nil {
		return nil, err
	}
	return readSnapshot(data)
}

// readSnapshot reads a document with a head that was checked.
func readSnapshot(data []byte) (*state, error) {
	var read file
	if err := decodeStrict(data, &read); err != nil {
		return nil, err
	}
	if read.State == nil {
		return nil, damaged("there is no state")
	}
	return read.State, read.State.complete()
}
