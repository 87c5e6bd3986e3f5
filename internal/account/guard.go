package account

import (
	"errors"
	"fmt"
	"io/fs"
)

// ErrUnsafeFile is in the chain of an error about a discovered config file that
// another user of the machine could have written.
var ErrUnsafeFile = errors.New("the config file is not yours alone")

type unsafeError struct{ error }

func (unsafeError) Is(target error) bool { return target == ErrUnsafeFile }

// guard refuses a discovered file that everyone can write to, or that belongs to
// neither the user nor root. Root's own runs are not held to the second rule:
// in a container files often belong to an id from outside.
//
// A file that its group can write to is accepted, as git accepts it (ssh does
// not). Where every user has a group of their own, the umask is 002 and each
// checkout has such files; the mode does not say whose group it is. What a
// member of a shared group writes is held back by [Settings.MaySend], just as
// what arrives with the next pull.
func (src Source) guard(at location, info fs.FileInfo) error {
	const everyoneWrites fs.FileMode = 0o002
	if at.how != discovered || src.Owner == nil {
		return nil
	}
	if info.Mode()&everyoneWrites != 0 {
		return unsafe(at, "every user can write to this file (mode %04o)", info.Mode().Perm())
	}
	return src.guardOwner(at, info)
}

func (src Source) guardOwner(at location, info fs.FileInfo) error {
	uid, known := src.Owner(info)
	if !known || src.UID <= 0 || uid == src.UID || uid == 0 {
		return nil
	}
	return unsafe(at, "belongs to the user with the id %d, who is neither you nor root", uid)
}

func unsafe(at location, format string, args ...any) error {
	return problemf("%s: %w", at.subject, unsafeError{fmt.Errorf(format, args...)})
}

// guardLink is guard for a symlink: whoever owns it chose the file.
func (src Source) guardLink(at location) error {
	if at.how != discovered || src.Owner == nil {
		return nil
	}
	info, err := src.Lstat(at.path)
	if err != nil {
		return problemf("%s: %w", at.subject, withoutPath(err))
	}
	if info.Mode()&fs.ModeSymlink == 0 {
		return nil
	}
	return src.guardOwner(at, info)
}
