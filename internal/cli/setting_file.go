package cli

import (
	"io/fs"
	"os"

	"wxtool/internal/account"
	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

// openSetting opens a config file, or a file that holds a setting.
func openSetting(env *ui.Env) func(string) (fs.File, error) {
	return func(name string) (fs.File, error) { return openFile(env, name) }
}

// openSettingBelow opens a file that is not outside of dir. The system sees to it
// while it opens the file, so that no link can be changed in between.
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
		if err != nil && lockedfile.Outside(dir, name) { // os has no error of its own for it
			return nil, account.ErrOutside
		}
		return file, err
	}
}
