package sandbox_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// ask makes a request as a program on this machine does.
func (w *pushing) ask(method, path, body string, header ...string) *httptest.ResponseRecorder {
	res := httptest.NewRecorder()
	w.ServeHTTP(res, from(method, path, body, append([]string{"Host", "127.0.0.1:8080"}, header...)...))
	return res
}

func TestDoOverHTTP(t *testing.T) {
	w := newPushing(t)
	res := w.ask("POST", "/sandbox/do", `{"app_id":"wx2","user":"安娜","action":"text","value":"a<b","tags":["2"],"client":"1"}`)
	var out sandbox.Outcome
	if err := json.Unmarshal(res.Body.Bytes(), &out); err != nil || res.Code != 200 || !out.OK || out.User.Name != "安娜" || !strings.Contains(out.Note, "does not follow") {
		t.Fatalf("%d %s", res.Code, res.Body)
	}
	w.check("text", w.pushes(), []wants{{"Content": "a<b"}})
	for _, member := range []string{`"fixture":"mp/text"`, `"msg_type":"text"`, `"attempts":[{`, `"problems":[]`, `"phone":[]`, `"valid":true`, `"tags":["2"]`} {
		if !strings.Contains(res.Body.String(), member) {
			t.Errorf("no %s in %s", member, res.Body)
		}
	}
	users := w.ask("GET", "/sandbox/users", "").Body.String()
	want := `{"users":[{"platform":"mp","app_id":"wx2","name":"安娜","openid":"` + out.User.OpenID + `","following":false,"tags":["2"],"client":"1"}]}`
	if users != want {
		t.Errorf("got  %s\nwant %s", users, want)
	}
}

func TestRefusedRequests(t *testing.T) {
	w := newPushing(t)
	const act = `{"app_id":"wx1","user":"a","action":"follow"}`
	for _, tt := range []struct {
		method, body string
		header       []string
		status       int
		problem      string
	}{
		{"POST", `{`, nil, 400, `body: unexpected end of JSON input"`},
		{"POST", ``, nil, 400, `body: unexpected end of JSON input"`},
		{"POST", `[]`, nil, 400, "body: must not be a JSON array"},
		{"POST", `{"tags":[2]}`, nil, 400, "tags: must not be a JSON number"},
		{"POST", act + act, nil, 400, "body: something follows the JSON object"},
		{"POST", `{"usr":"a"}`, nil, 400, `body: unknown field \"usr\"`},
		{"POST", `{"app_id":"wx1","user":"a","action":"jump"}`, nil, 400, `action \"jump\": no user of mp can do that`},
		{"POST", `{"app_id":"wx7","user":"a","action":"follow"}`, nil, 404, `app_id \"wx7\": the sandbox has no such account`},
		{"POST", `{"app_id":"wx1","user":"a","action":"click","value":"x"}`, nil, 404, "click: wx1 shows a no menu"},
		{"GET", "", nil, 405, "/sandbox/do: the method must be POST"},
		{"POST", act, []string{"Content-Type", "text/plain"}, 400, "Content-Type: is"},
		{"POST", act, []string{"Content-Type", "application/x-www-form-urlencoded"}, 400, "Content-Type: is"},
		{"POST", act, []string{"Origin", "https://evil.example"}, 403, "Origin: is"},
		{"POST", act, []string{"Origin", "null"}, 403, "Origin: is"},
		{"POST", act, []string{"Origin", "http://127.0.0.1:9090"}, 403, "Origin: is"},
		{"POST", act, []string{"Sec-Fetch-Site", "cross-site"}, 403, "Sec-Fetch-Site: is"},
		{"POST", act, []string{"Host", "evil.example:8080"}, 403, "Host: is"},
		{"POST", act, []string{"Host", "evil.example.:8080", "Origin", "http://evil.example.:8080"}, 403, "Host: is"},
		{"POST", act, []string{"Host", "127.0.0.1.evil.example"}, 403, "Host: is"},
		{"POST", `"` + strings.Repeat("x", 1<<20) + `"`, nil, 400, "body: cannot be read, or has more than"},
	} {
		res := w.ask(tt.method, "/sandbox/do", tt.body, tt.header...)
		if res.Code != tt.status || !strings.HasPrefix(res.Body.String(), `{"error":"`+tt.problem) {
			t.Errorf("%s %.80s %v: %d %s, want %d %s", tt.method, tt.body, tt.header, res.Code, res.Body, tt.status, tt.problem)
		}
	}
	if len(w.pushes()) > 0 || len(w.Users()) > 0 {
		t.Error("a refused request did something")
	}
	for _, header := range [][]string{
		{"Origin", "http://127.0.0.1:8080"}, {"Host", "localhost:8080"}, {"Host", "[::1]:8080"}, {"Host", "sandbox.localhost"},
		{"Host", "sandbox:8080"}, {"Sec-Fetch-Site", "same-origin"}, {"Content-Type", "application/json; charset=utf-8"},
	} {
		if res := w.ask("POST", "/sandbox/do", act, header...); res.Code != 200 {
			t.Errorf("%v: %d %s", header, res.Code, res.Body)
		}
	}
}

