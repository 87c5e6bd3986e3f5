package account

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// ErrOutside is in the chain of an error about @path in a discovered config file
// that leads out of the folder of the file.
var ErrOutside = errors.New("is outside of the folder of " + FileName)

// ErrLiteral is in the chain of an error about a variable in a setting that takes
// none: where a secret goes is not to be made of secrets.
var ErrLiteral = errors.New("${NAME} is not replaced here, only in token, encoding_aes_key, app_id, app_secret, agent_id and receive_id")

// expands reports whether ${NAME} is replaced in the setting.
func (key Key) expands() bool {
	return key.Secret || key.Name == AppID || key.Name == AgentID || key.Name == ReceiveID
}

// references lists the variables and the file that a profile value names, as it
// is written there: "${A}", "@keys/token".
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

// resolve works out a profile value as it is written: a secret that starts with
// @ is the content of a file, and in other secrets and ids variables are
// replaced.
func (cfg *config) resolve(src Source, key Key, written string) (string, error) {
	// Decided before variables are replaced: their content is never a path.
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

// secretAt reads a file that is relative to the config file.
func (cfg *config) secretAt(src Source, written string) (string, error) {
	path, err := expand(written, src.LookupEnv)
	if err != nil {
		return "", err
	}
	value, err := secretIn(cfg.open(src, path))
	if err != nil {
		return "", fmt.Errorf("%s: %w", absolute(filepath.Dir(cfg.path), written), err)
	}
	return value, nil
}

// open opens a file that the config file names. A discovered one reads nothing
// outside of its folder: a checkout could name the user's private keys.
func (cfg *config) open(src Source, path string) (fs.File, error) {
	dir := filepath.Dir(cfg.path)
	if cfg.how != discovered {
		return src.Open(absolute(dir, path))
	}
	below, err := filepath.Rel(dir, absolute(dir, path))
	if err != nil || !filepath.IsLocal(below) {
		return nil, ErrOutside
	}
	return src.OpenBelow(dir, below)
}
