package cli

import (
	"errors"
	"io/fs"
	"path/filepath"

	"wxtool/internal/lockedfile"
)

// fileProblem returns an error of reading or writing a file, with the name from the
// command line.
func fileProblem(verb, name string, err error) error {
	var failed *fs.PathError
	if !errors.As(err, &failed) {
		return unreadable("cannot %s %s: %w", verb, name, err)
	}
	hint := fileHint(failed.Err)
	if other := filepath.Base(failed.Path); hint != "" && other != filepath.Base(name) { // such as a lock beside it
		return unreadable("cannot %s %s: %s: %w", verb, name, other, failed.Err).withHint("move it away")
	}
	return unreadable("cannot %s %s: %w", verb, name, failed.Err).withHint(hint)
}

// fileHint returns the next step if a file has the wrong type or changed.
func fileHint(err error) string {
	switch {
	case errors.Is(err, lockedfile.ErrFolder):
		return "use a file in it"
	case errors.Is(err, lockedfile.ErrSymlink), errors.Is(err, lockedfile.ErrNotRegular):
		return "use the file itself"
	case errors.Is(err, lockedfile.ErrChanged):
		return "run the command again"
	case errors.Is(err, lockedfile.ErrExists):
		return "move it away, or use another name"
	}
	return ""
}

// replaceHint replaces the hint of an error of this package.
func replaceHint(err error, hint string) error {
	if p, ok := errors.AsType[*problem](err); ok {
		return p.withHint(hint)
	}
	return err
}

func isFileError(err error) bool {
	var path *fs.PathError
	return errors.As(err, &path)
}
