package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// from makes a request as a program on this machine does, with these headers.
func from(method, path, body string, header ...string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host, r.RemoteAddr = "127.0.0.1:8090", "127.0.0.1:50000"
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		switch header[i] {
		case "Host":
			r.Host = header[i+1]
		case "From":
			r.RemoteAddr = header[i+1]
		default:
			r.Header.Set(header[i], header[i+1])
		}
	}
	return r
}

func (w *apiSandbox) serve(r *http.Request) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, r)
	return answer
}

// TestForeignPages: on all paths, a page of another site, or of one whose name resolves
// to this machine, gets nothing, even with the demo account's secret.
func TestForeignPages(t *testing.T) {
	w := newAPISandbox()
	config := w.config(sandbox.Limits{})
	var events []sandbox.Event
	config.Observe = func(e sandbox.Event) { events = append(events, e) }
	w.Server = sandbox.New(config)
	token := w.token(t, mpToken, "")
	paths := []struct{ method, path, body string }{
		{"GET", "/cgi-bin/" + mpToken, ""},
		{"POST", "/cgi-bin/stable_token", stable},
		{"GET", "/cgi-bin/gettoken?corpid=ww1&corpsecret=s3", ""},
		{"POST", "/cgi-bin/menu/create?access_token=" + token, simple},
		{"GET", "/cgi-bin/menu/get?access_token=" + token, ""},
		{"POST", "/cgi-bin/clear_quota/v2", `{"appid":"wx1","appsecret":"s1"}`},
		{"GET", "/cgi-bin/none", ""},
		{"GET", "/", ""},
		{"GET", "/sandbox/users", ""},
		{"POST", "/sandbox/do", `{"app_id":"wx1","user":"a","action":"tag"}`},
	}
	for _, header := range [][]string{
		{"Host", "evil.example:8090"},
		{"Host", "127.0.0.1.evil.example:8090"},
		{"Host", "weixin.qq.com.evil.example"},
		{"Host", "evilweixin.qq.com"},
		{"Host", "nothing.weixin.qq.com"},
		{"Origin", "https://evil.example"},
		{"Origin", "null"},
		{"Origin", "http://127.0.0.1:3000"},
		{"Sec-Fetch-Site", "cross-site"},
		{"Sec-Fetch-Site", "same-site"},
		{"Host", "evil.example:8090", "Origin", "http://evil.example:8090", "Sec-Fetch-Site", "same-origin"},
	} {
		for _, p := range paths {
			events = nil
			res := w.serve(from(p.method, p.path, p.body, header...))
			var reply struct{ Error string }
			err := json.Unmarshal(res.Body.Bytes(), &reply)
			if err != nil || res.Code != http.StatusForbidden || !strings.HasPrefix(reply.Error, header[0]+": is ") || len(res.Header()["Access-Control-Allow-Origin"]) > 0 {
				t.Errorf("%s with %v: %d %s", p.path, header, res.Code, res.Body)
			}
			if api := !strings.HasPrefix(p.path, "/sandbox/"); api && (len(events) != 1 || events[0].Status != http.StatusForbidden || events[0].AppID != "") {
				t.Errorf("%s with %v: observed %+v", p.path, header, events)
			}
		}
	}
	w.said(t, "menu/get?access_token="+token, "", mp("46003", "menu no exist"))
	if users := w.Users(); len(users) > 0 {
		t.Errorf("%+v", users)
	}
}

