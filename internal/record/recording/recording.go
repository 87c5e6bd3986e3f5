// Package recording keeps the records of package record in a file, which is replaced by
// a new one when it has grown: FILE, and FILE.1, FILE.2 … with what is older.
//
// [Open] appends to a recording and [Read] reads it, together with its older files, in
// order. Each record is handed to the operating system by one write before Write
// returns, so that a process that is killed loses nothing it has acknowledged; half a
// line, which a crash can leave at the end, stays and is followed by a line end. New
// files have mode 0600: pushes hold what users wrote.
//
// One process at a time writes a recording; the error of another is
// [lockedfile.ErrBusy]. Other errors are an [*fs.PathError] or those of package record.
// A device or a pipe is written to, without a lock and older files.
package recording

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"wxtool/internal/lockedfile"
	"wxtool/internal/record"
)

// Options are the options of Open.
type Options struct {
	Secrets *record.Secrets
	Start   time.Time // of this run of the recorder, see record.NewWriter
	MaxSize int64     // bytes after which a new file is begun; 0: never
	Keep    int       // how many older files are kept, at least 1
}

// File is a recording that is written. Its methods may be called concurrently.
type File struct {
	writer *record.Writer
	out    *output
	lock   *lockedfile.File // nil: the path is a device or a pipe
}

// ErrOther means that a file, which would be appended to, is no recording.
var ErrOther = errors.New("it is a file of another kind, not a recording")

// patience is how long Open waits for another process that is about to end.
const patience = time.Second

// Open opens a recording for appending, and creates it if there is none. Numbers
// continue those of the recording. Symlinks are followed.
func Open(path string, o Options) (*File, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir(): // would have a lock beside it
		return nil, &fs.PathError{Op: "write", Path: path, Err: lockedfile.ErrFolder}
	case err == nil && !info.Mode().IsRegular():
		return openDevice(path, o)
	}
	f := &File{}
	if f.lock, err = lockedfile.Open(context.Background(), path, patience); err != nil {
		return nil, err
	}
	if err := f.open(f.lock.Path(), o); err != nil {
		return nil, errors.Join(err, f.lock.Close())
	}
	return f, nil
}

func openDevice(path string, o Options) (*File, error) {
	if o.MaxSize > 0 {
		return nil, &fs.PathError{Op: "write", Path: path, Err: lockedfile.ErrNotRegular}
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return nil, err
	}
	out := &output{path: path, file: file}
	return &File{writer: record.NewWriter(out, o.Secrets, o.Start), out: out}, nil
}

func (f *File) open(path string, o Options) error {
	last, err := lastSeq(path)
	if err != nil {
		return err
	}
	f.out = &output{path: path, max: o.MaxSize, keep: max(o.Keep, 1)}
	if err := f.out.open(); err != nil {
		return err
	}
	f.writer = record.NewWriter(f.out, o.Secrets, o.Start)
	f.writer.Seq = last.seq
	if last.cut {
		f.writer.Before = []byte("\n")
	}
	return nil
}

// Write appends a record and sets its number. After an error nothing of it counts as
// written.
func (f *File) Write(r *record.Record) error { return f.writer.Write(r) }

// Close closes the recording.
func (f *File) Close() error {
	err := f.out.file.Close()
	if f.lock != nil {
		err = errors.Join(err, f.lock.Close())
	}
	return err
}
