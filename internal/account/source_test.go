package account_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wxtool/internal/account"
)

// newSource returns a Source with an environment and with files in a new folder.
// The working directory is its subfolder "work".
func newSource(t *testing.T, env, files map[string]string) account.Source {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return account.Source{
		LookupEnv:     func(name string) (string, bool) { value, ok := env[name]; return value, ok },
		Open:          func(name string) (fs.File, error) { return os.Open(name) },
		OpenBelow:     openBelow,
		Stat:          os.Stat,
		Lstat:         os.Lstat,
		Dir:           filepath.Join(root, "work"),
		UserConfigDir: filepath.Join(root, "config"),
	}
}

// openBelow opens a file in dir and rejects names that lead out of it.
func openBelow(dir, name string) (fs.File, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return root.Open(name)
}

func resolve(t *testing.T, src account.Source) *account.Settings {
	t.Helper()
	s, err := account.Resolve(src)
	if err != nil {
		t.Fatalf("Resolve: %v", err)
	}
	return s
}

// show returns a setting as one line: value and origin, or "unset".
func show(s *account.Settings, name string) string {
	value, ok := s.Get(name)
	if !ok {
		return "unset"
	}
	return value + " | " + string(s.Origin(name))
}

// withoutRoot replaces the folder of newSource by "/" in an error.
func withoutRoot(src account.Source, text string) string {
	return filepath.ToSlash(strings.ReplaceAll(text, filepath.Dir(src.Dir), ""))
}
