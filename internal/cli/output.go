package cli

import (
	"bufio"
	"io"
	"path/filepath"

	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

// writeFile writes a file from the command line; see [lockedfile.Write].
func writeFile(env *ui.Env, name string, data []byte) error {
	return writeError(name, lockedfile.Write(pathOf(env, name), data))
}

// writeFileFunc is writeFile with what write writes, which may be long. An error of write
// is returned as it is, and keeps what was in the file.
func writeFileFunc(env *ui.Env, name string, write func(io.Writer) error) error {
	var failed error
	err := lockedfile.WriteFunc(pathOf(env, name), func(w io.Writer) error {
		out := bufio.NewWriterSize(w, 64<<10)
		failed = write(out)
		if err := out.Flush(); err != nil { // also an earlier one, which write has returned
			failed = nil
			return err
		}
		return failed
	})
	if failed != nil {
		return failed
	}
	return writeError(name, err)
}

// checkWritable reports why writeFile would fail.
func checkWritable(env *ui.Env, name string) error {
	return writeError(name, lockedfile.Writable(pathOf(env, name)))
}

// writeNew creates a file, which may exist only with the same content.
func writeNew(env *ui.Env, name string, data []byte) (written bool, err error) {
	f, err := openFolder(env, filepath.Dir(name))
	if err != nil {
		return false, err
	}
	defer f.Close()
	return f.writeNew(filepath.Base(name), data)
}

// folder is a folder for files whose names the program chooses.
type folder struct {
	*lockedfile.Folder
	name string // as given
}

// openFolder opens a folder, which is created if it does not exist.
func openFolder(env *ui.Env, name string) (*folder, error) {
	f, err := lockedfile.OpenFolder(pathOf(env, name))
	if err != nil {
		return nil, writeError(name, err)
	}
	return &folder{f, name}, nil
}

func (f *folder) writeNew(name string, data []byte) (written bool, err error) {
	written, err = f.WriteNew(name, data)
	return written, writeError(filepath.Join(f.name, name), err)
}

func writeError(name string, err error) error {
	if err == nil {
		return nil
	}
	return fileProblem("write", name, err)
}
