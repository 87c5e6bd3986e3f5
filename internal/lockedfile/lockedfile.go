// Package lockedfile writes files so that they are never seen half written, and
// locks files between processes.
//
// The functions differ in what they do with a file that exists: [Write] and
// [WriteNoFollow] replace its content, [Rewrite] replaces it only if it still has
// the content that the caller read, [Folder.WriteNew] leaves it alone. [Open]
// holds a file for one process at a time. Temporary files of killed processes are
// removed by [Sweep].
//
// All functions may be called concurrently. An error is an [*fs.PathError] with
// the path that the caller gave, never that of a temporary file; its Err is one of
// this package's errors or the system's. [ErrBusy] and the cause of a context that
// ended come back as they are.
package lockedfile

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// File is a file that this process holds.
type File struct {
	path string
	lock *Lock
}

// Open waits until no other process holds the file, and holds it. The file need
// not exist, its folder must. After the patience, if it is not 0, the error is
// ErrBusy.
//
// The lock is a file beside it, .NAME.lock. A symlink is followed: all paths to
// one file share one lock. For a device or a pipe the error is ErrNotRegular: reading a
// pipe may never end, and Write would replace a device.
func Open(ctx context.Context, path string, patience time.Duration) (*File, error) {
	target := Target(path)
	if _, err := Regular(target); errors.Is(err, ErrNotRegular) {
		return nil, pathError("open", path, err)
	}
	lockPath := filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+".lock")
	if patience > 0 {
		waiting, cancel := context.WithTimeoutCause(ctx, patience, ErrBusy)
		defer cancel()
		ctx = waiting
	}
	lock, err := waitLock(ctx, lockPath)
	if err != nil {
		return nil, ofLock(path, err)
	}
	Sweep(filepath.Dir(target))
	return &File{target, lock}, nil
}

// ofLock names the file instead of the lock, unless something that is not a lock
// file is in the lock's place.
func ofLock(path string, err error) error {
	var failed *fs.PathError
	if !errors.As(err, &failed) || isSpecial(failed.Err) {
		return err
	}
	return &fs.PathError{Op: failed.Op, Path: path, Err: failed.Err}
}

// Read returns the content, at most limit bytes of it, and nil if there is no file.
// A caller that must reject a longer file asks for one byte more.
func (f *File) Read(limit int64) ([]byte, error) {
	file, err := os.Open(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit))
}

// Path is the path of the file itself, which symlinks may have led to.
func (f *File) Path() string { return f.path }

// Rewrite replaces the file, whose mode stays. A new file has mode 0600 from the start.
func (f *File) Rewrite(data []byte) error {
	mode := fs.FileMode(0o600)
	if info, err := os.Lstat(f.path); err == nil && info.Mode().IsRegular() {
		mode = cmp.Or(info.Mode().Perm(), mode)
	}
	return Replace(f.path, mode, data)
}

// Write replaces the file, which has mode 0600 from the start.
func (f *File) Write(data []byte) error { return Replace(f.path, 0o600, data) }

// Close releases the file.
func (f *File) Close() error { return f.lock.Close() }
