package lockedfile

import (
	"os"
	"time"
)

// abandonedAfter is much longer than it takes to close and rename a file.
const abandonedAfter = time.Hour

// hold does nothing: Windows does not remove an open file. But the file must be
// closed before it is renamed, so removeAbandoned checks the age.
func hold(string) (release func(), held bool) { return func() {}, true }

// removeAbandoned removes a temporary file that no process has open and that is
// too old to be about to be renamed.
func removeAbandoned(name string) {
	if info, err := os.Lstat(name); err == nil && time.Since(info.ModTime()) > abandonedAfter {
		os.Remove(name)
	}
}
