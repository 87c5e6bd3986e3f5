package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"

	"wxtool/internal/record"
	"wxtool/internal/record/recording"
	"wxtool/internal/ui"
)

// recordingFile is a recording to read: a file with its older ones, stdin or a pipe.
type recordingFile struct {
	io.Closer
	stream io.Reader // nil for a file
	path   string
	name   string // as the user gave it
}

// openRecording opens a recording. Its older files need not exist.
func openRecording(env *ui.Env, name string) (*recordingFile, error) {
	file, err := open(env, name)
	f := &recordingFile{Closer: file, stream: file, path: pathOf(env, name), name: name}
	if name == "-" {
		return f, nil
	}
	if files := recording.Files(f.path); err != nil && len(files) > 0 && files[0] != f.path { // only older files
		f.Closer, f.stream = io.NopCloser(nil), nil
		return f, nil
	}
	if err != nil {
		return nil, err
	}
	if info, err := file.(fs.File).Stat(); err == nil && info.Mode().IsRegular() {
		f.stream = nil
	}
	return f, nil
}

// records returns the records in order, as record.Read does. The error of a file that
// cannot be read is the last.
func (f *recordingFile) records(secrets *record.Secrets) iter.Seq2[*record.Record, error] {
	records := recording.Read(f.path, secrets)
	if f.stream != nil {
		records = record.Read(f.stream, secrets)
	}
	return func(yield func(*record.Record, error) bool) {
		for r, err := range records {
			if _, line := errors.AsType[*record.LineError](err); err != nil && !line && !errors.Is(err, context.Canceled) {
				err = fileProblem("read", fileName(f.name), err)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
