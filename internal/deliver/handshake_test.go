package deliver_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/httpx"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
	"wxtool/internal/wxtest"
)

// checking answers the echostr of a right signature through mangle, and 403 to
// a wrong one.
func checking(acct callback.Account, mangle func(w http.ResponseWriter, r *http.Request, echostr string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		echostr, err := acct.OpenEchostr(callback.ParseQuery(r.URL.RawQuery))
		if err != nil {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		mangle(w, r, string(echostr))
	}
}

func TestHandshakeMP(t *testing.T) {
	acct := wxtest.Account(callback.MP, callback.Safe)
	say := func(format string) http.HandlerFunc {
		return checking(acct, func(w http.ResponseWriter, _ *http.Request, echostr string) {
			w.Write([]byte(strings.ReplaceAll(format, "ECHO", echostr)))
		})
	}
	status := func(code int) http.HandlerFunc { return wxtest.Answering(code, "") }
	tests := []struct {
		name     string
		handler  http.HandlerFunc
		problems []string
		words    string
	}{
		{"good", say("ECHO"), nil, ""},
		{"BOM", say("\xef\xbb\xbfECHO"), []string{"bom"}, "ef bb bf"},
		{"quotes", say(`"ECHO"`), []string{"quotes"}, "22"},
		{"trailing newline", say("ECHO\n"), []string{"trailing-newline"}, "0a"},
		{"leading newline", say("\r\nECHO"), []string{"leading-space"}, "0d 0a"},
		{"around", say("echostr=ECHO;"), []string{"extra-bytes"}, "after it, from byte 27"},
		{"HTML", say("<!DOCTYPE html><p>ECHO</p>"), []string{"html"}, "HTML page"},
		{"empty", say(""), []string{"empty"}, "empty"},
		{"success", say("success"), []string{"other-body"}, "success"},
		{"other", say("12"), []string{"other-body"}, `"12"`},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/other", http.StatusMovedPermanently)
		}, []string{"redirect"}, "/other"},
		{"404", status(404), []string{"http-status"}, "path"},
		{"403", status(403), []string{"refused-signature"}, "Token"},
		{"405", status(405), []string{"http-status"}, "GET"},
		{"500", status(500), []string{"http-status"}, "500"},
		{"unchecked", func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(r.URL.Query().Get("echostr"))) }, []string{"signature-not-checked"}, "wrong signature"},
		{"chunked", checking(acct, func(w http.ResponseWriter, _ *http.Request, echostr string) {
			w.Write([]byte(echostr[:1]))
			w.(http.Flusher).Flush()
			w.Write([]byte(echostr[1:]))
		}), []string{"chunked"}, "Content-Length"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := client(t).Handshake(t.Context(), acct, serve(t, tt.handler))
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(ids(h.Problems), append([]string{}, tt.problems...)) {
				t.Fatalf("problems %+v, want %v", h.Problems, tt.problems)
			}
			for _, p := range verdict.Render(h.Problems, lang.English) {
				if !strings.Contains(p.Problem, tt.words) {
					t.Errorf("text %q lacks %q", p.Problem, tt.words)
				}
			}
			if bad := len(tt.problems) > 0 && tt.name != "chunked"; h.OK() == bad {
				t.Errorf("ok = %t", h.OK())
			}
		})
	}
}

func TestHandshakeWork(t *testing.T) {
	acct := wxtest.Account(callback.Work, callback.Safe)
	good := checking(acct, func(w http.ResponseWriter, _ *http.Request, echostr string) { w.Write([]byte(echostr)) })
	encrypted := checking(acct, func(w http.ResponseWriter, r *http.Request, _ string) { w.Write([]byte(r.URL.Query().Get("echostr"))) })
	for name, tt := range map[string]struct {
		handler  http.HandlerFunc
		problems []string
	}{
		"good":          {good, nil},
		"not decrypted": {encrypted, []string{"not-decrypted"}},
	} {
		h, err := client(t).Handshake(t.Context(), acct, serve(t, tt.handler))
		if err != nil || !slices.Equal(ids(h.Problems), append([]string{}, tt.problems...)) {
			t.Errorf("%s: %+v, %v", name, h.Problems, err)
		}
	}
}

