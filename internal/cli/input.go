package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

// maxMessage is how many bytes one message may have.
const maxMessage = 10 << 20

// open opens a file, or stdin for "-".
func open(env *ui.Env, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin(env)), nil
	}
	f, err := openFile(env, filepath.Join(dirOf(env, name), name))
	if err != nil {
		return nil, fileProblem("read", name, err)
	}
	return f, nil
}

func dirOf(env *ui.Env, name string) string {
	if filepath.IsAbs(name) {
		return ""
	}
	return env.Dir
}

func fileProblem(verb, name string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return unreadable("", "cannot %s %s: %w", verb, name, err)
}

// readFile reads one message from a file or stdin, up to 10 MiB.
func readFile(env *ui.Env, name string) ([]byte, error) {
	f, err := open(env, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxMessage+1))
	if err != nil {
		return nil, fileProblem("read", name, err)
	}
	if len(data) > maxMessage {
		return nil, unreadable("", "cannot read %s: it has more than %d MiB, the most that is read at once", fileName(name), maxMessage>>20)
	}
	return data, nil
}

func fileName(name string) string {
	if name == "-" {
		return "stdin"
	}
	return name
}

// argument reads a value from the command line: "-" is stdin and @path a
// file's content, both without the line end; anything else is itself.
func argument(env *ui.Env, s string) (string, error) {
	name, isFile := strings.CutPrefix(s, "@")
	if s != "-" && !isFile {
		return s, nil
	}
	data, err := readFile(env, name)
	return strings.TrimRight(string(data), "\r\n"), err
}

// errExists is a file that is there and would be lost.
var errExists = fmt.Errorf("%w, and differs", fs.ErrExist)

// rewrite replaces a file's content at once and keeps its mode. It refuses a
// file that is not its own (a symlink), or no longer has the content that the
// new one was made from.
func rewrite(name string, before, after []byte) error {
	info, err := os.Lstat(name)
	if err != nil {
		return fileProblem("write", name, err)
	}
	if !info.Mode().IsRegular() {
		return unreadable("name the file itself with --config", "cannot write %s: it is a symlink or no plain file", name)
	}
	have, err := os.ReadFile(name)
	if err != nil {
		return fileProblem("read", name, err)
	}
	if string(have) != string(before) {
		return unreadable("run the command again", "cannot write %s: somebody changed it meanwhile", name)
	}
	lockedfile.Sweep(filepath.Dir(name))
	return replaceFile(name, after, info.Mode().Perm())
}
