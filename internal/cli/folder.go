package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"wxtool/internal/ui"
)

// folder is one that the user named, and that files are made in whose names the
// user did not name: no symlink in it leads out of it.
type folder struct {
	*os.Root
	name string // as given
}

// writeNew writes a file that must not exist yet, or be the same already.
func writeNew(env *ui.Env, name string, data []byte) (written bool, err error) {
	f, err := openFolder(env, filepath.Dir(name))
	if err != nil {
		return false, err
	}
	defer f.Close()
	return f.writeNew(filepath.Base(name), data)
}

// openFolder opens a folder, which is made if it is not there.
func openFolder(env *ui.Env, name string) (*folder, error) {
	path := filepath.Join(dirOf(env, name), name)
	if err := os.MkdirAll(path, 0o777); err != nil {
		return nil, fileProblem("write", name, err)
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fileProblem("write", name, err)
	}
	return &folder{root, name}, nil
}

func (f *folder) writeNew(name string, data []byte) (written bool, err error) {
	if err := f.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return false, f.problem(name, err)
	}
	file, err := f.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return false, f.unchanged(name, data)
	}
	if err != nil {
		return false, f.problem(name, err)
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		f.Remove(name)
		return false, f.problem(name, err)
	}
	return true, nil
}

func (f *folder) unchanged(name string, data []byte) error {
	info, err := f.Lstat(name)
	if err != nil {
		return f.problem(name, err)
	}
	var have []byte
	if info.Mode().IsRegular() && info.Size() == int64(len(data)) {
		if have, err = f.ReadFile(name); err != nil {
			return f.problem(name, err)
		}
	}
	if info.IsDir() {
		return unreadable("name a file in it", "cannot write %s: it is a folder", filepath.Join(f.name, name))
	}
	if string(have) != string(data) {
		return unreadable("move it away, or export to another folder", "cannot write %s: %w", filepath.Join(f.name, name), errExists)
	}
	return nil
}

func (f *folder) problem(name string, err error) error {
	if leadsOut(f.Name(), name) {
		err = errors.New("a symlink leads out of " + f.name)
	}
	return fileProblem("write", filepath.Join(f.name, name), err)
}
