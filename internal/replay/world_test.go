package replay_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/record"
	"wxtool/internal/replay"
	"wxtool/internal/wxtest"
)

// recordedAccount is the account of the recordings. It shares nothing with that of the
// target, which is wxtest.Account.
func recordedAccount(platform callback.Platform, mode callback.Mode) callback.Account {
	return callback.Account{Platform: platform, Mode: mode, Token: "recorded-token", Key: wxtest.MustKey(wxtest.OtherKey), AppID: "wxrecorded", ReceiveID: "wxrecorded"}
}

func stamp() callback.Stamp { return callback.Stamp{Timestamp: "1600000000", Nonce: "11"} }

func text(content string) string {
	return "<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>1600000000</CreateTime><MsgType>text</MsgType><Content>" + content + "</Content><MsgId>1</MsgId></xml>"
}

func reply(content string) string {
	return "<xml><ToUserName>oFan</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1600000001</CreateTime><MsgType>text</MsgType><Content>" + content + "</Content></xml>"
}

// pushed is a push as a server records it that cannot decrypt it or does not say so.
func pushed(t testing.TB, acct callback.Account, msg, answer string) *record.Record {
	t.Helper()
	signed, err := push.Of("", []byte(msg), acct).Seal(stamp())
	if err != nil {
		t.Fatal(err)
	}
	return recorded(http.MethodPost, "/wx?"+signed.Query.Encode(), string(signed.Body), answer)
}

func recorded(method, url, body, answer string) *record.Record {
	return &record.Record{Exchange: exchange.Exchange{
		Start:    time.Unix(1600000000, 0),
		Request:  exchange.Request{Method: method, URL: url, Header: http.Header{"Content-Type": {"text/xml"}, "User-Agent": {"Mozilla/4.0"}}, Body: []byte(body)},
		Response: &exchange.Response{Status: http.StatusOK, Header: http.Header{}, Body: []byte(answer)},
	}}
}

// decoded adds the decoded view to a record.
func decoded(r *record.Record, acct callback.Account, msg, answer string) *record.Record {
	r.Kind = record.Push
	r.Decoded = &record.Decoded{Platform: string(acct.Platform), Mode: string(acct.Mode), ReceiveID: acct.ReceiveID, Message: []byte(msg), Reply: []byte(answer)}
	return r
}

// at sets when records began, in seconds.
func at(records []*record.Record, seconds ...float64) []*record.Record {
	for i, s := range seconds {
		records[i].Exchange.Start = time.Unix(1600000000, 0).Add(time.Duration(s * float64(time.Second)))
	}
	return records
}

func file(t testing.TB, records ...*record.Record) string {
	t.Helper()
	var b bytes.Buffer
	w := record.NewWriter(&b, nil, time.Unix(1600000000, 0))
	for _, r := range records {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// server is a callback server without a network. It opens each push with the account.
type server struct {
	account callback.Account
	answer  func(n int, msg string) (status int, body string) // n from 1; nil is success
	seal    bool                                              // encrypt the answers
	delay   time.Duration
	err     error // instead of an answer

	active   atomic.Int32 // requests that have no answer yet
	mu       sync.Mutex
	begin    time.Time
	times    []time.Duration // of the requests
	requests []*http.Request
	bodies   []string
	messages []string
	modes    []callback.Mode
}

func (s *server) RoundTrip(req *http.Request) (*http.Response, error) {
	body, _ := io.ReadAll(req.Body)
	n := s.note(req, string(body))
	s.active.Add(1)
	defer s.active.Add(-1)
	time.Sleep(s.delay)
	if s.err != nil {
		return nil, s.err
	}
	if req.Method == http.MethodGet {
		echostr, err := s.account.OpenEchostr(callback.ParseQuery(req.URL.RawQuery))
		if err != nil {
			return response(http.StatusForbidden, err.Error()), nil
		}
		return response(http.StatusOK, string(echostr)), nil
	}
	opened, err := s.account.Open(callback.ParseQuery(req.URL.RawQuery), body)
	if err != nil {
		return response(http.StatusForbidden, err.Error()), nil
	}
	s.mu.Lock()
	s.messages, s.modes = append(s.messages, string(opened.Message)), append(s.modes, opened.Mode)
	s.mu.Unlock()
	status, answer := http.StatusOK, "success"
	if s.answer != nil {
		status, answer = s.answer(n, string(opened.Message))
	}
	if s.seal {
		sealed, err := s.account.AnswerTo(nil, opened, []byte(answer), callback.Stamp{Timestamp: "1", Nonce: callback.ParseQuery(req.URL.RawQuery).Get("nonce")})
		return response(status, string(sealed)), err
	}
	return response(status, answer), nil
}

func (s *server) note(req *http.Request, body string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.times) == 0 {
		s.begin = time.Now()
	}
	s.times, s.requests, s.bodies = append(s.times, time.Since(s.begin)), append(s.requests, req), append(s.bodies, body)
	return len(s.times)
}

func response(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func noNetwork(context.Context, string, string) (net.Conn, error) {
	return nil, errors.New("no network")
}

// new returns a replay to a server without waiting.
func (s *server) new() *replay.Replay {
	to := &url.URL{Scheme: "http", Host: "127.0.0.1:1", Path: "/callback"}
	return &replay.Replay{
		Client: &deliver.Client{HTTP: s, Now: time.Now, Rand: wxtest.Random(7), Dial: noNetwork},
		Target: func(platform callback.Platform) (*replay.Target, error) {
			if platform != s.account.Platform {
				return nil, replay.ErrPlatform
			}
			return &replay.Target{To: to, Account: s.account}, nil
		},
	}
}

// run replays a file, and returns a line for each event but Waiting.
func run(t testing.TB, p *replay.Replay, file string) (replay.Sum, []string) {
	t.Helper()
	var lines []string
	sum, err := p.Run(context.Background(), record.Read(strings.NewReader(file), nil), func(e *replay.Event) error {
		switch e.Kind {
		case replay.Done:
			lines = append(lines, fmt.Sprintf("%d %s ok=%t%s", e.Line.Number, e.Line.Name, e.Result.OK(), differences(e.Result)))
		case replay.Skipped:
			lines = append(lines, fmt.Sprintf("%d %s skipped: %s", e.Line.Number, e.Line.Name, e.Skip.Reason))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return sum, lines
}

func differences(r *replay.Result) string {
	var b strings.Builder
	for _, d := range r.Differences {
		fmt.Fprintf(&b, "; %s: %s", d.Part, d)
	}
	if r.Uncompared != nil {
		b.WriteString("; uncompared")
	}
	return b.String()
}
