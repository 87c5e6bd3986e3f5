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

// Source is the world that settings come from. LookupEnv, Open, OpenBelow, Stat
// and Lstat are required; everything else may be empty.
type Source struct {
	Flags         map[string]string // by Key.Name, those given explicitly only; an empty value is a value
	Profile       string            // --profile, "" if not given
	Config        string            // --config, "" if not given
	LookupEnv     func(string) (string, bool)
	Open          func(string) (fs.File, error)
	OpenBelow     func(dir, name string) (fs.File, error) // ErrOutside if name, or a link in it, leads out of dir
	Stat, Lstat   func(string) (fs.FileInfo, error)
	Dir           string // working directory, the base of relative paths
	UserConfigDir string // the user's config folder, "" if there is none
	ProfileAlone  bool   // the environment gives no setting; variables in the profile's values are replaced

	UID     int                                     // the user's id; root's and negative ones are not compared with a file's
	Owner   func(fs.FileInfo) (uid int, known bool) // nil where files have neither an owner's id nor a mode, as on Windows
	Trusted func(path string, content []byte) bool  // whether the user trusts this content of a discovered file; nil: never
}

// Origin tells where a value came from, in words: "flag --token", "environment
// WXTOOL_TOKEN", "profile shop (wxtool.yaml:5)", [OriginDefault] or [OriginDemo].
type Origin string

// Origins of values that nobody gave.
const (
	OriginDefault Origin = "default"
	OriginDemo    Origin = "demo account"
)

// named returns the value of --profile or --config, or of the variable for it.
func (src Source) named(flag, value, env string) (string, Origin) {
	if value != "" {
		return value, Origin("flag --" + flag)
	}
	if value, ok := src.LookupEnv(env); ok {
		return value, Origin("environment " + env)
	}
	return "", ""
}

// flagValue works out the value of a flag: a secret may be @path, which is
// relative to the working directory.
func (src Source) flagValue(key Key, written string) (string, error) {
	path, isFile := strings.CutPrefix(written, "@")
	if !key.Secret || !isFile {
		return written, nil
	}
	path = absolute(src.Dir, path)
	value, err := secretIn(src.Open(path))
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return value, nil
}

// secretIn is the content of an opened file that holds a secret and nothing else.
func secretIn(file fs.File, err error) (string, error) {
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

// read returns what is in a file, which is bounded, and closes it. What it says
// about the file is said of the bytes that were read, also if the path leads to
// another one by now. Its errors do not hold the path.
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
	case len(content) > maxFile: // a pipe has no size to ask for
		return nil, nil, tooLarge
	}
	return content, info, nil
}
