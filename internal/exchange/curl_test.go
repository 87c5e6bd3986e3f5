package exchange_test

import (
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"wxtool/internal/exchange"
)

func TestCurl(t *testing.T) {
	post := exchange.Request{Method: "POST", URL: "http://h/?a=1&b=2", Body: []byte("it's @x"), Header: http.Header{"B": {"2", "3"}, "A": {"1"}}}
	const want = `curl -sS -i --max-time 5 -X POST -H 'A: 1' -H 'B: 2' -H 'B: 3' -H 'Expect:' --data-raw 'it'\''s @x' 'http://h/?a=1&b=2'`
	if got := post.Curl(4*time.Second + time.Millisecond); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	get := exchange.Request{Method: "GET", URL: "http://h/"}
	if got := get.Curl(0); got != `curl -sS -i --max-time 1 -X GET -H 'Expect:' 'http://h/'` {
		t.Error(got)
	}
}

// TestCurlOfBytesThatCannotBeCopied: the line sends the bytes and not their escapes.
func TestCurlOfBytesThatCannotBeCopied(t *testing.T) {
	for body, want := range map[string]string{
		"a\x02b":               `"$(printf 'a\002b')"`,
		"-v\x02":               `"$(printf '\055v\002')"`,
		"a\x02\n\n":            `"$(printf 'a\002')` + "\n\n" + `"`,
		"100% \\n it's\r\n<x>": `"$(printf '100%% \\n it'\''s\015` + "\n" + `<x>')"`,
		"\xc4\xe3你":            `"$(printf '\304\343你')"`,
		"a\tb\n c":             "'a\tb\n c'",
	} {
		r := exchange.Request{Method: "POST", URL: "http://h/", Body: []byte(body)}
		if got := r.CurlToCopy(time.Second); !strings.HasSuffix(got, " --data-raw "+want+" 'http://h/'") {
			t.Errorf("%q: %s", body, got)
		}
		if sh, err := exec.LookPath("sh"); err == nil {
			if got, err := exec.Command(sh, "-c", "printf %s "+want).Output(); err != nil || string(got) != body {
				t.Errorf("%q: sh passes %q, %v", body, got, err)
			}
		}
	}
}

// TestCurlOfStrangeRequests: what comes from outside is neither run by the shell nor
// expanded by curl.
func TestCurlOfStrangeRequests(t *testing.T) {
	for want, r := range map[string]exchange.Request{
		"curl -sS -i --max-time 1 -X 'A&reboot&`id`' -H 'Expect:' 'http://h/'":     {Method: "A&reboot&`id`", URL: "http://h/"},
		"curl -sS -i --max-time 1 -g -X GET -H 'Expect:' 'http://h/?a=[1-9]{b,c}'": {Method: "GET", URL: "http://h/?a=[1-9]{b,c}"},
		"curl -sS -i --max-time 1 --head -H 'Expect:' 'http://h/'":                 {Method: "HEAD", URL: "http://h/"},
		"curl -sS -i --max-time 1 -X HEAD -H 'Expect:' --data-raw 'x' 'http://h/'": {Method: "HEAD", URL: "http://h/", Body: []byte("x")},
	} {
		if got := r.Curl(0); got != want {
			t.Errorf("%s\nwant\n%s", got, want)
		}
	}
}
