package conform_test

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
)

// TestServerEndsBetweenRightRequests: after a case of right requests that failed, the
// control shows whether the server still works, and blocks the others if it does not.
func TestServerEndsBetweenRightRequests(t *testing.T) {
	s := setting{platform: callback.MP, mode: callback.Plain}
	right, ended := s.right(), atomic.Bool{}
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RawQuery, "oCheck_push_link") {
			ended.Store(true)
		}
		if ended.Load() {
			panic(http.ErrAbortHandler)
		}
		right.ServeHTTP(w, r)
	})
	bad, ran := check(t, conform.Options{Endpoint: s.endpoint(t, handler), Selection: conform.Selection{Only: []string{"push", "signature"}}})
	failed, blocked := 0, 0
	for name, r := range bad {
		switch r.Outcome {
		case conform.Failed:
			if failed++; name != "push/link" && name != "delivery/good-push" {
				t.Errorf("%s is failed, though the server had ended before", name)
			}
		case conform.Blocked:
			blocked++
		}
	}
	if failed != 2 || blocked < len(ran)-10 {
		t.Errorf("%d cases are failed and %d of %d blocked", failed, blocked, len(ran))
	}
}

// TestSumSaysWhatItDoesNotShow: a server that answers success to everything passes most
// cases, which the sum says.
func TestSumSaysWhatItDoesNotShow(t *testing.T) {
	s := setting{platform: callback.MP, mode: callback.Plain}
	silent := func(refuses bool) http.Handler {
		right := s.right()
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			in := receive(s, r)
			acct := s.account()
			_, err := acct.Open(callback.ParseQuery(r.URL.RawQuery), in.body)
			if r.Method == http.MethodGet || refuses && err != nil {
				right.ServeHTTP(w, in.Request)
				return
			}
			w.Write([]byte("success"))
		})
	}
	for _, c := range []struct {
		name     string
		handler  http.Handler
		unproven bool
		silent   bool
	}{
		{"right", s.right(), false, false},
		{"silent", silent(true), false, true},
		{"silent, and refuses nothing", silent(false), true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := conform.Options{Endpoint: s.endpoint(t, c.handler), Selection: conform.Selection{Only: []string{"reply", "signature/[^s]*"}}}
			sum, err := conform.Run(t.Context(), o, func(*conform.Result) error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			if sum.Unproven > 0 != c.unproven || sum.Silent != c.silent || sum.NotRun != 0 {
				t.Errorf("%+v", sum)
			}
			if want := c.unproven || c.silent; len(sum.Notes()) > 0 != want {
				t.Errorf("notes %v, want some: %t", sum.Notes(), want)
			}
		})
	}
}

// TestInterruptedCheckIsNotOK: what was not run is counted, and a check that was not
// finished says nothing good.
func TestInterruptedCheckIsNotOK(t *testing.T) {
	s := setting{platform: callback.MP, mode: callback.Plain}
	ctx, cancel := context.WithCancel(t.Context())
	o := conform.Options{Endpoint: s.endpoint(t, s.right()), Selection: conform.Selection{Only: []string{"handshake"}}}
	sum, err := conform.Run(ctx, o, func(*conform.Result) error { cancel(); return nil })
	if err == nil || sum.Cases != 1 || sum.NotRun < 5 || sum.OK(false) || len(sum.Notes()) != 1 {
		t.Errorf("%+v, OK %t, %v, %v", sum, sum.OK(false), sum.Notes(), err)
	}
}

// TestWarningOfEachReplyIsReportedOnce: what is wrong with all replies at level should is
// reported by the ordinary push, and by the other cases only as a note.
func TestWarningOfEachReplyIsReportedOnce(t *testing.T) {
	s := setting{platform: callback.MP, mode: callback.Plain}
	seconds := regexp.MustCompile(`<CreateTime>(\d+)</CreateTime>`)
	handler := answers(http.MethodPost, func(body string) string { return seconds.ReplaceAllString(body, "<CreateTime>${1}000</CreateTime>") })(s, s.right())
	bad, ran := check(t, conform.Options{Endpoint: s.endpoint(t, handler), Selection: conform.Selection{Only: []string{"delivery", "push"}}})
	for name, r := range bad {
		if name != "delivery/good-push" {
			t.Errorf("%s is %s: %+v", name, r.Outcome, r.Findings)
		}
	}
	if bad["delivery/good-push"] == nil || len(ran) < 20 {
		t.Errorf("%d of %d cases failed", len(bad), len(ran))
	}
	// Without the case of the ordinary push, another must report it.
	bad, _ = check(t, conform.Options{Endpoint: s.endpoint(t, handler), Selection: conform.Selection{Only: []string{"push/text"}}})
	if bad["push/text"] == nil {
		t.Error("no case reports it")
	}
}

// TestMistakeOfEachReplyIsReportedOnce: what makes each reply wrong fails the ordinary
// push, blocks cases of right requests, and fails no case about something else.
func TestMistakeOfEachReplyIsReportedOnce(t *testing.T) {
	s := setting{platform: callback.MP, mode: callback.Plain}
	handler := answers(http.MethodPost, func(body string) string {
		return strings.Replace(body, "<MsgType><![CDATA[text]]>", "<MsgType><![CDATA[txt]]>", 1)
	})(s, s.right())
	bad, _ := check(t, conform.Options{Endpoint: s.endpoint(t, handler), Selection: conform.Selection{Only: []string{"delivery", "robustness/stalled-bodies"}}})
	for name, r := range bad {
		if r.Outcome == conform.Failed && name != "delivery/good-push" {
			t.Errorf("%s is %s: %+v", name, r.Outcome, r.Findings)
		}
	}
	if r := bad["delivery/good-push"]; r == nil || r.Outcome != conform.Failed {
		t.Errorf("good-push: %+v", r)
	}
}

