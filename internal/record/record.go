// Package record keeps exchanges as JSON lines, one exchange per line, and reads
// them back as they were: bodies that are not UTF-8, repeated headers and failures
// included. Only the secrets that the writer knows are replaced, by placeholders
// from which the reader restores them, see [Secrets].
//
// A Writer writes before the exchange goes on and never drops one. To only show
// exchanges, subscribe to an exchange.Feed instead.
package record

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"time"
	"unicode/utf8"

	"wxtool/internal/exchange"
)

// Version is the version of the lines that a Writer writes. Version 0, which has
// no version in its lines, lacks the reply's header and failures.
const Version = 1

// Record is one exchange of a file.
type Record struct {
	Version  int
	Exchange exchange.Exchange
	// HeaderOrder is the order in which the request's header was on the wire, where
	// the transport knows it. Go's does not.
	HeaderOrder []string
}

// line is a Record as it is written. Fields of version 0 keep their names.
type line struct {
	Version      int         `json:"version,omitempty"`
	Time         time.Time   `json:"time"`
	DurationMS   float64     `json:"duration_ms"`
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
}

// cause is why there is no response.
type cause struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// newLine makes the line of a record, with the secrets replaced.
func newLine(r *Record, s *Secrets) line {
	ex := &r.Exchange
	l := line{
		Version: Version, Time: ex.Start.UTC(), DurationMS: float64(ex.Duration) / float64(time.Millisecond),
		Method: ex.Request.Method, URL: s.hide(ex.Request.URL), Header: s.hideHeader(ex.Request.Header),
		HeaderOrder: slices.Clone(r.HeaderOrder), HeaderSorted: r.HeaderOrder == nil,
	}
	l.Body, l.BodyBase64 = bodyOf(ex.Request.Body, s)
	if res := ex.Response; res != nil {
		l.Status, l.ReplyHeader, l.Chunked = res.Status, s.hideHeader(res.Header), res.Chunked
		l.Reply, l.ReplyBase64 = bodyOf(res.Body, s)
	}
	if ex.Cause != nil {
		l.Cause = &cause{ex.Cause.ID, s.hide(ex.Cause.Text)}
	}
	return l
}

// bodyOf is a body as text, or in base64 where it is not UTF-8.
func bodyOf(body []byte, s *Secrets) (text string, base64 []byte) {
	hidden := s.replace(string(body))
	if utf8.ValidString(hidden) {
		return hidden, nil
	}
	return "", []byte(hidden)
}

// record restores the record of a line.
func (l *line) record(s *Secrets) (*Record, error) {
	r := &Record{Version: l.Version, HeaderOrder: l.HeaderOrder}
	restore := s.restorer()
	r.Exchange = exchange.Exchange{
		Start: l.Time, Duration: time.Duration(math.Round(l.DurationMS * float64(time.Millisecond))),
		Request: exchange.Request{Method: l.Method, URL: restore.text(l.URL), Header: restore.header(l.Header), Body: restore.body(l.Body, l.BodyBase64)},
	}
	if l.Status != 0 {
		r.Exchange.Response = &exchange.Response{Status: l.Status, Header: restore.header(l.ReplyHeader), Body: restore.body(l.Reply, l.ReplyBase64), Chunked: l.Chunked}
	}
	if l.Cause != nil {
		r.Exchange.Cause = &exchange.Cause{ID: l.Cause.ID, Text: restore.text(l.Cause.Text)}
	}
	return r, restore.err
}

// MarshalLine returns the record as one line of JSON with its line end.
func (r *Record) MarshalLine(s *Secrets) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // XML stays readable
	err := enc.Encode(newLine(r, s))
	return b.Bytes(), err
}
