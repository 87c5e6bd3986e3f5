package fingerprint_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wxtool/internal/exchange"
	"wxtool/internal/fingerprint"
	"wxtool/internal/lang"
)

// page is an answer to a request, and the cause that it shows; "" for none.
type page struct {
	file, request, id, detail string
}

// pages are the answers in testdata, see README.md there.
func pages() []page {
	const get, post = "GET http://127.0.0.1:9000/wx?signature=x", "POST http://127.0.0.1:9000/wx?signature=x"
	return []page{
		{"django-3.2-csrf", post, "django-csrf", ""},
		{"django-3.2-csrf-debug", post, "django-csrf", ""},
		{"django-3.2-allowed-hosts", get, "django-allowed-hosts", ""},
		{"django-3.2-allowed-hosts-debug", get, "django-allowed-hosts", ""},
		{"django-3.2-not-found", get, "django-not-found", ""},
		{"django-3.2-not-found-debug", get, "django-not-found", ""},
		{"django-3.2-raised-debug", post, "django-raised-404", "shop.views.add"},
		{"django-3.2-exception", post, "django-server-error", ""},
		{"django-3.2-exception-debug", post, "django-exception", "MultiValueDictKeyError at /boom"},
		{"django-3.2-slash", "GET http://127.0.0.1:9102/slash", "slash-redirect", "/slash/"},
		{"django-3.2-slash-debug", post, "django-append-slash", ""},
		{"django-3.2-login", get, "login-redirect", ""},
		{"flask-2.2-not-found", get, "flask-not-found", ""},
		{"flask-2.2-method", post, "flask-method", ""},
		{"flask-2.2-exception", post, "flask-exception", ""},
		{"flask-2.2-debugger", post, "werkzeug-debugger", "KeyError: 'no_such'"},
		{"flask-2.2-bad-request", post, "flask-bad-request", ""},
		{"flask-3.1-json", post, "flask-json", ""},
		{"flask-2.2-slash", "POST http://127.0.0.1:9111/slash?signature=x", "slash-redirect", "/slash/"},
		{"fastapi-0.92-not-found", post, "fastapi-not-found", ""},
		{"fastapi-0.92-method", post, "fastapi-method", ""},
		{"fastapi-0.92-missing-parameter", "GET http://127.0.0.1/wx?msg_signature=x", "fastapi-parameter", `"query","msg_signature"`},
		{"fastapi-0.92-missing-parameter", get, "wecom-verification", ""},
		{"fastapi-0.92-missing-parameter", post, "wants-encryption", ""},
		{"starlette-0.26-exception", get, "", ""}, // any server may send these words
		{"express-4.22-not-found", post, "express-not-found", ""},
		{"express-5.3-not-found", get, "express-not-found", ""},
		{"express-4.22-exception", post, "express-exception", "Error: no such user"},
		{"fastify-5.12-not-found", post, "fastify-not-found", ""},
		{"fastify-5.12-media-type", post, "fastify-media-type", ""},
		{"nginx-1.22-not-found", get, "nginx-not-found", ""},
		{"nginx-1.22-too-large", post, "nginx-too-large", ""},
		{"nginx-1.22-bad-gateway", post, "nginx-bad-gateway", ""},
		{"nginx-1.22-gateway-timeout", post, "nginx-gateway-timeout", ""},
		{"nginx-1.22-forbidden", post, "nginx-forbidden", ""},
		{"nginx-1.22-method", post, "nginx-method", ""},
		{"nginx-1.22-plain-to-tls", post, "plain-to-tls", ""},
		{"go-1.26-not-found", post, "go-not-found", ""},
		{"go-1.26-method", post, "", ""},
		{"go-1.26-plain-to-tls", post, "plain-to-tls", ""},
		{"ws-8-upgrade", post, "websocket", ""},
	}
}

