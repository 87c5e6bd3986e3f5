package lockedfile

import (
	"os"
	"time"
)

// abandonedAfter is much longer than it takes to close and rename a file.
const abandonedAfter = time.Hour

// hold has nothing to do: on Windows a file that is open cannot be removed. It
// must be closed before it is renamed, however; hence the age in removeAbandoned.
func hold(string) (release func(), held bool) { return func() {}, true }

// removeAbandoned removes a temporary file that no process has open and that is
// too old to be just about to be renamed.
func removeAbandoned(name string) {
	if info, err := os.Lstat(name); err == nil && time.Since(info.ModTime()) > abandonedAfter {
		os.Remove(name)
	}
}