// mute answers every push with an empty body.
type mute struct{}

func (mute) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Request: r}, nil
}

func FuzzDo(f *testing.F) {
	for _, seed := range []string{
		`{"app_id":"wx1","user":"a","action":"text","value":"]]>"}`,
		`{"platform":"work","agent_id":"7","user":"a","action":"click","value":"菜单/搜索"}`,
		`{"app_id":"wx2","user":"a","action":"push","value":"*","set":{"item[2]/x":"1"}}`,
		`{"app_id":"wx1","user":"a","action":"location","value":"1,2,x","tags":["1"],"client":"2"}`,
		`{"app_id":"wx1","user":"a","action":"scan","value":"http://a/?ticket=%"}`,
	} {
		f.Add(seed)
	}
	w := newPushing(f)
	w.http = mute{}
	w.Server = w.newServer("http://127.0.0.1:1")
	w.setMenu("wx1", "", defaultMenu)
	w.setMenu("ww1", "7", workMenu)
	f.Fuzz(func(t *testing.T, body string) {
		w.seen = nil
		res := w.ask(http.MethodPost, "/sandbox/do", body)
		var reply struct {
			Error string
			User  *sandbox.Person
		}
		if err := json.Unmarshal(res.Body.Bytes(), &reply); err != nil || (res.Code == 200) != (reply.User != nil) || res.Code >= 500 {
			t.Errorf("%d %s", res.Code, res.Body)
		}
	})
}

// TestUnreadableBody: an incomplete or wrongly framed body is a bad request; only one
// that is too large is HTTP 413.
func TestUnreadableBody(t *testing.T) {
	server := httptest.NewServer(newAPISandbox())
	defer server.Close()
	for _, test := range []struct {
		name, framing, body string
		status              int
	}{
		{"no chunk size", "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n", 400},
		{"chunk without its end", "Transfer-Encoding: chunked", "2\r\n{}xx0\r\n\r\n", 400},
		{"breaks off", "Content-Length: 100", "{}", 400},
		{"too large", "Content-Length: 1048577", strings.Repeat("x", 1<<20+1), 413},
		{"too large in chunks", "Transfer-Encoding: chunked", "100001\r\n" + strings.Repeat("x", 1<<20+1) + "\r\n0\r\n\r\n", 413},
	} {
		t.Run(test.name, func(t *testing.T) {
			conn, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			go func() {
				io.WriteString(conn, "POST /cgi-bin/stable_token HTTP/1.1\r\nHost: 127.0.0.1\r\n"+test.framing+"\r\n\r\n"+test.body)
				conn.(*net.TCPConn).CloseWrite()
			}()
			res, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			if res.StatusCode != test.status {
				t.Errorf("HTTP %d, want %d", res.StatusCode, test.status)
			}
		})
	}
}
