package store

import (
	"bytes"
	"errors"

	"wxtool/internal/journal"
	"wxtool/internal/lockedfile"
	"wxtool/internal/sandbox/world"
)

// The file is replaced by a shorter one when the changes in it are growth times as
// long as the state before them, and have at least minChanges bytes. So replacing it
// costs each change the same, on average, whatever the length of the state.
const (
	growth     = 3
	minChanges = 64 << 10
)

// file is the journal of a world, in a file that this process holds.
type file struct {
	held       *lockedfile.File
	log        *journal.Writer // nil: not opened yet
	extent     world.Extent    // zero: the file can only be replaced
	unwritten  []world.Change  // what the file does not have, unless stale
	stale      bool            // the file does not have the state
	minChanges int
}

// load makes the state that of the file. An empty file, as mktemp makes them, is a new
// state, and so is one that does not exist.
func (f *file) load(w *world.World) error {
	data, err := f.held.Read(MaxFile + 1) // a longer file is rejected
	if err != nil {
		return err
	}
	extent, err := load(w, data)
	if extent.Whole == len(data) { // otherwise its end was cut off
		f.extent = extent
	}
	return err
}

func load(w *world.World, data []byte) (world.Extent, error) {
	if len(data) == 0 {
		return world.Extent{}, nil
	}
	return w.LoadFile(data)
}

// write writes what has changed since the last write that succeeded: it appends, or
// replaces the file if that is due, and does the other if that fails.
func (f *file) write(w *world.World) error {
	f.unwritten = append(f.unwritten, w.Changes()...)
	if len(f.unwritten) == 0 && !f.stale {
		return nil
	}
	line, err := world.EncodeChanges(f.unwritten)
	if err != nil {
		return err
	}
	long := f.isLong(len(line))
	if !long && f.append(line) {
		return nil
	}
	if err = f.replace(w); err == nil || long && f.append(line) {
		return nil
	}
	if long { // do not keep ever more changes
		f.extent, f.stale, f.unwritten = world.Extent{}, true, nil
	}
	return err
}

// isLong reports whether the file with this many bytes more is to be replaced.
func (f *file) isLong(more int) bool {
	whole := f.extent.Whole + more
	return whole > MaxFile || whole-f.extent.Snapshot > max(f.minChanges, growth*f.extent.Snapshot)
}

// append appends what is unwritten, if the file is as this process left it.
func (f *file) append(line []byte) bool {
	whole := f.extent.Whole + len(line)
	if whole > MaxFile || !f.open() || f.log.Check() != nil || f.log.Append(line) != nil {
		return false
	}
	f.extent.Whole, f.unwritten = whole, nil
	return true
}

// open opens the file for appending.
func (f *file) open() bool {
	if f.log == nil && f.extent.Whole > 0 {
		f.log, _ = journal.Resume(f.held.Path(), int64(f.extent.Whole), journal.Options{Retry: true})
	}
	return f.log != nil
}

// replace replaces the file by the state. All changes so far are in it.
func (f *file) replace(w *world.World) error {
	var state bytes.Buffer
	if err := w.Save(&state); err != nil {
		return err
	}
	f.closeLog() // Windows does not replace an open file
	if err := f.held.Rewrite(state.Bytes()); err != nil {
		return err
	}
	f.extent = world.Extent{Snapshot: state.Len(), Whole: state.Len()}
	f.stale, f.unwritten = false, nil
	return nil
}

func (f *file) closeLog() error {
	if f.log == nil {
		return nil
	}
	log := f.log
	f.log = nil
	return log.Close()
}

// close releases the file.
func (f *file) close() error { return errors.Join(f.closeLog(), f.held.Close()) }
