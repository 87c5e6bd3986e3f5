package cli

import (
	"io/fs"
	"os"

	"wxtool/internal/account"
	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

// openSetting opens a config file, or a file with the value of a setting.
func openSetting(env *ui.Env) func(string) (fs.File, error) {
	return func(name string) (fs.File, error) { return openFile(env, name) }
}

// openSettingBelow opens a file in dir and rejects names that lead out of it. The check
// is part of opening the file, so that a link cannot be changed in between.
func openSettingBelow(env *ui.Env) func(dir, name string) (fs.File, error) {
	return func(dir, name string) (fs.File, error) {
		file, err := openWith(env, func() (*os.File, error) {
			root, err := os.OpenRoot(dir)
			if err != nil {
				return nil, err
			}
			defer root.Close()
			return root.Open(name)
		})
		if err != nil && lockedfile.Outside(dir, name) { // package os has no error value for it
			return nil, account.ErrOutside
		}
		return file, err
	}
}
