package cli

import (
	"errors"
	"io/fs"
	"path/filepath"

	"wxtool/internal/lockedfile"
)

// fileProblem is an error of reading or writing a file, with the name as the user
// gave it.
func fileProblem(verb, name string, err error) error {
	var failed *fs.PathError
	if !errors.As(err, &failed) {
		return unreadable("", "cannot %s %s: %w", verb, name, err)
	}
	hint := fileHint(failed.Err)
	if other := filepath.Base(failed.Path); hint != "" && other != filepath.Base(name) { // such as a lock beside it
		return unreadable("move it away", "cannot %s %s: %s: %w", verb, name, other, failed.Err)
	}
	return unreadable(hint, "cannot %s %s: %w", verb, name, failed.Err)
}

// fileHint is the next step where a file is in the way.
func fileHint(err error) string {
	switch {
	case errors.Is(err, lockedfile.ErrFolder):
		return "name a file in it"
	case errors.Is(err, lockedfile.ErrSymlink), errors.Is(err, lockedfile.ErrNotRegular):
		return "name the file itself"
	case errors.Is(err, lockedfile.ErrChanged):
		return "run the command again"
	case errors.Is(err, lockedfile.ErrExists):
		return "move it away, or name another"
	}
	return ""
}

// withHint gives an error of this package another hint.
func withHint(hint string, err error) error {
	var p *problem
	if !errors.As(err, &p) {
		return err
	}
	return &problem{p.kind, p.code, hint, p.err}
}

func isFileError(err error) bool {
	var path *fs.PathError
	return errors.As(err, &path)
}
