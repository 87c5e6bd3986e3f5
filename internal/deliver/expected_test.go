package deliver_test

import (
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// TestExpectedAtTheSameTime: a server in the same process answers each of several
// pushes of the same type as that one expects it, when they are sent at the same
// time, and again when an attempt is repeated.
func TestExpectedAtTheSameTime(t *testing.T) {
	for _, acct := range []callback.Account{wxtest.Account(callback.MP, callback.Plain), wxtest.Account(callback.MP, callback.Safe), wxtest.Account(callback.Work, callback.Safe)} {
		var expected deliver.Expected
		random := client(t).Rand
		server := httptest.NewServer(&echo.Server{
			Account: acct, Now: time.Now, Rand: random, Reply: echo.Echo(time.Now),
			Expect: func(q callback.Query, _ []byte, head *message.Head) expect.Answer {
				if answer, ok := expected.Take(q); ok {
					return answer
				}
				return expect.Guess(head.InfoType)
			},
		})
		defer server.Close()
		to, err := deliver.ParseTarget(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		c := client(t)
		c.Rand, c.OnAttempt = random, expected.Add
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				p := push.Of(fmt.Sprint(i), []byte(textPush), acct)
				p.Expect = expect.Answer{Kind: expect.Passive, Content: fmt.Sprint("answer ", i)}
				if i%4 == 0 {
					p.Expect = expect.Answer{Kind: expect.Success}
				}
				for range 5 {
					d, err := c.Deliver(t.Context(), p, to)
					if err != nil || !d.OK() || i%4 == 0 && d.Reply.Kind != "success" {
						t.Errorf("%s: %+v, %v", p.Name, d, err)
						return
					}
				}
			})
		}
		all.Wait()
	}
}

// TestExpectedIsTaken: an answer is for one request.
func TestExpectedIsTaken(t *testing.T) {
	var e deliver.Expected
	sent := func(nonce string, kind expect.Kind) {
		e.Add(&deliver.Attempt{Push: &push.Push{Expect: expect.Answer{Kind: kind}}, Signed: &callback.Signed{Query: callback.Query{{Name: "timestamp", Value: "1"}, {Name: "nonce", Value: nonce}}}})
	}
	sent("a", expect.Success)
	sent("b", expect.Empty)
	sent("c", "")
	for _, tt := range []struct {
		query string
		kind  expect.Kind
		ok    bool
	}{{"nonce=b&timestamp=1", expect.Empty, true}, {"nonce=b&timestamp=1", "", false}, {"nonce=a&timestamp=2", "", false}, {"timestamp=1&nonce=a", expect.Success, true}, {"timestamp=1&nonce=c", "", false}} {
		if got, ok := e.Take(callback.ParseQuery(tt.query)); got.Kind != tt.kind || ok != tt.ok {
			t.Errorf("%s: %q, %t", tt.query, got.Kind, ok)
		}
	}
}
