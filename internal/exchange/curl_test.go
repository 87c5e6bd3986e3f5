package exchange_test

import (
	"net/http"
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
