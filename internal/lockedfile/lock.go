package lockedfile

import (
	"context"
	"time"

	"github.com/gofrs/flock"
)

// poll is the time between two attempts to get a lock.
const poll = 10 * time.Millisecond

// Lock is a lock file that this process has locked. The system releases it when
// the process ends, also when it is killed. The file stays.
type Lock struct{ flock *flock.Flock }

// TryLock locks the file at path, which is created if it does not exist. If
// another process has locked it, the error is ErrBusy.
func TryLock(path string) (*Lock, error) {
	lock, err := newLock(path)
	if err != nil {
		return nil, err
	}
	switch locked, err := lock.TryLock(); {
	case err != nil:
		return nil, pathError("lock", path, err)
	case !locked:
		return nil, ErrBusy
	}
	return &Lock{lock}, nil
}

// waitLock is TryLock, but waits for another process until ctx ends.
func waitLock(ctx context.Context, path string) (*Lock, error) {
	lock, err := newLock(path)
	if err != nil {
		return nil, err
	}
	if _, err := lock.TryLockContext(ctx, poll); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, pathError("lock", path, err)
	}
	return &Lock{lock}, nil
}

// newLock refuses what is not a lock file: the program chose this path and not the
// user, so no file elsewhere may be created through a symlink.
func newLock(path string) (*flock.Flock, error) {
	if _, err := Regular(path); err != nil {
		return nil, err
	}
	return flock.New(path, flock.SetPermissions(0o600)), nil
}

// Close unlocks the file.
func (l *Lock) Close() error { return l.flock.Close() }
