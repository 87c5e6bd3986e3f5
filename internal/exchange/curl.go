package exchange

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Curl returns a command line that sends the request when it is pasted into a
// POSIX shell, and gives up after limit, which is rounded up to whole seconds. The
// body is given by --data-raw, which takes a leading @ literally. Expect is
// suppressed, as the platform sends none. A shell word cannot hold a NUL byte: a
// body with one is cut there.
func (r Request) Curl(limit time.Duration) string {
	return r.curl(limit, func(body []byte) string { return shellWord(string(body)) })
}

// CurlToCopy is Curl for a report from which the line is copied: bytes that a terminal
// does not show are written by printf.
func (r Request) CurlToCopy(limit time.Duration) string { return r.curl(limit, shellBody) }

func (r Request) curl(limit time.Duration, quoted func(body []byte) string) string {
	var b strings.Builder
	seconds := int((limit + time.Second - 1) / time.Second)
	fmt.Fprintf(&b, "curl -sS -i --max-time %d", max(seconds, 1))
	if strings.ContainsAny(r.URL, "[]{}") {
		b.WriteString(" -g") // else they are patterns of several URLs
	}
	b.WriteString(" " + r.curlMethod())
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			fmt.Fprintf(&b, " -H %s", shellWord(name+": "+value))
		}
	}
	b.WriteString(" -H 'Expect:'")
	if len(r.Body) > 0 {
		fmt.Fprintf(&b, " --data-raw %s", quoted(r.Body))
	}
	fmt.Fprintf(&b, " %s", shellWord(r.URL))
	return b.String()
}

// curlMethod is the option for the method. With -X HEAD curl would wait for a body. A method
// from outside may have characters of the shell, such as & and |.
func (r Request) curlMethod() string {
	switch {
	case r.Method == http.MethodHead && len(r.Body) == 0:
		return "--head"
	case strings.Trim(r.Method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && r.Method != "":
		return "-X " + r.Method
	}
	return "-X " + shellWord(r.Method)
}

// shellWord quotes s for a POSIX shell.
func shellWord(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// shellBody quotes a body so that it can be copied from a terminal. A shell drops the
// line ends at the end of what printf writes, so these follow it.
func shellBody(body []byte) string {
	if utf8.Valid(body) && !bytes.ContainsFunc(body, hidden) {
		return shellWord(string(body))
	}
	ends := body[len(bytes.TrimRight(body, "\n")):]
	body = body[:len(body)-len(ends)]
	var b strings.Builder
	if body[0] == '-' { // which printf would take for an option
		b.WriteString(`\055`)
		body = body[1:]
	}
	for len(body) > 0 {
		r, n := utf8.DecodeRune(body)
		switch {
		case r == '%' || r == '\\':
			b.WriteRune(r)
			b.WriteRune(r)
		case r == utf8.RuneError && n == 1 || hidden(r):
			for _, c := range body[:n] {
				fmt.Fprintf(&b, "\\%03o", c)
			}
		default:
			b.Write(body[:n])
		}
		body = body[n:]
	}
	return `"$(printf ` + shellWord(b.String()) + ")" + string(ends) + `"`
}

// hidden reports whether a character cannot be copied from a terminal.
func hidden(r rune) bool { return r != '\n' && r != '\t' && unicode.IsControl(r) }
