package account

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// maxFile bounds the config file and every @file, in bytes.
const maxFile = 1 << 20

// Source is the world that settings come from. The three functions are
// required; everything else may be empty.
type Source struct {
	Flags         map[string]string // by Key.Name, those given explicitly only; an empty value is a value
	Profile       string            // --profile, "" if not given
	Config        string            // --config, "" if not given
	LookupEnv     func(string) (string, bool)
	ReadFile      func(string) ([]byte, error)
	Stat          func(string) (fs.FileInfo, error)
	Dir           string // working directory, the base of relative paths
	UserConfigDir string // the user's config folder, "" if there is none
	ProfileAlone  bool   // the environment gives no setting; variables in the profile's values are replaced
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

// value works out a setting as written: variables if lookup is given, and for
// secrets @path, which is relative to base.
func (src Source) value(key Key, written, base string, lookup func(string) (string, bool)) (string, error) {
	// Decided before variables are replaced: their content is never a path.
	path, isFile := strings.CutPrefix(written, "@")
	if !key.Secret || !isFile {
		return expand(written, lookup)
	}
	expanded, err := expand(path, lookup)
	if err != nil {
		return "", err
	}
	content, _, err := src.read(absolute(base, expanded))
	if err != nil {
		return "", fmt.Errorf("%s: %w", absolute(base, path), err)
	}
	content = bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\ufeff")))
	if len(content) == 0 {
		return "", fmt.Errorf("%s: the file is empty", absolute(base, path))
	}
	return string(content), nil
}

// read returns a bounded file; its errors do not hold the path.
func (src Source) read(path string) ([]byte, fs.FileInfo, error) {
	tooLarge := fmt.Errorf("larger than %d bytes", maxFile)
	info, err := src.Stat(path)
	switch {
	case err != nil:
		return nil, nil, withoutPath(err)
	case info.IsDir():
		return nil, nil, errors.New("is a folder")
	case info.Size() > maxFile:
		return nil, nil, tooLarge
	}
	content, err := src.ReadFile(path)
	switch {
	case err != nil:
		return nil, nil, withoutPath(err)
	case len(content) > maxFile: // a pipe has no size to ask for
		return nil, nil, tooLarge
	}
	return content, info, nil
}