// TestRemedyIsThatOfTheCase: a server that answers a text well, and fails with one
// particular push, gets advice on that push and not on servers in general.
func TestRemedyIsThatOfTheCase(t *testing.T) {
	s := setting{platform: callback.MP, mode: callback.Plain}
	right := s.right()
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		in := receive(s, r)
		if strings.Contains(string(in.body), "\x02") {
			panic(http.ErrAbortHandler)
		}
		if strings.Contains(in.Header.Get("Content-Type"), "form") {
			w.WriteHeader(http.StatusInternalServerError)
			io.WriteString(w, "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n<p>The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.</p>\n")
			return
		}
		right.ServeHTTP(w, in.Request)
	})
	bad, _ := check(t, conform.Options{Endpoint: s.endpoint(t, handler), Selection: conform.Selection{Only: []string{"*/control-bytes", "*/content-types"}}})
	for name, want := range map[string]string{"reply/control-bytes": "Remove control characters", "delivery/content-types": "Read the raw body"} {
		if r := bad[name]; r == nil || !strings.HasPrefix(r.Findings[0].Remedy.EN, want) {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if r := bad["delivery/content-types"]; r == nil || r.Findings[0].CauseID == "" {
		t.Errorf("no cause is named: %+v", r)
	}
}

// TestPlainRequestsToTLS: a server of https that closes the connection to http is named by
// the verification too.
func TestPlainRequestsToTLS(t *testing.T) {
	s := setting{platform: callback.MP, mode: callback.Plain}
	e := s.endpoint(t, http.NotFoundHandler())
	secure := httptest.NewTLSServer(nil)
	defer secure.Close()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				first := make([]byte, 1)
				if _, err := io.ReadFull(conn, first); err == nil && first[0] == 0x16 {
					tls.Server(&prefixed{conn, first}, secure.TLS).Handshake()
				}
			}()
		}
	}()
	e.URL.Host = listener.Addr().String()
	bad, _ := check(t, conform.Options{Endpoint: e, Selection: conform.Selection{Only: []string{"handshake"}}})
	r := bad["handshake/echo-exact"]
	if r == nil || !strings.Contains(r.Findings[0].Problem.EN, "speaks https") || !strings.Contains(r.Findings[0].Remedy.EN, "scheme") {
		t.Errorf("%+v", r)
	}
}

// prefixed is a connection of which some bytes were read.
type prefixed struct {
	net.Conn
	read []byte
}

func (p *prefixed) Read(b []byte) (int, error) {
	if len(p.read) > 0 {
		n := copy(b, p.read)
		p.read = p.read[n:]
		return n, nil
	}
	return p.Conn.Read(b)
}

// TestPushCasesNameTheirPage: the source of a push is the page that describes it.
func TestPushCasesNameTheirPage(t *testing.T) {
	s := setting{platform: callback.Work, mode: callback.Safe}
	e := conform.Endpoint{Account: s.account(), Pushes: s.pushes(t)}
	for _, c := range conform.Cases(&e) {
		if c.Topic == conform.Push && c.Name == "external-contact-del" && !strings.HasSuffix(c.SourceFor(callback.Work), "/path/92130") {
			t.Errorf("%s: %s", c.Name, c.SourceFor(callback.Work))
		}
		if c.Topic == conform.Push && !strings.HasPrefix(c.SourceFor(callback.Work), "https://") {
			t.Errorf("%s: %q", c.Name, c.SourceFor(callback.Work))
		}
	}
}

// TestDestructivePushes: pushes after which servers delete something are sent only if
// that was asked for.
func TestDestructivePushes(t *testing.T) {
	for _, s := range []setting{
		{platform: callback.MP, mode: callback.Plain}, {platform: callback.MP, mode: callback.Safe, families: []string{"component"}},
		{platform: callback.Work, mode: callback.Safe, families: []string{"application"}}, {platform: callback.Work, mode: callback.Safe, families: []string{"suite"}},
	} {
		e := conform.Endpoint{Account: s.account(), Pushes: s.pushes(t)}
		kept := map[string]bool{}
		for _, c := range conform.Cases(&e) {
			kept[c.Name] = !c.Destructive
		}
		for _, name := range []string{
			"unsubscribe", "user-authorization-revoke", "component-unauthorized", "contact-delete-user", "contact-delete-party",
			"external-contact-del", "external-tag-delete", "external-chat-dismiss", "chain-remove-corp",
			"work-suite-suite-cancel-auth", "work-suite-suite-contact-delete-user", "work-suite-suite-reset-permanent-code",
		} {
			if kept[name] {
				t.Errorf("%s: %s would be sent", s, name)
			}
		}
		for _, name := range []string{"subscribe", "text", "contact-create-user", "work-suite-suite-ticket"} {
			if sent, ok := kept[name]; ok && !sent {
				t.Errorf("%s: %s would not be sent", s, name)
			}
		}
	}
}
