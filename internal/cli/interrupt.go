package cli

import (
	"context"
	"io"
	"io/fs"
	"os"

	"wxtool/internal/ui"
)

// interruptible stops waiting for r when the user interrupts: reading from a terminal, a
// pipe or a FIFO may block forever. Data that r returns later is lost, but then the
// command ends anyway.
type interruptible struct {
	r    io.Reader
	done <-chan struct{}
}

type readResult struct {
	data []byte
	err  error
}

func (i interruptible) Read(p []byte) (int, error) {
	select {
	case <-i.done:
		return 0, context.Canceled
	default:
	}
	read := make(chan readResult, 1)
	go func() {
		buf := make([]byte, len(p))
		n, err := i.r.Read(buf)
		read <- readResult{buf[:n], err}
	}()
	select {
	case <-i.done:
		return 0, context.Canceled
	case r := <-read:
		return copy(p, r.data), r.err
	}
}

// stdin returns an interruptible stdin.
func stdin(env *ui.Env) io.Reader { return interruptible{env.In, env.Done} }

// openFile is an interruptible os.Open: opening a FIFO without a writer blocks.
func openFile(env *ui.Env, name string) (fs.File, error) {
	return openWith(env, func() (*os.File, error) { return os.Open(name) })
}

func openWith(env *ui.Env, open func() (*os.File, error)) (fs.File, error) {
	type opened struct {
		file *os.File
		err  error
	}
	result := make(chan opened, 1)
	go func() {
		file, err := open()
		result <- opened{file, err}
	}()
	select {
	case <-env.Done:
		return nil, context.Canceled
	case o := <-result:
		if o.err != nil {
			return nil, o.err
		}
		return interruptibleFile{o.file, interruptible{o.file, env.Done}}, nil
	}
}

// interruptibleFile is a file whose reading can be interrupted.
type interruptibleFile struct {
	file   *os.File
	reader interruptible
}

func (f interruptibleFile) Stat() (fs.FileInfo, error) { return f.file.Stat() }
func (f interruptibleFile) Read(p []byte) (int, error) { return f.reader.Read(p) }
func (f interruptibleFile) Close() error               { return f.file.Close() }
