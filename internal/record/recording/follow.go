package recording

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"time"

	"wxtool/internal/record"
)

// poll is the time between two looks at a file that may grow.
const poll = 100 * time.Millisecond

// Follow is Read that goes on with what is appended, also to a new file, until ctx ends.
// The recording need not exist yet.
func Follow(ctx context.Context, path string, secrets *record.Secrets) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		t := &tail{ctx: ctx, path: path}
		defer t.close()
		for r, err := range record.Read(t, secrets) {
			if ctx.Err() != nil && errors.Is(err, record.ErrCut) || !yield(r, err) { // half a line is being written
				return
			}
		}
	}
}

// tail reads the files of a recording that grows, the oldest first. It ends when ctx
// does.
type tail struct {
	ctx  context.Context
	path string
	file *os.File // nil before the first
}

func (t *tail) close() {
	if t.file != nil {
		t.file.Close()
	}
}

func (t *tail) Read(p []byte) (int, error) {
	for t.ctx.Err() == nil {
		if t.file != nil {
			if n, err := t.file.Read(p); n > 0 || err != io.EOF {
				return n, err
			}
		}
		next, err := t.next()
		switch {
		case err != nil:
			return 0, err
		case next:
			p[0] = '\n' // what is incomplete stays so
			return 1, nil
		}
		select {
		case <-t.ctx.Done():
		case <-time.After(poll):
		}
	}
	return 0, io.EOF
}

// next opens the file after this one, if there is one and this one was read to its end.
func (t *tail) next() (bool, error) {
	place, err := t.place()
	if err != nil || place == 0 {
		return false, err
	}
	file, err := os.Open(older(t.path, place-1))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	again, err := t.place() // files were renamed in the meantime
	more, failed := t.more()
	if err = errors.Join(err, failed); err != nil || again != place || more {
		return false, errors.Join(err, file.Close())
	}
	t.close()
	t.file = file
	return true, nil
}

// place is the number of the file that is read, 0 of the newest. Before the first file,
// and after one that was removed, it is that behind the oldest.
func (t *tail) place() (int, error) {
	var is fs.FileInfo
	if t.file != nil {
		var err error
		if is, err = t.file.Stat(); err != nil {
			return 0, err
		}
	}
	for n, missing := 0, 0; ; n++ {
		info, err := os.Stat(older(t.path, n))
		switch {
		case err == nil && is != nil && os.SameFile(is, info):
			return n, nil
		case err == nil:
			missing = 0
		case !errors.Is(err, fs.ErrNotExist):
			return 0, err
		default:
			if missing++; n > 0 && missing == 2 { // while files are renamed, one is missing
				return max(n-1, 1), nil
			}
		}
	}
}

// more reports whether the file has more to read.
func (t *tail) more() (bool, error) {
	if t.file == nil {
		return false, nil
	}
	info, err := t.file.Stat()
	if err != nil {
		return false, err
	}
	at, err := t.file.Seek(0, io.SeekCurrent)
	return info.Size() > at, err
}
