package account

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// maxFile bounds the config file and every @file, in bytes.
const maxFile = 1 << 20

// Source is where settings come from: flags, environment and files. LookupEnv,
// Open, OpenBelow, Stat and Lstat are required; the other fields may be empty.
type Source struct {
	Flags         map[string]string // by Key.Name, only the flags that were given; a value may be empty
	Profile       string            // --profile, "" if not given
	Config        string            // --config, "" if not given
	LookupEnv     func(string) (string, bool)
	Open          func(string) (fs.File, error)
	OpenBelow     func(dir, name string) (fs.File, error) // fails with ErrOutside if name, or a link in it, leads out of dir
	Stat, Lstat   func(string) (fs.FileInfo, error)
	Dir           string // working directory, the base of relative paths
	UserConfigDir string // the user's config folder, "" if there is none
	ProfileOnly   bool   // ignore the WXTOOL_… variables of settings; ${NAME} in profile values still works

	UID     int                                     // the user's id; if it is 0 or negative, owners of files are not checked
	Owner   func(fs.FileInfo) (uid int, known bool) // nil where files have no owner id and no mode, as on Windows
	Trusted func(path string, content []byte) bool  // whether the user trusts this content of a discovered file; nil means never
}

// Origin describes where a value came from: "flag --token", "environment
// WXTOOL_TOKEN", "profile shop (wxtool.yaml:5)", [OriginDefault], [OriginDemo] or
// [OriginMadeUp].
type Origin string

// Origins of values that were not set.
const (
	OriginDefault Origin = "default"
	OriginDemo    Origin = "demo account"
	OriginMadeUp  Origin = "made up"
)

// flagOrEnv returns the value of --profile or --config, or of its variable.
func (src Source) flagOrEnv(flag, value, env string) (string, Origin) {
	if value != "" {
		return value, Origin("flag --" + flag)
	}
	if value, ok := src.LookupEnv(env); ok {
		return value, Origin("environment " + env)
	}
	return "", ""
}

// flagValue returns the value of a flag. A secret may be @path, relative to the
// working directory.
func (src Source) flagValue(key Key, written string) (string, error) {
	path, isFile := strings.CutPrefix(written, "@")
	if !key.Secret || !isFile {
		return written, nil
	}
	path = absolute(src.Dir, path)
	value, err := readSecret(src.Open(path))
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return value, nil
}

// readSecret reads a file that contains only a secret, without the white space
// around it. Its parameters are the results of opening the file.
func readSecret(file fs.File, err error) (string, error) {
	if err != nil {
		return "", withoutPath(err)
	}
	content, _, err := read(file)
	if err != nil {
		return "", err
	}
	content = bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff")))
	if len(content) == 0 {
		return "", errors.New("the file is empty")
	}
	return string(content), nil
}

// read reads and closes a file of at most maxFile bytes. The FileInfo is of the
// opened file. Errors do not contain the path.
func read(file fs.File) ([]byte, fs.FileInfo, error) {
	defer file.Close()
	tooLarge := fmt.Errorf("larger than %d bytes", maxFile)
	info, err := file.Stat()
	switch {
	case err != nil:
		return nil, nil, withoutPath(err)
	case info.IsDir():
		return nil, nil, errors.New("is a folder")
	case info.Size() > maxFile:
		return nil, nil, tooLarge
	}
	content, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	switch {
	case err != nil:
		return nil, nil, withoutPath(err)
	case len(content) > maxFile: // a pipe does not report its size
		return nil, nil, tooLarge
	}
	return content, info, nil
}
