package account

import (
	"fmt"
	"path/filepath"
)

// FileName is the config file that is looked for in the working directory, its
// parents and the wxtool folder of the user's config folder.
const FileName = "wxtool.yaml"

// how says how a config file came to be used.
type how int

const (
	named      how = iota // with --config or WXTOOL_CONFIG
	own                   // it is in the user's config folder
	discovered            // in the working directory or a parent: anyone may have put it there
)

// location is where the config file is. An empty path means that there is none.
type location struct {
	path    string // absolute, or relative to the process
	label   string // the path as errors and origins show it
	subject string // of an error about reading it
	how     how
}

// locate finds the config file: the one that is named, else in the working
// directory or the next parent that has one, else the user's own.
func (src Source) locate() location {
	if name, origin := src.named("config", src.Config, ConfigEnv); name != "" {
		return location{absolute(src.Dir, name), name, fmt.Sprintf("%s: %s", origin, name), named}
	}
	user := src.userFile()
	for dir := src.Dir; ; dir = filepath.Dir(dir) {
		if path := filepath.Join(dir, FileName); src.isFile(path) {
			found := location{path: path, label: src.relative(path), how: discovered}
			if found.subject = found.label; path == user {
				found.how = own
			}
			return found
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if user != "" && src.isFile(user) {
		return location{user, user, user, own}
	}
	return location{}
}

// userFile is where the user's own config file would be.
func (src Source) userFile() string {
	if src.UserConfigDir == "" {
		return ""
	}
	return filepath.Join(src.UserConfigDir, "wxtool", FileName)
}

// looked says where a config file was looked for.
func (src Source) looked() string {
	places := src.Dir + " and its parent folders"
	if path := src.userFile(); path != "" {
		places += ", and for " + path
	}
	return fmt.Sprintf("looked for %s in %s", FileName, places)
}

func (src Source) isFile(path string) bool {
	info, err := src.Stat(path)
	return err == nil && !info.IsDir()
}

func (src Source) relative(path string) string {
	if short, err := filepath.Rel(src.Dir, path); err == nil {
		return short
	}
	return path
}

func absolute(base, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(base, path)
}
