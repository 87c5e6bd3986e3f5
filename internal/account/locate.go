package account

import (
	"fmt"
	"path/filepath"
)

// FileName is the name of the config file. It is searched for in the working
// directory, its parents and the wxtool folder in the user's config folder.
const FileName = "wxtool.yaml"

// foundBy is the way in which a config file was found.
type foundBy int

const (
	named      foundBy = iota // with --config or WXTOOL_CONFIG
	own                       // in the user's config folder
	discovered                // in the working directory or a parent: may be another person's
)

// location is where the config file is. An empty path means that there is none.
type location struct {
	path    string // absolute, or relative to the process
	label   string // the path as errors and origins show it
	subject string // of an error about reading it
	found   foundBy
}

// locate finds the config file: the named one, else the one in the working
// directory or the nearest parent, else the one in the user's config folder.
func (src Source) locate() location {
	if name, origin := src.flagOrEnv("config", src.Config, ConfigEnv); name != "" {
		return location{absolute(src.Dir, name), name, fmt.Sprintf("%s: %s", origin, name), named}
	}
	user := src.userFile()
	for dir := src.Dir; ; dir = filepath.Dir(dir) {
		if path := filepath.Join(dir, FileName); src.isFile(path) {
			at := location{path: path, label: src.relative(path), found: discovered}
			if at.subject = at.label; path == user {
				at.found = own
			}
			return at
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

// userFile is the path of the config file in the user's config folder.
func (src Source) userFile() string {
	if src.UserConfigDir == "" {
		return ""
	}
	return filepath.Join(src.UserConfigDir, "wxtool", FileName)
}

// searched describes where locate searched.
func (src Source) searched() string {
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
