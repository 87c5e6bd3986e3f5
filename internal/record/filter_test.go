package record_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/record"
)

// scan is a push that came encrypted.
func scan() *record.Record {
	return &record.Record{
		Exchange: exchange.Exchange{
			Start:    time.Date(2026, 11, 28, 3, 4, 5, 0, time.UTC),
			Request:  exchange.Request{Method: "POST", URL: "/", Body: []byte("<xml><Encrypt>x</Encrypt></xml>")},
			Response: &exchange.Response{Status: http.StatusOK},
		},
		Decoded: &record.Decoded{Message: []byte("<xml><MsgType>event</MsgType><Event>SCAN</Event><EventKey>qrscene_a=7</EventKey><L><item><T>1</T></item><item><T>2</T></item></L></xml>")},
	}
}

func TestWhere(t *testing.T) {
	tests := map[string]bool{
		"Event=SCAN":           true,
		"/Event=SCAN":          true,
		"Event=scan":           false,
		"Event=SCA":            false,
		"Event=*":              true,
		"Event=S*N":            true,
		"Event=S*C*N":          true,
		"Event=S*A":            false,
		"Event=SCAN*N":         false,
		"Event=*C*":            true,
		"Event!=SCAN":          false,
		"Event!=subscribe":     true,
		"Event!=S*":            false,
		"EventKey=qrscene_a=7": true,
		"Encrypt=x":            false, // of the envelope
		"Missing=":             true,
		"Missing!=":            false,
		"Missing=*":            true,
		"L/item/T=1":           true,
		"L/item[2]/T=2":        true,
		"L/item[2]/T!=2":       false,
		"L/item[3]/T=2":        false,
	}
	for text, want := range tests {
		c, err := record.ParseCondition(text)
		if err != nil {
			t.Fatal(err)
		}
		f := record.Filter{Where: []record.Condition{c}}
		if got := f.Match(scan()); got != want {
			t.Errorf("%s: %t", text, got)
		}
		f.Where = append(f.Where, record.Condition{Path: "MsgType", Value: "text"})
		if f.Match(scan()) {
			t.Errorf("%s and MsgType=text: true", text)
		}
	}
	plain := scan()
	plain.Decoded, plain.Exchange.Request.Body = nil, []byte(`{"Event":"SCAN"}`)
	f := record.Filter{Where: []record.Condition{{Path: "Event", Value: "SCAN"}}}
	if !f.Match(plain) {
		t.Error("a plain push in JSON does not match")
	}
	plain.Exchange.Request.Body = nil // as of a handshake
	f.Where[0].Not = true
	if f.Match(plain) {
		t.Error("what is no message matches")
	}
	for _, text := range []string{"", "Event", "=SCAN", "!=SCAN", "Event SCAN=1", "Event>=1", "/="} {
		if _, err := record.ParseCondition(text); !errors.Is(err, record.ErrCondition) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestFailed(t *testing.T) {
	change := map[string]func(*record.Record){
		"":       func(*record.Record) {},
		"status": func(r *record.Record) { r.Exchange.Response.Status = 500 },
		"no response": func(r *record.Record) {
			r.Exchange.Response, r.Exchange.Cause = nil, &exchange.Cause{ID: exchange.Timeout}
		},
		"bad verdict": func(r *record.Record) { r.Verdict = &record.Verdict{} },
	}
	f := record.Filter{Failed: true}
	for name, apply := range change {
		r := scan()
		apply(r)
		if f.Match(r) != (name != "") {
			t.Errorf("%q: %t", name, f.Match(r))
		}
	}
	r := scan()
	r.Exchange.Response.Status, r.Verdict = 302, &record.Verdict{OK: true} // judged good
	if f.Match(r) {
		t.Error("a good verdict counts as failed")
	}
}

func TestSince(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.FixedZone("", 8*3600)) // 04:00 UTC
	tests := map[string]bool{                                               // the exchange began at 11:04:05 there
		"1h": true, "56m": true, "55m": false, "1d": true, "0.01d": false,
		"11:04": true, "11:04:05": true, "11:04:06": false,
		"2026-11-28": true, "2026-11-29": false, "2026-11-28 11:04": true, "2026-11-28 11:04:06": false, "2026-11-28T11:05": false,
		"2026-11-28T03:04:05Z": true, "2026-11-28T03:04:06Z": false, "2026-11-28T11:04:05+08:00": true,
	}
	for text, want := range tests {
		since, err := record.ParseSince(text, now)
		f := record.Filter{Since: since}
		if got := f.Match(scan()); err != nil || got != want {
			t.Errorf("%s: %v, %t, %v", text, since, got, err)
		}
	}
	for _, text := range []string{"", "10", "-1h", "yesterday", "25:00", "2026-13-01", "1e9d"} {
		if since, err := record.ParseSince(text, now); !errors.Is(err, record.ErrSince) {
			t.Errorf("%q: %v, %v", text, since, err)
		}
	}
}
