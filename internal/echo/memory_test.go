package echo_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
)

// TestEventsOutliveTheirRequest: what an observer keeps does not change while the server
// answers other requests.
func TestEventsOutliveTheirRequest(t *testing.T) {
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		acct := account(callback.MP, mode)
		s, events := server(t, acct)
		var all sync.WaitGroup
		for worker := range 4 {
			all.Go(func() {
				for i := range 50 {
					content := strconv.Itoa(worker) + "-" + strings.Repeat("x", i)
					signed, err := acct.Seal([]byte(strings.Replace(push, "你好", content, 1)), callback.Stamp{Timestamp: "1751328000", Nonce: content})
					if err != nil {
						t.Error(err)
						return
					}
					r := httptest.NewRequest(http.MethodPost, "/?"+signed.Query.Encode(), strings.NewReader(string(signed.Body)))
					s.ServeHTTP(httptest.NewRecorder(), r)
				}
			})
		}
		all.Wait()
		for _, e := range events.events {
			checkKept(t, &acct, e)
		}
		if len(events.events) != 200 {
			t.Errorf("%s: %d events", mode, len(events.events))
		}
	}
}

// checkKept compares the parts of an event with the nonce of its request, which is also
// the text of its message.
func checkKept(t *testing.T, acct *callback.Account, e *echo.Event) {
	t.Helper()
	_, query, _ := strings.Cut(e.Exchange.Request.URL, "?")
	text := callback.ParseQuery(query).Get("nonce")
	flat, err := e.Push.Flat()
	if err != nil || string(flat.Text("Content")) != text || !strings.Contains(string(e.Push.Message), "["+text+"]") {
		t.Errorf("%s: message %s, %v", text, e.Push.Message, err)
	}
	if e.Head.FromUserName != "oFan" || e.Head.MsgType != "text" || !strings.Contains(string(e.Reply), "["+text+"]") {
		t.Errorf("%s: head %+v, reply %s", text, e.Head, e.Reply)
	}
	body := e.Exchange.Response.Body
	if acct.Mode != callback.Plain {
		var envelope callback.Envelope
		var opened callback.Opened
		envelope.Read(body)
		if err := acct.OpenReply(&opened, &envelope); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		body = opened.Message
	}
	if string(body) != string(e.Reply) {
		t.Errorf("%s: sent %s", text, body)
	}
}

// TestExchangeAllocatesOnlyWhatItKeeps: the event, the body, the message, the reply and
// its envelope, some short texts, and nothing for reading and writing.
func TestExchangeAllocatesOnlyWhatItKeeps(t *testing.T) {
	if raceEnabled() {
		t.Skip("under the race detector, pools drop items at random")
	}
	for mode, most := range map[callback.Mode]float64{callback.Plain: 8, callback.Safe: 12} {
		acct := account(callback.MP, mode)
		s, _ := server(t, acct)
		s.Observe = nil
		signed, err := acct.Seal([]byte(push), callback.Stamp{Timestamp: "1751328000", Nonce: "77"})
		if err != nil {
			t.Fatal(err)
		}
		body := strings.NewReader("")
		r := httptest.NewRequest(http.MethodPost, "/?"+signed.Query.Encode(), body)
		r.ContentLength = int64(len(signed.Body))
		w := &discarded{header: http.Header{}}
		if n := testing.AllocsPerRun(100, func() {
			body.Reset(string(signed.Body)) // one more
			if s.ServeHTTP(w, r); w.status != http.StatusOK {
				t.Fatal(w.status)
			}
		}); n > most+1 {
			t.Errorf("%s: %v allocations", mode, n)
		}
	}
}

// TestRequestURI: the event has the URL of the request line as net/url writes it.
func TestRequestURI(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	for target, want := range map[string]string{
		"/?a=b": "/?a=b", "/": "/", "/?": "/?", "/wx/1?a=%41&b=+": "/wx/1?a=%41&b=+", "/%41?x": "/%41?x",
		"http://example.com/a?b": "/a?b", "/ä?c": "/%C3%A4?c", "//x?y": "//x?y",
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		u, err := r.URL.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		if target == "//x?y" {
			u.Host, u.Path = "", "//x"
		}
		r.URL, r.RequestURI = u, target
		s.ServeHTTP(httptest.NewRecorder(), r)
		if got := events.last(t).Exchange.Request.URL; got != want {
			t.Errorf("%s: %s, want %s", target, got, want)
		}
	}
}
