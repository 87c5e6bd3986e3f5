package account

import (
	"fmt"
	"path/filepath"
)

// FileName is the config file that is looked for in the working directory, its
// parents and the wxtool folder of the user's config folder.
const FileName = "wxtool.yaml"

// locate returns the path of the config file, how to show it, and the subject
// of an error about reading it; an empty path if there is none.
func (src Source) locate() (path, label, subject string) {
	if name, origin := src.named("config", src.Config, ConfigEnv); name != "" {
		return absolute(src.Dir, name), name, fmt.Sprintf("%s: %s", origin, name)
	}
	for dir := src.Dir; ; dir = filepath.Dir(dir) {
		if path := filepath.Join(dir, FileName); src.isFile(path) {
			label := src.relative(path)
			return path, label, label
		}
		if dir == filepath.Dir(dir) {
			break
		}
	}
	if path := src.userFile(); path != "" && src.isFile(path) {
		return path, path, path
	}
	return "", "", ""
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
