package lockedfile_test

import (
	"os"
	"path/filepath"
	"testing"

	"wxtool/internal/lockedfile"
)

// TestRewrite: only a regular file that still has the old content is replaced. Its
// mode stays.
func TestRewrite(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "wxtool.yaml")
	if err := os.WriteFile(name, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := lockedfile.Rewrite(name, []byte("other"), []byte("new")); err == nil {
		t.Error("a changed file is overwritten")
	}
	if err := lockedfile.Rewrite(name, []byte("old"), []byte("new")); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(name)
	info, _ := os.Stat(name)
	entries, _ := os.ReadDir(dir)
	if string(data) != "new" || info.Mode().Perm() != 0o640 || len(entries) != 1 {
		t.Errorf("%q, mode %v, %d files", data, info.Mode(), len(entries))
	}
	if err := lockedfile.Rewrite(dir, nil, nil); err == nil {
		t.Error("a folder is overwritten")
	}
}
