package cli

import (
	"io"
	"path/filepath"
	"strings"

	"wxtool/internal/ui"
)

// maxMessage is the maximum size of a message in bytes.
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

// pathOf returns the path of a file from the command line.
func pathOf(env *ui.Env, name string) string { return filepath.Join(dirOf(env, name), name) }

func dirOf(env *ui.Env, name string) string {
	if filepath.IsAbs(name) {
		return ""
	}
	return env.Dir
}

// readFile reads a whole file or stdin, up to 10 MiB.
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
		return nil, unreadable("cannot read %s: it is larger than the limit of %d MiB", fileName(name), maxMessage>>20)
	}
	return data, nil
}

func fileName(name string) string {
	if name == "-" {
		return "stdin"
	}
	return name
}

// argument returns the value of an argument: stdin for "-" and the content of a file for
// @path, both without the line end; any other text is the value itself.
func argument(env *ui.Env, s string) (string, error) {
	name, isFile := strings.CutPrefix(s, "@")
	if s != "-" && !isFile {
		return s, nil
	}
	data, err := readFile(env, name)
	return strings.TrimRight(string(data), "\r\n"), err
}
