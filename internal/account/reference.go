package account

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// ErrOutside is wrapped by the error about @path in a discovered config file if the
// path is outside of the file's folder.
var ErrOutside = errors.New("is outside of the folder of " + FileName)

// ErrLiteral is wrapped by the error about a variable in a setting that does not
// support variables. URLs do not, because they are sent to a host.
var ErrLiteral = errors.New("${NAME} is not replaced here, only in token, encoding_aes_key, app_id, app_secret, agent_id and receive_id")

// expands reports whether ${NAME} is replaced in the setting.
func (key Key) expands() bool {
	return key.Secret || key.Name == AppID || key.Name == AgentID || key.Name == ReceiveID
}

// references returns the variables or the file that a profile value refers to, as
// written in the profile: "${A}", "@keys/token".
func (key Key) references(written string) []string {
	if path, isFile := strings.CutPrefix(written, "@"); isFile && key.Secret {
		return []string{"@" + path}
	}
	if !key.expands() {
		return nil
	}
	var names []string
	for rest := written; ; {
		_, after, found := strings.Cut(rest, "${")
		name, after, closed := strings.Cut(after, "}")
		if !found || !closed {
			return names
		}
		names = append(names, "${"+name+"}")
		rest = after
	}
}

// resolve returns the value of a profile entry: the content of the file for a
// secret that starts with @, else the text, in secrets and ids with its variables
// replaced.
func (cfg *config) resolve(src Source, key Key, written string) (string, error) {
	// Check for @ before variables are replaced: their values are never paths.
	path, isFile := strings.CutPrefix(written, "@")
	switch {
	case key.Secret && isFile:
		return cfg.secretAt(src, path)
	case key.expands():
		return expand(written, src.LookupEnv)
	case strings.Contains(written, "${"):
		return "", ErrLiteral
	}
	return written, nil
}

// secretAt reads a secret from a file; the path is relative to the config file.
func (cfg *config) secretAt(src Source, written string) (string, error) {
	path, err := expand(written, src.LookupEnv)
	if err != nil {
		return "", err
	}
	value, err := readSecret(cfg.open(src, path))
	if err != nil {
		return "", fmt.Errorf("%s: %w", absolute(filepath.Dir(cfg.path), written), err)
	}
	return value, nil
}

// open opens a file that the config file refers to. For a discovered config file
// it must be in the same folder: a checkout could name the user's private keys.
func (cfg *config) open(src Source, path string) (fs.File, error) {
	dir := filepath.Dir(cfg.path)
	if cfg.found != discovered {
		return src.Open(absolute(dir, path))
	}
	below, err := filepath.Rel(dir, absolute(dir, path))
	if err != nil || !filepath.IsLocal(below) {
		return nil, ErrOutside
	}
	return src.OpenBelow(dir, below)
}
