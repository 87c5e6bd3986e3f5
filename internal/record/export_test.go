package record_test

import (
	"errors"
	"net/http"
	"net/url"
	"testing"

	"wxtool/internal/exchange"
	"wxtool/internal/record"
)

func TestFixture(t *testing.T) {
	tests := []struct {
		name    string
		r       *record.Record
		file    string
		content string
	}{
		{"a push that came encrypted", scan(), "000000-event-SCAN.xml", string(scan().Decoded.Message) + "\n"},
		{"a plain push in JSON", &record.Record{Seq: 12, Kind: record.Push, Exchange: request(`{"MsgType":"text"}`)}, "000012-text.json", `{"MsgType":"text"}` + "\n"},
		{"a refused push", &record.Record{Seq: 1, Kind: record.Refused, Exchange: request("<xml><InfoType>component_verify_ticket</InfoType></xml>\n\n")}, "000001-component_verify_ticket.xml", "<xml><InfoType>component_verify_ticket</InfoType></xml>\n"},
		{"types that are no names", &record.Record{Seq: 1, Kind: record.Push, Exchange: request("<xml><MsgType>../a b</MsgType><Event>事件</Event></xml>")}, "000001-ab.xml", "<xml><MsgType>../a b</MsgType><Event>事件</Event></xml>\n"},
		{"not decrypted", &record.Record{Seq: 1, Kind: record.Push, Exchange: request("<xml><Encrypt>x</Encrypt></xml>")}, "", ""},
		{"no message", &record.Record{Seq: 1, Kind: record.Push, Exchange: request("hello")}, "", ""},
		{"a call", &record.Record{Seq: 1, Kind: record.Call, Exchange: request(`{"MsgType":"text"}`)}, "", ""},
		{"a handshake", &record.Record{Seq: 1, Kind: record.Handshake}, "", ""},
	}
	for _, tt := range tests {
		file, content, err := tt.r.Fixture()
		if file != tt.file || string(content) != tt.content || (err != nil) != (tt.file == "") || err != nil && !errors.Is(err, record.ErrNoMessage) {
			t.Errorf("%s: %q %q, %v", tt.name, file, content, err)
		}
	}
}

func request(body string) exchange.Exchange {
	return exchange.Exchange{Request: exchange.Request{Method: "POST", URL: "/", Body: []byte(body)}}
}

func TestAt(t *testing.T) {
	tests := []struct{ recorded, base, want string }{
		{"/wx?a=1&b=%2B", "http://h:1", "http://h:1/wx?a=1&b=%2B"},
		{"/wx?a=1", "http://h:1/", "http://h:1/wx?a=1"},
		{"/wx?a=1", "https://h/other", "https://h/other?a=1"},
		{"http://old:9/a%2Fb?a=1", "http://h:1", "http://h:1/a%2Fb?a=1"},
		{"http://old:9/wx?a=1", "http://h:1/x", "http://h:1/x?a=1"},
	}
	for _, tt := range tests {
		base, err := url.Parse(tt.base)
		if err != nil {
			t.Fatal(err)
		}
		r := &record.Record{Exchange: exchange.Exchange{Request: exchange.Request{URL: tt.recorded, Header: http.Header{"Content-Length": {"3"}, "Connection": {"close"}, "Content-Type": {"text/xml"}}}}}
		got := r.At(base).Exchange.Request
		if got.URL != tt.want || len(got.Header) != 1 || got.Header.Get("Content-Type") != "text/xml" {
			t.Errorf("%s at %s: %s %v, want %s", tt.recorded, tt.base, got.URL, got.Header, tt.want)
		}
		if r.Exchange.Request.URL != tt.recorded || len(r.Exchange.Request.Header) != 3 {
			t.Errorf("the record itself has changed: %v", r.Exchange.Request)
		}
	}
}

func TestReason(t *testing.T) {
	for want, r := range map[string]*record.Record{
		"":        {Verdict: &record.Verdict{OK: true}},
		"no XML":  {Verdict: &record.Verdict{Problems: []record.Problem{{ID: "reply/xml", Text: "no XML"}, {ID: "b"}}}},
		"40001":   {Verdict: &record.Verdict{Problems: []record.Problem{{ID: "40001"}}}},
		"refused": {Exchange: exchange.Exchange{Cause: &exchange.Cause{Text: "refused"}}},
	} {
		if got := r.Reason(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
