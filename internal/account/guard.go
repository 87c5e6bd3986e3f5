package account

import (
	"errors"
	"fmt"
	"io/fs"
)

// ErrUnsafeFile is wrapped by the error about a discovered config file that another
// user of the machine could have written.
var ErrUnsafeFile = errors.New("another user can write the config file")

type unsafeError struct{ error }

func (unsafeError) Is(target error) bool { return target == ErrUnsafeFile }

// guard rejects a discovered file that every user can write, or that belongs to
// neither the user nor root. The second rule does not apply when root runs
// wxtool: in a container, files often have the id of a user outside.
//
// A file that its group can write is accepted, as in git (but not in ssh). On
// systems where every user has a private group, the umask is 002 and every
// checkout contains such files; the mode does not show whether the group is
// private. [Settings.MaySend] limits what a member of a shared group can do by
// changing the file.
func (src Source) guard(at location, info fs.FileInfo) error {
	const everyoneWrites fs.FileMode = 0o002
	if at.found != discovered || src.Owner == nil {
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
	return unsafe(at, "the owner of this file is user id %d, which is neither you nor root", uid)
}

func unsafe(at location, format string, args ...any) error {
	return problemf("%s: %w", at.subject, unsafeError{fmt.Errorf(format, args...)})
}

// guardLink is guard for a symbolic link: its owner chose the file.
func (src Source) guardLink(at location) error {
	if at.found != discovered || src.Owner == nil {
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
