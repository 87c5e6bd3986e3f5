//go:build unix

package cli

import (
	"io/fs"
	"syscall"
)

// ownerLookup returns a function that returns the owner of a file, nil if the system has
// no user ids.
func ownerLookup() func(fs.FileInfo) (uid int, known bool) {
	return func(info fs.FileInfo) (int, bool) {
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return 0, false
		}
		return int(stat.Uid), true
	}
}
