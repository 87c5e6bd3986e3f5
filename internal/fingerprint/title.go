// Package fingerprint recognizes the pages and headers with which frameworks, proxies
// and other software answer instead of the developer's handler, and returns what causes
// them and how to correct it.
//
// A cause explains an answer that is wrong by the platform's rules. It is no verdict:
// nothing is wrong because a fingerprint fits. All functions are pure, and may be called
// by several goroutines at the same time, with any bytes.
package fingerprint

import (
	"bytes"
	"html"
	"strings"
)

// maxHead is how many bytes of a page are searched for its title.
const maxHead = 64 << 10

// Title returns the title of an HTML page on one line, "" if a body has none.
func Title(body []byte) string {
	body = body[:min(len(body), maxHead)]
	lower := bytes.ToLower(body)
	if len(lower) != len(body) { // letters whose lower case has another length
		lower = body
	}
	start := bytes.Index(lower, []byte("<title"))
	if start < 0 || !isPage(lower) {
		return ""
	}
	open := bytes.IndexByte(lower[start:], '>')
	if open < 0 {
		return ""
	}
	start += open + 1
	length := bytes.Index(lower[start:], []byte("</title"))
	if length < 0 {
		return ""
	}
	return strings.Join(strings.Fields(html.UnescapeString(string(body[start:start+length]))), " ")
}

// isPage reports whether a body in lower case is an HTML page, as opposed to a reply
// that has an element Title.
func isPage(lower []byte) bool {
	lower = bytes.TrimLeft(lower, " \t\r\n\xef\xbb\xbf")
	return bytes.HasPrefix(lower, []byte("<!doctype html")) || bytes.HasPrefix(lower, []byte("<html"))
}
