package deliver_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
	"wxtool/internal/wxtest"
)

// refusing answers the echostr of a right signature, and leaves a wrong one to
// wrong.
func refusing(acct callback.Account, wrong http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		echostr, err := acct.OpenEchostr(callback.ParseQuery(r.URL.RawQuery))
		if err != nil {
			wrong(w, r)
			return
		}
		w.Write(echostr)
	}
}

// saying answers with status and body, in which ECHO is the query's echostr and
// URL the whole URL.
func saying(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if status/100 == 3 {
			w.Header().Set("Location", "/login?next="+url.QueryEscape(r.URL.String()))
		}
		w.WriteHeader(status)
		w.Write([]byte(strings.NewReplacer("ECHO", r.URL.Query().Get("echostr"), "URL", r.URL.String()).Replace(body)))
	}
}

// TestWrongSignature: only a 200 whose body is the echostr after removing BOM,
// quotes and outer white space is an echo. A refusal may repeat the URL, echostr
// included, as Django's debug page and Flask's 308 do.
func TestWrongSignature(t *testing.T) {
	acct := wxtest.Account(callback.MP, callback.Plain)
	none := ""
	for _, tt := range []struct {
		name    string
		wrong   http.HandlerFunc
		check   verdict.SignatureCheck
		problem string
		level   verdict.Level
		words   string
	}{
		{"403", saying(403, ""), verdict.CheckRefused, none, "", ""},
		{"401", saying(401, "no"), verdict.CheckRefused, none, "", ""},
		{"403 that repeats the URL", saying(403, "forbidden: URL"), verdict.CheckRefused, none, "", ""},
		{"403 with the echostr alone", saying(403, "ECHO"), verdict.CheckRefused, none, "", ""},
		{"404 with Django's debug page", saying(404, "<!DOCTYPE html><table><tr><td>echostr</td><td>ECHO</td></tr></table><p>URL</p>"), verdict.CheckRefused, none, "", ""},
		{"308 that repeats the URL", saying(308, "<a href=\"URL\">URL</a>"), verdict.CheckAnswered, "wrong-signature-not-refused", verdict.Warning, "HTTP status 308"},
		{"200 failed", saying(200, "failed"), verdict.CheckAnswered, "wrong-signature-not-refused", verdict.Warning, `HTTP status 200 and "failed"`},
		{"200 with the word 403", saying(200, "403"), verdict.CheckAnswered, "wrong-signature-not-refused", verdict.Warning, `HTTP status 200 and "403"`},
		{"200 and nothing", saying(200, ""), verdict.CheckAnswered, "wrong-signature-not-refused", verdict.Warning, "HTTP status 200 and an empty body"},
		{"200 with a page that repeats the URL", saying(200, "<html>URL</html>"), verdict.CheckAnswered, "wrong-signature-not-refused", verdict.Warning, "HTTP status 200"},
		{"200 with JSON that repeats the echostr", saying(200, `{"error":"signature","echostr":"ECHO"}`), verdict.CheckAnswered, "wrong-signature-not-refused", verdict.Warning, "HTTP status 200"},
		{"201 with the echostr", saying(201, "ECHO"), verdict.CheckAnswered, "wrong-signature-not-refused", verdict.Warning, "HTTP status 201"},
		{"echo", saying(200, "ECHO"), verdict.CheckEchoed, "signature-not-checked", verdict.Error, "wrong signature"},
		{"echo in quotes", saying(200, `"ECHO"`), verdict.CheckEchoed, "signature-not-checked", verdict.Error, "wrong signature"},
		{"echo in single quotes", saying(200, `'ECHO'`), verdict.CheckEchoed, "signature-not-checked", verdict.Error, "wrong signature"},
		{"echo with BOM", saying(200, "\xef\xbb\xbfECHO"), verdict.CheckEchoed, "signature-not-checked", verdict.Error, "wrong signature"},
		{"echo with BOM, quotes and white space", saying(200, "\xef\xbb\xbf\n \"ECHO\"\r\n"), verdict.CheckEchoed, "signature-not-checked", verdict.Error, "wrong signature"},
		{"500", saying(500, "URL"), verdict.CheckFailed, "wrong-signature-fails", verdict.Warning, "HTTP status 500"},
		{"hang up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, verdict.CheckUnanswered, "wrong-signature-unanswered", verdict.Warning, "closed the connection"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, err := client(t).Handshake(t.Context(), acct, serve(t, refusing(acct, tt.wrong)))
			if err != nil {
				t.Fatal(err)
			}
			want := []string{}
			if tt.problem != none {
				want = []string{tt.problem}
			}
			if !slices.Equal(ids(h.Problems), want) || h.SignatureCheck() != tt.check || h.OK() == (tt.level == verdict.Error) {
				t.Fatalf("ok %t, %s, problems %+v; want %s, %v", h.OK(), h.SignatureCheck(), h.Problems, tt.check, want)
			}
			for _, p := range verdict.Render(h.Problems, lang.English) {
				if p.Level != tt.level || !strings.Contains(p.Problem, tt.words) {
					t.Errorf("problem %+v, want the %s with %q", p, tt.level, tt.words)
				}
			}
		})
	}
}

// patient shortens the deadline of its client once the first request is answered,
// so that only the second runs out of time.
type patient struct {
	client *deliver.Client
	http.RoundTripper
}

func (p *patient) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := p.RoundTripper.RoundTrip(r)
	p.client.Deadline = 20 * time.Millisecond
	return res, err
}

func TestWrongSignatureHangs(t *testing.T) {
	acct := wxtest.Account(callback.MP, callback.Plain)
	release := make(chan struct{})
	to := serve(t, refusing(acct, func(http.ResponseWriter, *http.Request) { <-release }))
	defer close(release)
	c := client(t)
	c.Deadline = time.Hour
	c.HTTP = &patient{c, c.HTTP}
	h, err := c.Handshake(t.Context(), acct, to)
	if err != nil || !h.OK() || !slices.Equal(ids(h.Problems), []string{"wrong-signature-hangs"}) || h.SignatureCheck() != verdict.CheckUnanswered {
		t.Fatalf("%+v, %v", h, err)
	}
}

// TestWrongSignatureIsAlwaysReported: also where the right one is answered
// wrongly, without a second problem for the same cause.
func TestWrongSignatureIsAlwaysReported(t *testing.T) {
	acct := wxtest.Account(callback.MP, callback.Plain)
	for _, tt := range []struct {
		name    string
		handler http.HandlerFunc
		check   verdict.SignatureCheck
		problem []string
	}{
		{"403 to all", saying(403, ""), verdict.CheckRefused, []string{"refused-signature"}},
		{"500 to all", saying(500, ""), verdict.CheckFailed, []string{"http-status"}},
		{"success to all", saying(200, "success"), verdict.CheckAnswered, []string{"other-body"}},
		{"quoted echostr to all", saying(200, `"ECHO"`), verdict.CheckEchoed, []string{"quotes", "signature-not-checked"}},
		{"no answer", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, verdict.CheckNotSent, []string{"closed"}},
	} {
		h, err := client(t).Handshake(t.Context(), acct, serve(t, tt.handler))
		if err != nil || h.OK() || h.SignatureCheck() != tt.check || !slices.Equal(ids(h.Problems), tt.problem) {
			t.Errorf("%s: %s, %+v, %v; want %s, %v", tt.name, h.SignatureCheck(), h.Problems, err, tt.check, tt.problem)
		}
	}
}
