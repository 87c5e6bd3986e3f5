package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/wxtest"
)

// TestCheckServerEndsInTheFirstCase: the case that ended the server is reported, not that
// no server listens.
func TestCheckServerEndsInTheFirstCase(t *testing.T) {
	right := &echo.Server{
		Account: wxtest.Account(callback.MP, callback.Plain), Now: fixedNow, Rand: seeded(), Reply: echo.Echo(fixedNow),
		Expect: func(callback.Query, []byte, *message.Head) expect.Answer { return expect.Guess("") },
	}
	var server *httptest.Server
	var end sync.Once
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res := httptest.NewRecorder()
		right.ServeHTTP(res, r)
		if res.Code == http.StatusForbidden {
			end.Do(func() { server.Listener.Close() })
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(res.Code)
		w.Write(res.Body.Bytes())
	}))
	defer server.Close()
	code, stdout, stderr := newWorld(t).run("check", server.URL, "--token", wxtest.Token, "--only", "signature/forged")
	if code != exitNo || !strings.Contains(stdout, "mp/signature/forged") || !strings.Contains(stdout, "after it, a right request is no longer answered well: nothing listens at") {
		t.Errorf("exit code %d, want %d\n%s%s", code, exitNo, stdout, stderr)
	}
	code, stdout, stderr = newWorld(t).run("check", server.URL, "--token", wxtest.Token, "--only", "signature/forged")
	if code != exitIO || !strings.Contains(stderr, "cannot reach") {
		t.Errorf("exit code %d, want %d\n%s%s", code, exitIO, stdout, stderr)
	}
}

// TestCheckSaysOnceWhatRequestsShare: a case that sends several requests says once what is
// wrong with all of them, and with -v for each.
func TestCheckSaysOnceWhatRequestsShare(t *testing.T) {
	form := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.RawQuery, "oCheck_deli_content-types") {
			w.WriteHeader(http.StatusUnsupportedMediaType)
		}
	})
	server := httptest.NewServer(form)
	defer server.Close()
	for _, c := range []struct {
		flags []string
		want  int
	}{{nil, 1}, {[]string{"-v"}, 4}} {
		args := append([]string{"check", server.URL, "--token", wxtest.Token, "--strict", "--only", "delivery/content-types"}, c.flags...)
		code, stdout, stderr := newWorld(t).run(args...)
		if n := strings.Count(stdout, "HTTP status 415"); code != exitNo || n != c.want {
			t.Errorf("%v: exit code %d, said %d times, want %d\n%s%s", c.flags, code, n, c.want, stdout, stderr)
		}
	}
}
