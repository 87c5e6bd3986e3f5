package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Curl returns a command line that sends the request when it is pasted into a
// POSIX shell, and gives up after limit, which is rounded up to whole seconds. The
// body is given by --data-raw, which takes a leading @ literally. Expect is
// suppressed, as the platform sends none. A shell word cannot hold a NUL byte: a
// body with one is cut there.
func (r Request) Curl(limit time.Duration) string {
	var b strings.Builder
	seconds := int((limit + time.Second - 1) / time.Second)
	fmt.Fprintf(&b, "curl -sS -i --max-time %d -X %s", max(seconds, 1), r.Method)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			fmt.Fprintf(&b, " -H %s", shellWord(name+": "+value))
		}
	}
	b.WriteString(" -H 'Expect:'")
	if len(r.Body) > 0 {
		fmt.Fprintf(&b, " --data-raw %s", shellWord(string(r.Body)))
	}
	fmt.Fprintf(&b, " %s", shellWord(r.URL))
	return b.String()
}

// shellWord quotes s for a POSIX shell.
func shellWord(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
