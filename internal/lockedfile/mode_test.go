//go:build unix

package lockedfile_test

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"wxtool/internal/lockedfile"
)

// TestModes: the new file has the requested mode, and while it is written it never
// grants more. The umask of the test would allow everything.
func TestModes(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	for _, tt := range []struct{ mode, during, after fs.FileMode }{
		{0o600, 0o600, 0o600}, {0o604, 0o600, 0o604}, {0o444, 0o600, 0o444}, {0, 0o666, 0o666},
	} {
		dir := t.TempDir()
		written := 0
		path := filepath.Join(dir, "file")
		err := lockedfile.ReplaceFunc(path, tt.mode, func(w io.Writer) error {
			entries, err := os.ReadDir(dir)
			for _, entry := range entries {
				info, err := entry.Info()
				if err != nil || info.Mode().Perm() != tt.during {
					t.Errorf("mode %o: during the write there is %s with %v, %v", tt.mode, entry.Name(), info.Mode(), err)
				}
				written++
			}
			return err
		})
		if err != nil || written != 1 {
			t.Errorf("mode %o: %v, %d files during the write", tt.mode, err, written)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != tt.after {
			t.Errorf("mode %o: %v, %v", tt.mode, info.Mode(), err)
		}
	}
}