// TestKnownHosts: names that no other site can have are accepted, and on the API those
// of the platform, as a proxy may redirect them.
func TestKnownHosts(t *testing.T) {
	w := newAPISandbox()
	for _, header := range [][]string{
		{"Host", "localhost:8090"}, {"Host", "[::1]:8090"}, {"Host", "192.168.1.7:8090"}, {"Host", "sandbox:8090"}, {"Host", "sandbox.localhost"},
		{"Host", "host.docker.internal:8090"}, {"Host", "dev.local"},
		{"Origin", "http://127.0.0.1:8090"}, {"Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"},
	} {
		for _, path := range []string{"/cgi-bin/" + mpToken, "/sandbox/users"} {
			if res := w.serve(from("GET", path, "", header...)); res.Code != http.StatusOK {
				t.Errorf("%s with %v: %d %s", path, header, res.Code, res.Body)
			}
		}
	}
	for _, host := range []string{"api.weixin.qq.com", "qyapi.weixin.qq.com:443", "MP.weixin.qq.com."} {
		if res := w.serve(from("GET", "/cgi-bin/"+mpToken, "", "Host", host)); res.Code != http.StatusOK {
			t.Errorf("%s: %d %s", host, res.Code, res.Body)
		}
		if res := w.serve(from("GET", "/sandbox/users", "", "Host", host)); res.Code != http.StatusForbidden {
			t.Errorf("users at %s: %d", host, res.Code)
		}
	}
}

// TestEmbeddedPicture: pages of any site may show the pictures of codes, as with the
// real platform, but not by another site's name for this machine.
func TestEmbeddedPicture(t *testing.T) {
	w := newAPISandbox()
	var made struct {
		Ticket string
		QRCode string `json:"qr_code"`
	}
	ticket := w.ask("qrcode/create?access_token="+w.token(t, mpToken, ""), `{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":7}}}`)
	contact := w.ask("externalcontact/add_contact_way?access_token="+w.token(t, corpToken, ""), `{"type":1,"scene":2,"user":["a"]}`)
	for _, answer := range []string{ticket, contact} {
		if err := json.Unmarshal([]byte(answer), &made); err != nil {
			t.Fatal(err)
		}
	}
	_, query, _ := strings.Cut(made.QRCode, "?")
	for _, path := range []string{"/cgi-bin/showqrcode?ticket=" + url.QueryEscape(made.Ticket), "/sandbox/contact_way?" + query} {
		for status, header := range map[int][]string{
			http.StatusOK:        {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Dest", "image", "Sec-Fetch-Mode", "no-cors"},
			http.StatusForbidden: {"Host", "evil.example"},
		} {
			if res := w.serve(from("GET", path, "", header...)); res.Code != status {
				t.Errorf("%s with %v: %d %s", path, header, res.Code, res.Body)
			}
		}
		if res := w.serve(from("GET", path, "", "Origin", "http://localhost:3000")); res.Code != http.StatusForbidden {
			t.Errorf("%s for a script of a page: %d", path, res.Code)
		}
	}
}

// TestUsersFromElsewhere: other machines may call the API, but not act as users.
func TestUsersFromElsewhere(t *testing.T) {
	w := newAPISandbox()
	for _, address := range []string{"192.168.1.9:50000", "[2001:db8::1]:50000", "@", ""} {
		for path, method := range map[string]string{"/sandbox/do": "POST", "/sandbox/users": "GET"} {
			res := w.serve(from(method, path, `{"app_id":"wx1","user":"a","action":"tag"}`, "From", address, "Host", "192.168.1.7:8090"))
			if res.Code != http.StatusForbidden || !strings.HasPrefix(res.Body.String(), `{"error":"`+path+`: only programs on the machine of the sandbox`) {
				t.Errorf("%s from %q: %d %s", path, address, res.Code, res.Body)
			}
		}
	}
	if res := w.serve(from("GET", "/cgi-bin/"+mpToken, "", "From", "192.168.1.9:50000")); res.Code != http.StatusOK || !strings.Contains(res.Body.String(), "access_token") {
		t.Errorf("the API: %d %s", res.Code, res.Body)
	}
	for _, address := range []string{"127.0.0.1:1", "[::1]:1", "[::ffff:127.0.0.1]:1"} {
		if res := w.serve(from("GET", "/sandbox/users", "", "From", address)); res.Code != http.StatusOK {
			t.Errorf("from %s: %d %s", address, res.Code, res.Body)
		}
	}
	if users := w.Users(); len(users) > 0 {
		t.Errorf("%+v", users)
	}
}
