package cli

import (
	"io"
	"path/filepath"
	"strings"

	"wxtool/internal/ui"
)

// maxMessage is how many bytes one message may have.
const maxMessage = 10 << 20

// open opens a file, or stdin for "-".
func open(env *ui.Env, name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(stdin(env)), nil
	}
	f, err := openFile(env, pathOf(env, name))
	if err != nil {
		return nil, fileProblem("read", name, err)
	}
	return f, nil
}

// pathOf is the path of a file that the user named.
func pathOf(env *ui.Env, name string) string { return filepath.Join(dirOf(env, name), name) }

func dirOf(env *ui.Env, name string) string {
	if filepath.IsAbs(name) {
		return ""
	}
	return env.Dir
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
		return nil, unreadable("", "cannot read %s: it has more than %d MiB, the limit for one message", fileName(name), maxMessage>>20)
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
