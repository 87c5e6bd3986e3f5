package cli

import (
	"context"
	"io"
	"os"

	"wxtool/internal/ui"
)

// interruptible gives up waiting for r when the user interrupts: a terminal, a
// pipe or a FIFO may keep a reader waiting for ever. What r reads after that is
// lost, which is of no matter to a command that ends.
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

// stdin is what the user pipes in.
func stdin(env *ui.Env) io.Reader { return interruptible{env.In, env.Done} }

// openFile is os.Open; opening a FIFO that nobody writes to can be interrupted.
func openFile(env *ui.Env, name string) (io.ReadCloser, error) {
	type opened struct {
		file *os.File
		err  error
	}
	result := make(chan opened, 1)
	go func() {
		file, err := os.Open(name)
		result <- opened{file, err}
	}()
	select {
	case <-env.Done:
		return nil, context.Canceled
	case o := <-result:
		if o.err != nil {
			return nil, o.err
		}
		return readCloser{interruptible{o.file, env.Done}, o.file}, nil
	}
}

type readCloser struct {
	io.Reader
	io.Closer
}

// maxSetting is how many bytes a config file, or a file that holds a setting,
// may have; the account settings refuse one byte more.
const maxSetting = 1 << 20

// readSetting reads such a file, of which /dev/zero may be one.
func readSetting(env *ui.Env) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		file, err := openFile(env, name)
		if err != nil {
			return nil, err
		}
		defer file.Close()
		return io.ReadAll(io.LimitReader(file, maxSetting+1))
	}
}
