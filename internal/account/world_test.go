package account_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wxtool/internal/account"
)

// world makes a Source from an environment and files in a fresh folder; the
// working directory is its subfolder "work".
func world(t *testing.T, env, files map[string]string) account.Source {
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

// openBelow opens a file that is not outside of dir.
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

// show is a setting in one line: value and origin, or "unset".
func show(s *account.Settings, name string) string {
	value, ok := s.Get(name)
	if !ok {
		return "unset"
	}
	return value + " | " + string(s.Origin(name))
}

// withoutRoot makes an error comparable: the fresh folder becomes "/".
func withoutRoot(src account.Source, text string) string {
	return filepath.ToSlash(strings.ReplaceAll(text, filepath.Dir(src.Dir), ""))
}