// written are answers that are written from the documentation or the source of the
// software.
func written() []page {
	const get, post = "GET http://h.example/wx?signature=x", "POST http://h.example/wx?signature=x"
	return []page{
		{"404\n\n<html><body><h1>Whitelabel Error Page</h1><p>This application has no explicit mapping for /error, so you are seeing this as a fallback.</p><div id='created'>Sun Aug 11 22:36:55 CST 2019</div><div>There was an unexpected error (type=Not Found, status=404).</div></body></html>", get, "spring-whitelabel", "type=Not Found, status=404"},
		{"405\n\n" + `{"timestamp":"2026-01-01T00:00:00.000+00:00","status":405,"error":"Method Not Allowed","path":"/wx"}`, post, "spring-error", "Method Not Allowed"},
		{"404\n\n" + `{"message":"Cannot POST /wx","error":"Not Found","statusCode":404}`, post, "express-not-found", ""},
		{"419\n\n<title>Page Expired</title>", post, "laravel-csrf", ""},
		{"404\n\n<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr><center>openresty/1.21.4.1</center></body></html>", get, "nginx-not-found", ""},
		{"503\n\n<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center></body></html>", get, "nginx-unavailable", ""},
		{"400\n\nBad Request\nThis combination of host and port requires TLS.\n", post, "plain-to-tls", ""},
		{"400\n\nReason: You're speaking plain HTTP to an SSL-enabled server port.<br />", post, "plain-to-tls", ""},
		{"404\nNgrok-Error-Code: ERR_NGROK_3200\n\n", post, "ngrok", "ERR_NGROK_3200"},
		{"404\n\n<p>The page you requested was not found.</p><p><em>Faithfully yours, frp.</em></p>", post, "frp", ""},
		{"426\nServer: istio-envoy\n\n", get, "upgrade-required", ""},
		{"426\nUpgrade: websocket\n\n", get, "websocket", ""},
		{"401\nWWW-Authenticate: Basic realm=\"x\"\n\n", get, "http-authentication", `Basic realm="x"`},
		{"302\nLocation: https://sso.h.example/?service=x\n\n", get, "login-redirect", ""},
		{"302\nLocation: /user/Login.aspx?next=/wx\n\n", get, "login-redirect", ""},
		{"301\nLocation: https://h.example/wx?signature=x\n\n", get, "https-redirect", ""},
		{"200\n\n<!doctype html><title>Sign in</title><input type='password' name=p>", get, "login-page", "Sign in"},
		{"200\n\nERR: -40001", get, "official-signature", ""},
		{"403\n\ncode: -40005, invalid corpid", get, "official-receiveid", ""},
		{"200\n\n-40007\n", get, "official-key", "-40007"},
		{"403\n\nmissing msg_signature", get, "wecom-verification", ""},
		{"500\n\n<!doctype html><title>KeyError: 'msg_signature' // Werkzeug Debugger</title>" + strings.Repeat(" ", 5000), get, "wecom-verification", ""},

		// What shows no cause.
		{"403\n\ninvalid signature", get, "", ""},
		{"404\n\nNot Found", get, "", ""},
		{"500\n\n", get, "", ""},
		{"200\n\nsuccess", post, "", ""},
		{"200\n\n<xml><Content>-40001 is a wrong signature</Content></xml>", post, "", ""},
		{"200\n\n<xml><Content>msg_signature</Content></xml>", post, "", ""},
		{"403\n\nmissing msg_signature", "GET http://h.example/wx?msg_signature=x", "", ""},
		{"200\n\n-400012", get, "", ""},
		{"302\nLocation: /blog/catalogin\n\n", get, "", ""},
		{"302\nLocation: ://\n\n", get, "", ""},
		{"302\n\n", get, "", ""},
		{"301\nLocation: https://other.example/wx\n\n", get, "", ""},
		{"200\n\n<!doctype html><title>Shop</title>", get, "", ""},
		{"500\n\n<pre>source: request.args['msg_signature']" + strings.Repeat(" ", 5000), get, "", ""},
	}
}

// TestPages: every row is shown by an answer, and an answer shows the right one.
func TestPages(t *testing.T) {
	seen := map[string]bool{fingerprint.WeCom().ID: true, fingerprint.AfterSignature(403).ID: true}
	for _, p := range append(pages(), written()...) {
		ex := p.exchange(t)
		cause, ok := fingerprint.Of(ex)
		if ok != (p.id != "") || ok && (cause.ID != p.id || cause.Detail != p.detail) {
			t.Errorf("%.60q %s: %v %+v, want %q %q", p.file, ex.Request.Method, ok, cause, p.id, p.detail)
		}
		seen[p.id] = true
	}
	for _, row := range fingerprint.Rows() {
		if !seen[row.ID] {
			t.Errorf("no answer shows %s", row.ID)
		}
	}
}

