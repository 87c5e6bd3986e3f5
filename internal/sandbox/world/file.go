package world

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"wxtool/internal/jsonerr"
)

const (
	fileMaker   = "wxtool sandbox"
	fileVersion = 1
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

type file struct {
	fileHead
	State *state `json:"state"`
}

// Save writes the state as one JSON document, for Load. It contains access tokens,
// but only those of the sandbox, which are made up and of no use elsewhere; it
// contains no secret. A state that is longer than Load would read is refused before
// anything is written.
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
	data, err := encode(file{fileHead{fileMaker, fileVersion}, w.state}, " ")
	return append(data, '\n'), err
}

// Load replaces the state by what Save wrote. Other documents, other versions and
// damaged files are refused with an error that wraps [ErrState], and the state is as
// before. Load is not among the [World.Changes].
//
// Accounts are not part of the state: what belongs to an account that the sandbox
// does not know stays in it, and is not shown. The source of randomness continues
// where it is.
func (w *World) Load(r io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	switch {
	case err != nil:
		return fmt.Errorf("sandbox state: %w", err)
	case len(data) > MaxFile:
		return unreadable("longer than %d MB", MaxFile>>20)
	}
	loaded, err := readState(data)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state, w.index, w.pending = loaded, indexOf(loaded), nil
	return nil
}

func readState(data []byte) (*state, error) {
	var head fileHead
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, unreadable("not the JSON of a state: %s", jsonerr.Describe(err, "the document"))
	}
	switch {
	case head.Maker != fileMaker:
		return nil, unreadable("maker: is not %q", fileMaker)
	case head.Version != fileVersion:
		return nil, unreadable("version: is %d, this program reads %d", head.Version, fileVersion)
	}
	var read file
	if err := decodeStrict(data, &read); err != nil {
		return nil, err
	}
	if read.State == nil {
		return nil, damaged("there is no state")
	}
	if err := read.State.complete(); err != nil {
		return nil, err
	}
	return read.State, read.State.check()
}
