package fingerprint

import (
	"bytes"
	"html"
	"net/url"
	"path"
	"slices"
	"strings"
)

// between returns the text between two marks in the body, "" if they are not there.
func (a *answer) between(before, after string) string {
	_, rest, found := bytes.Cut(a.body, []byte(before))
	text, _, closed := bytes.Cut(rest[:min(len(rest), 1<<10)], []byte(after))
	if !found || !closed {
		return ""
	}
	return html.UnescapeString(string(text))
}

// pageTitle is the title without what frameworks add to it.
func pageTitle(a *answer) string { return strings.TrimSuffix(a.title, " // Werkzeug Debugger") }

// raisedBy is the view that raised Http404, as Django's debug page names it.
func raisedBy(a *answer) string {
	_, name, _ := strings.Cut(a.between("<th>Raised by:</th>", "</td>"), "<td>")
	return strings.TrimSpace(name)
}

func location(a *answer) string { return a.Header.Get("Location") }

// redirect returns the URL to which a redirect leads, nil if it is none.
func redirect(a *answer) *url.URL {
	if a.Status/100 != 3 || location(a) == "" {
		return nil
	}
	to, err := a.sent.Parse(location(a))
	if err != nil {
		return nil
	}
	return to
}

// isLogin reports whether a redirect leads to a login page.
func isLogin(a *answer) bool {
	to := redirect(a)
	if to == nil {
		return false
	}
	host, _, _ := strings.Cut(strings.ToLower(to.Hostname()), ".")
	return isLoginWord(host) || slices.ContainsFunc(strings.Split(strings.ToLower(to.Path), "/"), func(part string) bool {
		return isLoginWord(strings.TrimSuffix(part, path.Ext(part)))
	})
}

func isLoginWord(word string) bool {
	return slices.Contains([]string{"login", "log-in", "log_in", "signin", "sign-in", "sign_in", "logon", "sso", "cas"}, word)
}

// isLoginPage reports whether the body is an HTML page with a field for a password.
func isLoginPage(a *answer) bool {
	lower := bytes.ToLower(a.body)
	return isPage(lower) && slices.ContainsFunc([]string{`type="password"`, `type='password'`, `type=password`}, func(field string) bool {
		return bytes.Contains(lower, []byte(field))
	})
}

// addsSlash reports whether a redirect differs from the request by a slash at the end
// of the path.
func addsSlash(a *answer) bool {
	to := redirect(a)
	return to != nil && to.Host == a.sent.Host && to.Path == a.sent.Path+"/"
}

// addsTLS reports whether a redirect leads from http to https on the same host.
func addsTLS(a *answer) bool {
	to := redirect(a)
	return to != nil && a.sent.Scheme == "http" && to.Scheme == "https" && to.Hostname() == a.sent.Hostname()
}

// withSlash is the path that the server wants.
func withSlash(a *answer) string { return strings.TrimSuffix(a.sent.Path, "/") + "/" }

// maxRefusal is how long a body is at most that is about one parameter or code.
const maxRefusal = 4 << 10

func isRefusal(a *answer) bool { return a.Status >= 400 }

// wantsVerification reports whether an answer to a GET asks for the msg_signature of
// WeCom's verification.
func wantsVerification(a *answer) bool {
	return a.request.Method == "GET" && a.wantsMsgSignature()
}

// wantsEncryption reports whether a POST was refused because it has no msg_signature.
func wantsEncryption(a *answer) bool {
	return a.request.Method == "POST" && isRefusal(a) && a.wantsMsgSignature()
}

// wantsMsgSignature reports whether an answer is about msg_signature, which the request
// does not have. A debug page may have the word in the source code that it shows, so
// of a long page only the title counts.
func (a *answer) wantsMsgSignature() bool {
	const name = "msg_signature"
	if a.sent.Query().Has(name) {
		return false
	}
	return strings.Contains(a.title, name) || len(a.body) <= maxRefusal && a.contains(name)
}

// foundCode returns the first of these codes of the official library that a short body
// has as a number of its own, "" if it has none or is a reply.
func foundCode(a *answer, codes ...string) string {
	if len(a.body) > maxRefusal || a.contains("<xml") {
		return ""
	}
	for _, code := range codes {
		_, rest, found := bytes.Cut(a.body, []byte(code))
		if found && (len(rest) == 0 || rest[0] < '0' || rest[0] > '9') {
			return code
		}
	}
	return ""
}

// isNginx reports whether a body is an error page of nginx or OpenResty.
func (a *answer) isNginx() bool {
	return a.contains("<hr><center>nginx") || a.contains("<hr><center>openresty")
}
