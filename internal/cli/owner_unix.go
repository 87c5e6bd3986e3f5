//go:build unix

package cli

import (
	"io/fs"
	"syscall"
)

// ownerLookup returns the function that finds out whose a file is, nil where the
// system has no such ids.
func ownerLookup() func(fs.FileInfo) (uid int, known bool) {
	return func(info fs.FileInfo) (int, bool) {
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok {
			return 0, false
		}
		return int(stat.Uid), true
	}
}
