package account_test

import (
	"errors"
	"io/fs"
	"path/filepath"
	"testing"
	"testing/fstest"

	"wxtool/internal/account"
)

// FuzzConfig checks that for any content of wxtool.yaml Resolve returns either
// usable settings or an ErrConfig, and never panics.
func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		"",
		"default: shop\nprofiles:\n  shop:\n    platform: work\n    token: ${A}\n    agent_id: 1000002\n",
		"profiles:\n  a: &a {token: '@wxtool.yaml'}\n  b: *a\n",
		"default: [\n--- !!x\n<<: {}\n",
		"? - a\n: # c\n  |+\n\n%TAG ! x\n...",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		files := fstest.MapFS{"wxtool.yaml": {Data: data, Mode: 0o644}}
		s, err := account.Resolve(account.Source{
			LookupEnv: func(name string) (string, bool) { return name, name == "A" },
			Open:      func(path string) (fs.File, error) { return files.Open(filepath.ToSlash(path)) },
			OpenBelow: func(dir, name string) (fs.File, error) { return files.Open(filepath.ToSlash(filepath.Join(dir, name))) },
			Stat:      func(path string) (fs.FileInfo, error) { return files.Stat(filepath.ToSlash(path)) },
			Lstat:     func(path string) (fs.FileInfo, error) { return files.Lstat(filepath.ToSlash(path)) },
		})
		if (s == nil) != (err != nil) || err != nil && !errors.Is(err, account.ErrConfig) {
			t.Fatalf("Resolve = %v, %v", s, err)
		}
		if s != nil {
			s.Warnings()
			s.WithDemo().Secrets()
		}
	})
}
