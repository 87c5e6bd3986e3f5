//go:build !unix

package cli

import "io/fs"

// ownerLookup returns the function that finds out whose a file is, nil where the
// system has no such ids.
func ownerLookup() func(fs.FileInfo) (uid int, known bool) { return nil }
