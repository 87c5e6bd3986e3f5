package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

// trustStore is a folder in the user's config folder with one file for each trusted
// config file. The name of a file is a hash of path and content, its content is the
// path. Without a config folder nothing is trusted.
type trustStore struct{ dir string }

func trustOf(env *ui.Env) trustStore {
	if env.ConfigDir == "" {
		return trustStore{}
	}
	return trustStore{filepath.Join(env.ConfigDir, "wxtool", "trusted")}
}

// entry returns the path of the file for a config file with a content.
func (t trustStore) entry(path string, content []byte) string {
	hash := sha256.Sum256(append([]byte(path+"\x00"), content...))
	return filepath.Join(t.dir, hex.EncodeToString(hash[:]))
}

// has reports whether the user trusts the content of a config file.
func (t trustStore) has(path string, content []byte) bool {
	if t.dir == "" {
		return false
	}
	info, err := os.Stat(t.entry(path, content))
	return err == nil && info.Mode().IsRegular()
}

// add stores that the user trusts the content.
func (t trustStore) add(path string, content []byte) error {
	if t.dir == "" {
		return config("profile trust: there is no config folder to save it in").withHint("set HOME or XDG_CONFIG_HOME, or use --config")
	}
	if err := os.MkdirAll(t.dir, 0o700); err != nil {
		return fileProblem("write", t.dir, err)
	}
	entry := t.entry(path, content)
	return writeError(entry, lockedfile.Replace(entry, 0o600, []byte(path+"\n")))
}

// remove removes all entries of a config file and returns their number.
func (t trustStore) remove(path string) (removed int, err error) {
	entries, err := os.ReadDir(t.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, fileProblem("read", t.dir, err)
	}
	for _, entry := range entries {
		name := filepath.Join(t.dir, entry.Name())
		whose, err := os.ReadFile(name)
		if err != nil || strings.TrimSuffix(string(whose), "\n") != path {
			continue
		}
		if err := os.Remove(name); err != nil {
			return removed, fileProblem("write", name, err)
		}
		removed++
	}
	return removed, nil
}