// TestCausesWithOnePage: a page that a framework sends for several reasons is not said to
// have one of them. A Flask view that calls abort(404) answers with the bytes of
// flask-2.2-not-found, and so on.
func TestCausesWithOnePage(t *testing.T) {
	other := map[string]string{
		"django-not-found": "Http404", "flask-not-found": "abort(404)", "flask-bad-request": "abort(400)", "flask-exception": "abort(500)",
		"fastapi-not-found": "HTTPException(404)", "go-not-found": "http.NotFound", "upgrade-required": "usually",
	}
	for _, row := range fingerprint.Rows() {
		if word := other[row.ID]; !strings.Contains(row.Cause.EN, word) || !strings.Contains(row.Cause.ZH, word) && word != "usually" {
			t.Errorf("%s: %q does not say %s", row.ID, row.Cause, word)
		}
		delete(other, row.ID)
	}
	if len(other) > 0 {
		t.Errorf("no rows: %v", other)
	}
}

// TestEveryPageIsUsed: no file of testdata is left out.
func TestEveryPageIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, p := range pages() {
		used[filepath.Join("testdata", p.file+".http")] = true
	}
	files, err := filepath.Glob("testdata/*.http")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, name := range files {
		if !used[name] {
			t.Errorf("%s is in no test", name)
		}
	}
}

// TestRows: an ID is there once, and each text in both languages with the same places.
func TestRows(t *testing.T) {
	ids := map[string]bool{}
	for _, row := range fingerprint.Rows() {
		if ids[row.ID] || row.ID == "" {
			t.Errorf("the ID %q is there twice", row.ID)
		}
		ids[row.ID] = true
		for _, text := range []lang.Text{row.Cause, row.Remedy} {
			if text.EN == "" || text.ZH == "" || strings.Contains(text.EN, "{detail") != strings.Contains(text.ZH, "{detail") {
				t.Errorf("%s: %+v", row.ID, text)
			}
		}
		if strings.HasSuffix(row.Cause.EN, ".") || !strings.HasSuffix(row.Remedy.EN, ".") || !strings.HasSuffix(row.Remedy.ZH, "。") {
			t.Errorf("%s: the cause is part of a sentence, the remedy is one: %q, %q", row.ID, row.Cause.EN, row.Remedy.EN)
		}
	}
}

// TestPageIsFresh fails when a row changed and docs/causes.md did not.
func TestPageIsFresh(t *testing.T) {
	for name, l := range map[string]lang.Language{"causes.md": lang.English, "causes.zh-CN.md": lang.Chinese} {
		var page bytes.Buffer
		if err := fingerprint.WriteMarkdown(&page, l); err != nil {
			t.Fatal(err)
		}
		kept, err := os.ReadFile("../../docs/" + name)
		if err != nil || !bytes.Equal(page.Bytes(), kept) {
			t.Errorf("docs/%s is stale, run: go generate ./... (%v)", name, err)
		}
	}
}

func TestNoResponse(t *testing.T) {
	if cause, ok := fingerprint.Of(&exchange.Exchange{}); ok {
		t.Errorf("%+v", cause)
	}
}

func FuzzOf(f *testing.F) {
	f.Add(404, "GET", "http://h/wx", "Location", "/login", "<title>x</title>-40001 Whitelabel Error Page")
	f.Fuzz(func(t *testing.T, status int, method, target, name, value, body string) {
		fingerprint.Of(&exchange.Exchange{
			Request:  exchange.Request{Method: method, URL: target},
			Response: &exchange.Response{Status: status, Header: http.Header{name: {value}}, Body: []byte(body)},
		})
	})
}

// exchange reads the answer: a file, or a status, header fields and a body.
func (p page) exchange(t *testing.T) *exchange.Exchange {
	t.Helper()
	raw := []byte("HTTP/1.1 " + strings.Replace(p.file, "\n", " x\n", 1))
	if !strings.Contains(p.file, "\n") {
		var err error
		if raw, err = os.ReadFile(filepath.Join("testdata", p.file+".http")); err != nil {
			t.Fatal(err)
		}
	}
	res, err := http.ReadResponse(bufio.NewReader(bytes.NewReader(raw)), nil)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	method, target, _ := strings.Cut(p.request, " ")
	return &exchange.Exchange{
		Request:  exchange.Request{Method: method, URL: target},
		Response: &exchange.Response{Status: res.StatusCode, Header: res.Header, Body: body},
	}
}
