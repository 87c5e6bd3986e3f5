package record

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"wxtool/internal/exchange"
)

// AppendLine appends the record as one line of JSON with its line end. It has the time
// of the wall clock only, see Writer.
func (r *Record) AppendLine(dst []byte, s *Secrets) []byte {
	return (&appender{dst, s}).line(r, &stamp{seq: r.Seq}).buf
}

// stamp is what a Writer adds to a record.
type stamp struct {
	seq   int
	mono  time.Duration
	timed bool // mono is known
	first bool
}

// appender appends the parts of a line, in the order of the struct line. It is written
// by hand because encoding/json takes three times as long, and each answer of a server
// waits for it.
type appender struct {
	buf     []byte
	secrets *Secrets
}

func (a *appender) line(r *Record, at *stamp) *appender {
	ex := &r.Exchange
	a.raw(`{"version":`).int(Version)
	if at.seq != 0 {
		a.raw(`,"seq":`).int(at.seq)
	}
	a.raw(`,"time":"`)
	a.buf = ex.Start.UTC().AppendFormat(a.buf, time.RFC3339Nano)
	a.raw(`"`)
	if at.timed {
		a.raw(`,"mono_ms":`).milliseconds(at.mono)
	}
	if at.first {
		a.raw(`,"first":true`)
	}
	a.raw(`,"duration_ms":`).milliseconds(ex.Duration)
	a.optional(`,"kind":`, string(r.Kind)).optional(`,"name":`, r.Name).optional(`,"account":`, r.Account)
	a.raw(`,"method":`).text(ex.Request.Method).raw(`,"url":`).text(ex.Request.URL).raw(`,"header":`).header(ex.Request.Header)
	a.order(r.HeaderOrder)
	if len(ex.Request.Body) > 0 {
		a.body(`,"body`, ex.Request.Body)
	}
	a.response(ex.Response)
	if ex.Cause != nil {
		a.raw(`,"cause":{"id":`).text(ex.Cause.ID).raw(`,"text":`).text(ex.Cause.Text).raw(`}`)
	}
	if r.Decoded != nil {
		a.decoded(r.Decoded)
	}
	if r.Verdict != nil {
		a.verdict(r.Verdict)
	}
	return a.raw("}\n")
}

func (a *appender) response(res *exchange.Response) {
	if res == nil {
		a.raw(`,"status":0,"reply":""`)
		return
	}
	a.raw(`,"status":`).int(res.Status)
	if len(res.Header) > 0 {
		a.raw(`,"reply_header":`).header(res.Header)
	}
	a.body(`,"reply`, res.Body)
	if res.Chunked {
		a.raw(`,"reply_chunked":true`)
	}
}

func (a *appender) order(names []string) {
	if names == nil {
		a.raw(`,"header_sorted":true`)
		return
	}
	a.raw(`,"header_order":[`)
	for i, name := range names {
		if i > 0 {
			a.raw(",")
		}
		a.quoted(name)
	}
	a.raw("]")
}

func (a *appender) decoded(d *Decoded) {
	a.raw(`,"decoded":{"mode":`).text(d.Mode)
	a.optional(`,"platform":`, d.Platform).optional(`,"receive_id":`, d.ReceiveID)
	if d.Message != nil {
		a.body(`,"message`, d.Message)
	}
	if d.Reply != nil {
		a.body(`,"reply`, d.Reply)
	}
	a.raw("}")
}

func (a *appender) verdict(v *Verdict) {
	a.raw(`,"verdict":{"ok":`)
	a.buf = strconv.AppendBool(a.buf, v.OK)
	for i, p := range v.Problems {
		if a.raw(","); i == 0 {
			a.raw(`"problems":[`)
		}
		a.raw(`{"id":`).text(p.ID)
		a.optional(`,"level":`, p.Level).optional(`,"text":`, p.Text).raw("}")
	}
	if len(v.Problems) > 0 {
		a.raw("]")
	}
	a.raw("}")
}

func (a *appender) header(h http.Header) *appender {
	var few [16]string
	names := few[:0]
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	a.raw("{")
	for i, name := range names {
		if i > 0 {
			a.raw(",")
		}
		a.quoted(name).raw(":[")
		for i, value := range h[name] {
			if i > 0 {
				a.raw(",")
			}
			a.text(value)
		}
		a.raw("]")
	}
	return a.raw("}")
}

func (a *appender) raw(text string) *appender {
	a.buf = append(a.buf, text...)
	return a
}

func (a *appender) int(n int) *appender {
	a.buf = strconv.AppendInt(a.buf, int64(n), 10)
	return a
}

func (a *appender) milliseconds(d time.Duration) *appender {
	a.buf = strconv.AppendFloat(a.buf, float64(d)/float64(time.Millisecond), 'f', -1, 64)
	return a
}

// optional appends a member whose text is not empty.
func (a *appender) optional(name, text string) *appender {
	if text != "" {
		a.raw(name).text(text)
	}
	return a
}

// text appends a text without secrets, see Secrets.hide.
func (a *appender) text(text string) *appender { return a.quoted(a.secrets.hide(text)) }

// body appends a member for a body without secrets: as text, or in base64 where it is
// not UTF-8. Name has no closing quote yet.
func (a *appender) body(name string, body []byte) {
	hidden := a.secrets.replace(body)
	if utf8.Valid(hidden) {
		a.raw(name).raw(`":`)
		a.buf = appendQuoted(a.buf, hidden)
		return
	}
	a.raw(name).raw(`_base64":"`)
	a.buf = base64.StdEncoding.AppendEncode(a.buf, hidden)
	a.raw(`"`)
}

func (a *appender) quoted(text string) *appender {
	a.buf = appendQuoted(a.buf, text)
	return a
}

const hexDigits = "0123456789abcdef"

// appendQuoted appends a text of UTF-8 as a JSON string. XML and other scripts stay
// readable.
func appendQuoted[T string | []byte](dst []byte, text T) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, text[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	dst = append(dst, text[from:]...)
	return append(dst, '"')
}