func TestHandshakeSlowAndClosed(t *testing.T) {
	acct := wxtest.Account(callback.Work, callback.Safe)
	c := client(t)
	c.Deadline = 50 * time.Millisecond
	h, err := c.Handshake(t.Context(), acct, serve(t, wxtest.Silent))
	if err != nil || !slices.Equal(ids(h.Problems), []string{"timeout"}) || !strings.Contains(h.Problems[0].Render(lang.English).Problem, "1 second") {
		t.Errorf("slow: %+v, %v", h, err)
	}
	to, _ := deliver.ParseTarget(wxtest.Closed())
	h, err = c.Handshake(t.Context(), acct, to)
	if err != nil || !slices.Equal(ids(h.Problems), []string{"refused"}) || h.Wrong != nil {
		t.Errorf("closed: %+v, %v", h, err)
	}
}

func TestParseTarget(t *testing.T) {
	for in, want := range map[string]string{
		"3000":                        "http://127.0.0.1:3000/",
		":3000/wx":                    "http://127.0.0.1:3000/wx",
		"3000/wx?a=b":                 "http://127.0.0.1:3000/wx?a=b",
		"host:3000/wx":                "http://host:3000/wx",
		"localhost":                   "http://localhost/",
		"https://example.com/x?y=%2B": "https://example.com/x?y=%2B",
		"http://[::1]:80/":            "http://[::1]:80/",
	} {
		u, err := deliver.ParseTarget(in)
		if err != nil || u.String() != want {
			t.Errorf("ParseTarget(%q) = %v, %v, want %s", in, u, err, want)
		}
	}
	for _, in := range []string{"", " ", "0", "70000", "ftp://x/", "http://", "http://u:p@x/", "http://x:99999/", "http://%zz/", "http:// x/"} {
		if u, err := deliver.ParseTarget(in); err == nil {
			t.Errorf("ParseTarget(%q) = %v", in, u)
		}
	}
}

func TestIsLoopback(t *testing.T) {
	for in, want := range map[string]bool{
		"http://localhost/": true, "http://127.9.9.9/": true, "http://[::1]/": true, "http://LOCALHOST./": true,
		"http://10.0.0.1/": false, "http://a.localhost/": false, "http://localhost.example.com/": false, "http://0.0.0.0/": false, "http://127.0.0.1.example.com/": false,
	} {
		u, err := deliver.ParseTarget(in)
		if err != nil || deliver.IsLoopback(u) != want {
			t.Errorf("IsLoopback(%s) != %t (%v)", in, want, err)
		}
	}
}

// TestHandshakeOfTheOtherPlatform: a server of WeCom that gets the verification of an
// Official Account is found out by its answer to that of WeCom. A server that answers
// the encrypted echostr as it is proves nothing.
func TestHandshakeOfTheOtherPlatform(t *testing.T) {
	work := wxtest.Account(callback.Work, callback.Safe)
	for name, answer := range map[string]func(q callback.Query) string{
		"WeCom": func(q callback.Query) string {
			plain, err := work.OpenEchostr(q)
			if err != nil {
				return "error"
			}
			return string(plain)
		},
		"echo": func(q callback.Query) string { return "[" + q.Get("echostr") + "]" },
	} {
		c := client(t)
		c.HTTP = httpx.InProcess{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, answer(callback.ParseQuery(r.URL.RawQuery)))
		})}
		acct := work
		acct.Platform, acct.Mode = callback.MP, callback.Safe
		target, err := deliver.ParseTarget("http://127.0.0.1:1/")
		if err != nil {
			t.Fatal(err)
		}
		h, err := c.Handshake(t.Context(), acct, target)
		if err != nil {
			t.Fatal(err)
		}
		cause := h.Problems[0].Cause
		if found := cause != nil && cause.ID == "wecom-url"; found != (name == "WeCom") || h.AsWeCom == nil || h.OK() {
			t.Errorf("%s: %+v", name, h.Problems)
		}
	}
}
