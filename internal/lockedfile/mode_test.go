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

// TestModes: the new file has the mode that was asked for, and while it is
// written it is open to nobody who may not read the result. The umask of the test
// would allow everything.
func TestModes(t *testing.T) {
	old := syscall.Umask(0)
	defer syscall.Umask(old)
	for _, tt := range []struct{ mode, meanwhile, after fs.FileMode }{
		{0o600, 0o600, 0o600}, {0o604, 0o600, 0o604}, {0o444, 0o600, 0o444}, {0, 0o666, 0o666},
	} {
		dir := t.TempDir()
		written := 0
		path := filepath.Join(dir, "file")
		err := lockedfile.Replace(path, tt.mode, func(w io.Writer) error {
			entries, err := os.ReadDir(dir)
			for _, entry := range entries {
				info, err := entry.Info()
				if err != nil || info.Mode().Perm() != tt.meanwhile {
					t.Errorf("mode %o: meanwhile there is %s with %v, %v", tt.mode, entry.Name(), info.Mode(), err)
				}
				written++
			}
			return err
		})
		if err != nil || written != 1 {
			t.Errorf("mode %o: %v, %d files meanwhile", tt.mode, err, written)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != tt.after {
			t.Errorf("mode %o: %v, %v", tt.mode, info.Mode(), err)
		}
	}
}
