// Package record keeps exchanges as JSON lines, one exchange per line, and reads
// them back as they were: bodies that are not UTF-8, repeated headers and failures
// included. Only the secrets that the writer knows are replaced, by placeholders
// from which the reader restores them, see [Secrets].
//
// A Writer writes before the exchange goes on and never drops one. To only show
// exchanges, subscribe to an exchange.Feed instead.
package record

import (
	"math"
	"net/http"
	"time"

	"wxtool/internal/exchange"
)

// Version is the version of the lines that a Writer writes. Version 1 has no number,
// monotonic time, kind, name, account, decoded view and verdict. Version 0, which has no
// version in its lines, also lacks the reply's header and failures.
const Version = 2

// Record is one exchange of a recording.
type Record struct {
	Version int
	Seq     int // number in the recording, from 1
	// Offset is the time from the first record that was read to the start of this one, by
	// the monotonic clock of the recorder. Between two runs of a recorder, and in old
	// versions, it is by the wall clock. It may be less than that of the record before:
	// records are in the order of their ends.
	Offset   time.Duration
	Kind     Kind
	Name     string // of the fixture or file that was sent, or of the user's act
	Account  string // profile whose account was used; "" if there is only one
	Exchange exchange.Exchange
	// HeaderOrder is the order in which the request's header was on the wire, with what
	// belongs to the connection, such as Host. A server of net/http does not know it.
	HeaderOrder []string
	Decoded     *Decoded // nil: not a callback, or it could not be decrypted
	Verdict     *Verdict // nil: not judged
}

// Kind is what an exchange is.
type Kind string

// The kinds of exchanges.
const (
	Push      Kind = "push"      // of the platform to a callback server
	Handshake Kind = "handshake" // verification of a callback URL
	Refused   Kind = "refused"   // a push or handshake with a wrong signature, or not encrypted where it must be
	Error     Kind = "error"     // a request that is no callback
	Probe     Kind = "probe"     // a push that was sent with a wrong signature on purpose
	Call      Kind = "call"      // of the platform's API
)

// Decoded is a callback after its decryption. A nil Message or Reply is the body.
type Decoded struct {
	Platform  string
	Mode      string
	ReceiveID string
	Message   []byte
	Reply     []byte
}

// Verdict is what the answer was worth when it was recorded.
type Verdict struct {
	OK       bool      `json:"ok"`
	Problems []Problem `json:"problems,omitempty"`
}

// Problem is one reason of a Verdict.
type Problem struct {
	ID    string `json:"id"`              // the rule
	Level string `json:"level,omitempty"` // error, warning or info
	Text  string `json:"text,omitempty"`  // what is wrong
}

// line is a Record as it is written. Fields of older versions keep their names.
type line struct {
	Version      int         `json:"version,omitempty"`
	Seq          int         `json:"seq,omitempty"`
	Time         time.Time   `json:"time"`
	MonoMS       *float64    `json:"mono_ms,omitempty"` // start, since the recorder started
	First        bool        `json:"first,omitempty"`   // of a run of the recorder
	DurationMS   float64     `json:"duration_ms"`
	Kind         Kind        `json:"kind,omitempty"`
	Name         string      `json:"name,omitempty"`
	Account      string      `json:"account,omitempty"`
	Method       string      `json:"method"`
	URL          string      `json:"url"`
	Header       http.Header `json:"header"`
	HeaderOrder  []string    `json:"header_order,omitempty"`
	HeaderSorted bool        `json:"header_sorted,omitempty"` // the order on the wire is not known
	Body         string      `json:"body,omitempty"`
	BodyBase64   []byte      `json:"body_base64,omitempty"`
	Status       int         `json:"status"` // 0: there is no response
	ReplyHeader  http.Header `json:"reply_header,omitempty"`
	Reply        string      `json:"reply"`
	ReplyBase64  []byte      `json:"reply_base64,omitempty"`
	Chunked      bool        `json:"reply_chunked,omitempty"`
	Cause        *cause      `json:"cause,omitempty"`
	Decoded      *decoded    `json:"decoded,omitempty"`
	Verdict      *Verdict    `json:"verdict,omitempty"`
}

// decoded is a Decoded as it is written. What is the body is left out.
type decoded struct {
	Platform      string  `json:"platform,omitempty"`
	Mode          string  `json:"mode,omitempty"`
	ReceiveID     string  `json:"receive_id,omitempty"`
	Message       *string `json:"message,omitempty"`
	MessageBase64 []byte  `json:"message_base64,omitempty"`
	Reply         *string `json:"reply,omitempty"`
	ReplyBase64   []byte  `json:"reply_base64,omitempty"`
}

// cause is why there is no response.
type cause struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

func nanoseconds(ms float64) time.Duration {
	return time.Duration(math.Round(ms * float64(time.Millisecond)))
}

// record restores the record of a line.
func (l *line) record(s *Secrets) (*Record, error) {
	restore := s.restorer()
	r := &Record{
		Version: l.Version, Seq: l.Seq, Kind: l.Kind, Name: restore.text(l.Name), Account: restore.text(l.Account),
		HeaderOrder: l.HeaderOrder, Decoded: l.Decoded.restore(restore), Verdict: l.Verdict.restore(restore),
	}
	r.Exchange = exchange.Exchange{
		Start: l.Time, Duration: nanoseconds(l.DurationMS),
		Request: exchange.Request{Method: l.Method, URL: restore.text(l.URL), Header: restore.header(l.Header), Body: restore.body(l.Body, l.BodyBase64)},
	}
	if l.Status != 0 {
		r.Exchange.Response = &exchange.Response{Status: l.Status, Header: restore.header(l.ReplyHeader), Body: restore.body(l.Reply, l.ReplyBase64), Chunked: l.Chunked}
	}
	if l.Cause != nil {
		r.Exchange.Cause = &exchange.Cause{ID: l.Cause.ID, Text: restore.text(l.Cause.Text)}
	}
	if r.Kind == "" {
		r.Kind = kindOf(&r.Exchange.Request)
	}
	return r, restore.err
}
