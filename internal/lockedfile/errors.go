package lockedfile

import (
	"errors"
	"io/fs"
	"os"
)

// What can be wrong with a file. They follow the file's name in a message.
var (
	ErrBusy       = errors.New("another process is using it")
	ErrFolder     = errors.New("it is a folder")
	ErrSymlink    = errors.New("it is a symlink")
	ErrNotRegular = errors.New("it is not a regular file") // but a device, a pipe or a socket
	ErrChanged    = errors.New("it was changed in the meantime")
	ErrExists     = errors.New("it exists and differs")
	ErrOutside    = errors.New("a symlink leads out of the folder")
)

// Regular returns the state of a file, nil if it does not exist. A file that is
// not a regular one is an error; symlinks are not followed.
func Regular(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err == nil:
		err = special(path, info.Mode())
	}
	if err != nil {
		return nil, err
	}
	return info, nil
}

// special is the error of a mode that is not a regular file's.
func special(path string, mode fs.FileMode) error {
	failed := &fs.PathError{Op: "open", Path: path}
	switch {
	case mode.IsRegular():
		return nil
	case mode.IsDir():
		failed.Err = ErrFolder
	case mode&fs.ModeSymlink != 0:
		failed.Err = ErrSymlink
	default:
		failed.Err = ErrNotRegular
	}
	return failed
}

func isSpecial(err error) bool {
	return errors.Is(err, ErrFolder) || errors.Is(err, ErrSymlink) || errors.Is(err, ErrNotRegular)
}

// pathError is err as the error of an operation on path, nil if there is none.
// The system's errors name their own operation, and perhaps a temporary file.
func pathError(op, path string, err error) error {
	if err == nil {
		return nil
	}
	var file *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &file):
		err = file.Err
	case errors.As(err, &link):
		err = link.Err
	}
	return &fs.PathError{Op: op, Path: path, Err: err}
}
