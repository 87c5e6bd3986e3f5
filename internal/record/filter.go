package record

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wxtool/internal/message"
)

// Filter selects records. The zero Filter selects all. It may be used by several
// goroutines at the same time.
type Filter struct {
	Where  []Condition // all must hold
	Failed bool        // only what failed, see Record.Failed
	Since  time.Time   // only what began then or later
}

// Match reports whether a record is selected.
func (f *Filter) Match(r *Record) bool {
	if f.Failed && !r.Failed() || r.Exchange.Start.Before(f.Since) {
		return false
	}
	return len(f.Where) == 0 || f.matchMessage(r.Message())
}

func (f *Filter) matchMessage(msg []byte) bool {
	var flat message.Flat
	if flat.Read(msg) != nil {
		return false
	}
	var document message.Document // read only if a path is deep
	for _, c := range f.Where {
		text, deep := string(flat.Text(c.Path)), strings.ContainsAny(c.Path, "/[")
		if deep && document == nil {
			var err error
			if document, err = message.ParseDocument(msg); err != nil {
				return false
			}
		}
		if deep {
			text, _ = document.Get(c.Path)
		}
		if c.matches(text) == c.Not {
			return false
		}
	}
	return true
}

// Condition compares an element of the decrypted message with a value. An element that
// the message lacks has the value "". A record without a message that can be read
// satisfies no Condition.
type Condition struct {
	Path  string // such as Event or ScanCodeInfo/ScanResult
	Value string // * is any text
	Not   bool
}

// ErrCondition means that a text is no Condition.
var ErrCondition = errors.New("is not PATH=VALUE, such as Event=SCAN, or PATH!=VALUE")

// ParseCondition parses PATH=VALUE or PATH!=VALUE.
func ParseCondition(s string) (Condition, error) {
	name, value, found := strings.Cut(s, "=")
	name, not := strings.CutSuffix(name, "!")
	name = strings.Trim(name, "/")
	if !found || name == "" || strings.ContainsAny(name, " \t\n!<>") {
		return Condition{}, fmt.Errorf("%q %w", s, ErrCondition)
	}
	return Condition{name, value, not}, nil
}

// matches reports whether text is the value, in which * is any text.
func (c Condition) matches(text string) bool {
	first, rest, wild := strings.Cut(c.Value, "*")
	if !wild {
		return text == c.Value
	}
	text, found := strings.CutPrefix(text, first)
	if !found {
		return false
	}
	parts := strings.Split(rest, "*")
	for _, part := range parts[:len(parts)-1] {
		at := strings.Index(text, part)
		if at < 0 {
			return false
		}
		text = text[at+len(part):]
	}
	return strings.HasSuffix(text, parts[len(parts)-1])
}

// ErrSince means that a text is no time for Filter.Since.
var ErrSince = errors.New("is not a time such as 10m, 2d, 15:04, 2006-01-02 or 2006-01-02T15:04:05Z")

// ParseSince parses a time: so long before now, a time of today, a day or a time with
// its day. Without a zone it is in that of now.
func ParseSince(s string, now time.Time) (time.Time, error) {
	if before, err := parseAge(s); err == nil && before >= 0 {
		return now.Add(-before), nil
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t, nil
	}
	for _, layout := range []string{time.DateOnly, time.DateTime, "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04"} {
		if t, err := time.ParseInLocation(layout, s, now.Location()); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		if t, err := time.Parse(layout, s); err == nil {
			return time.Date(now.Year(), now.Month(), now.Day(), t.Hour(), t.Minute(), t.Second(), 0, now.Location()), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q %w", s, ErrSince)
}

// parseAge parses a duration, to which it adds days.
func parseAge(s string) (time.Duration, error) {
	days, isDays := strings.CutSuffix(s, "d")
	if !isDays {
		return time.ParseDuration(s)
	}
	d, err := time.ParseDuration(days + "h")
	if d > 24*365*100*time.Hour {
		return 0, ErrSince
	}
	return d * 24, err
}

// Failed reports whether the exchange failed: its verdict is bad or, if it has none,
// there is no response or its status is not 200.
func (r *Record) Failed() bool {
	if r.Verdict != nil {
		return !r.Verdict.OK
	}
	return r.Exchange.Response == nil || r.Exchange.Response.Status != http.StatusOK
}

// Message is the decrypted message of the request: that of Decoded, or the body.
func (r *Record) Message() []byte {
	if r.Decoded != nil && r.Decoded.Message != nil {
		return r.Decoded.Message
	}
	return r.Exchange.Request.Body
}

// Reply is the decrypted reply: that of Decoded, or the body of the response. Without
// a response it is nil.
func (r *Record) Reply() []byte {
	switch {
	case r.Decoded != nil && r.Decoded.Reply != nil:
		return r.Decoded.Reply
	case r.Exchange.Response != nil:
		return r.Exchange.Response.Body
	}
	return nil
}
