package cli

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
)

// Secrets with characters that JSON, Go quotes, URLs and shells escape differently. The
// tests search for the part after the first four characters, which a mask shows.
const (
	escapedToken  = `Toke"n\&<'+/ é-CanaryPartOfToken`
	escapedSecret = `Secr"e\&<'+/ é-CanaryPartOfSecret`
)

// echoing is a server that answers with the request, or a platform that returns a token
// and refuses all other calls with the request as errmsg.
type echoing struct{ refusing bool }

func (e echoing) RoundTrip(r *http.Request) (*http.Response, error) {
	heard := r.URL.String() + "\n"
	if r.Body != nil {
		sent, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		heard += string(sent)
	}
	body := heard
	switch {
	case e.refusing && strings.HasSuffix(r.URL.Path, "token") && r.Header.Get("Authorization") == "":
		body = `{"errcode":40125,"errmsg":` + quotedJSON(heard) + `}`
	case strings.Contains(r.URL.Path, "/cgi-bin/"):
		body = `{"access_token":"abc","expires_in":7200}`
	}
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body))), Request: r}, nil
}

// quotedJSON is text as a JSON string.
func quotedJSON(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}

// TestEscapedSecretsNeverPrinted: a secret is masked in every escaped form, also in
// answers that repeat it.
func TestEscapedSecretsNeverPrinted(t *testing.T) {
	t.Parallel()
	for _, c := range secretCalls() {
		for _, refusing := range []bool{true, false} {
			for _, more := range []string{"", "--json"} {
				w := newWorld(t)
				w.http, w.api, w.stdin = echoing{}, echoing{refusing}, c.stdin
				w.vars["WXTOOL_TOKEN"], w.vars["WXTOOL_APP_SECRET"], w.vars["WXTOOL_APP_ID"] = escapedToken, escapedSecret, "wx1"
				args := strings.Fields(c.args)
				if more != "" {
					args = append(args, more)
				}
				_, stdout, stderr := w.run(args...)
				for _, part := range []string{"CanaryPartOfToken", "CanaryPartOfSecret"} {
					if strings.Contains(stdout, part) {
						t.Errorf("%s: stdout has %s:\n%s", args, part, stdout)
					}
					if strings.Contains(stderr, part) {
						t.Errorf("%s: stderr has %s:\n%s", args, part, stderr)
					}
				}
			}
		}
	}
}
