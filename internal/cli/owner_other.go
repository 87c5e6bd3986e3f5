//go:build !unix

package cli

import "io/fs"

// ownerLookup returns a function that returns the owner of a file, nil if the system has
// no user ids.
func ownerLookup() func(fs.FileInfo) (uid int, known bool) { return nil }
