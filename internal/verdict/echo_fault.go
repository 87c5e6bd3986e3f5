package verdict

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
)

// badStatus names a status that is not 200 and what it usually means here.
func badStatus(res *exchange.Response) (id, text string) {
	if res.Status == http.StatusOK {
		return "", ""
	}
	head := fmt.Sprintf("HTTP status %d %s", res.Status, http.StatusText(res.Status))
	switch {
	case res.Status >= 300 && res.Status < 400:
		return "redirect", fmt.Sprintf("HTTP %d redirects to %q; the platform does not follow, give it the final URL", res.Status, res.Header.Get("Location"))
	case res.Status == http.StatusUnauthorized, res.Status == http.StatusForbidden:
		return "refused-signature", head + ": the server refused a right signature; is its Token the same, and does it sort the parts?"
	case res.Status == http.StatusNotFound:
		return "http-status", head + ": the path of the URL is not the handler's"
	case res.Status == http.StatusMethodNotAllowed:
		return "http-status", head + ": the handler takes no GET, which the verification is"
	case res.Status == http.StatusUpgradeRequired:
		return "http-status", head + ": a proxy in front refuses HTTP/1.0 clients"
	}
	return "http-status", head + " instead of 200"
}

// echoFault names how the body differs from the echostr; sent is the echostr
// as it stood in the query.
func echoFault(res *exchange.Response, echostr []byte, sent string, platform callback.Platform) (id, text string) {
	body := res.Body
	if bytes.Equal(body, echostr) {
		return "", ""
	}
	lower := bytes.ToLower(bytes.TrimSpace(body))
	switch at := bytes.Index(body, echostr); {
	case len(body) == 0:
		return "empty", "the body is empty; it must be the echostr"
	case bytes.HasPrefix(lower, []byte("<!doctype")), bytes.HasPrefix(lower, []byte("<html")):
		return "html", "the body is an HTML page, not the echostr: a login, an error page or a framework's view around it"
	case at >= 0:
		return around(body, echostr, at)
	case platform == callback.Work && string(bytes.TrimSpace(body)) == sent:
		return "not-decrypted", "the body is the encrypted echostr as it was sent; WeCom wants it decrypted"
	case platform == callback.Work && strings.Contains(sent, "+") && string(body) == strings.ReplaceAll(sent, "+", " "):
		return "not-decrypted", "the body is the encrypted echostr, its + turned into spaces; decode the query once, then decrypt"
	case string(lower) == "success":
		return "other-body", "the body is success; a verification must be answered with the echostr"
	}
	return "other-body", fmt.Sprintf("the body is not the echostr: %s instead of %q", shortened(body), echostr)
}

// around names what stands before or behind the echostr.
func around(body, echostr []byte, at int) (id, text string) {
	before, after := body[:at], body[at+len(echostr):]
	switch {
	case bytes.HasPrefix(before, []byte("\xef\xbb\xbf")):
		id, text = "bom", "a byte order mark stands before the echostr; save the source files as UTF-8 without BOM"
	case bytes.HasSuffix(before, []byte(`"`)) && bytes.HasPrefix(after, []byte(`"`)):
		id, text = "quotes", "the echostr is in quotes: the framework encoded it as JSON; answer it as plain text"
	case len(before) == 0 && len(bytes.TrimSpace(after)) == 0:
		id, text = "trailing-newline", "whitespace follows the echostr; print it without a line end"
	case len(bytes.TrimSpace(before)) == 0 && len(bytes.TrimSpace(after)) == 0:
		id, text = "leading-space", "whitespace stands before the echostr; often a blank line before <?php or a template's"
	default:
		id, text = "extra-bytes", "other text stands around the echostr"
	}
	if len(before) > 0 {
		text += fmt.Sprintf(" (before it, from byte 0: %s)", hexBytes(before))
	}
	if len(after) > 0 {
		text += fmt.Sprintf(" (behind it, from byte %d: %s)", at+len(echostr), hexBytes(after))
	}
	return id, text
}

// hexBytes shows the first bytes in hexadecimal and as text.
func hexBytes(b []byte) string {
	const limit = 16
	more := ""
	if len(b) > limit {
		b, more = b[:limit], "…"
	}
	return fmt.Sprintf("% x%s %+q", b, more, b)
}
