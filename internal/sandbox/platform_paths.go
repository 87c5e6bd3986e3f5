package sandbox

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed paths.txt
var otherPaths string

// otherPath finds a path of the platform that the sandbox does not serve, and
// how many calls a day an account has, 0 where no limit is documented.
func otherPath(wanted string) (daily int, known bool) {
	for line := range strings.Lines(otherPaths) {
		path, limit, _ := strings.Cut(strings.TrimSpace(line), " ")
		if path == wanted && strings.HasPrefix(path, "/") {
			daily, _ = strconv.Atoi(limit) // a test reads the whole file
			return daily, true
		}
	}
	return 0, false
}
