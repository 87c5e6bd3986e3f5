package record

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"wxtool/internal/message"
)

// ErrNoMessage means that a record is no push with a message that can be read.
var ErrNoMessage = errors.New("is no push with a message that can be read")

// Fixture returns the decrypted message of a push as a file that wxtool send-fixture
// reads, and a name for the file: number and types of the push.
func (r *Record) Fixture() (name string, data []byte, err error) {
	msg := r.Message()
	head, err := message.Scan(msg)
	sealed := err == nil && head.Encrypt != "" && head.MsgType == "" && head.InfoType == ""
	if err != nil || sealed || r.Kind == Handshake || r.Kind == Call {
		return "", nil, fmt.Errorf("exchange %d %w", r.Seq, ErrNoMessage)
	}
	ending := ".xml"
	if head.JSON {
		ending = ".json"
	}
	return fmt.Sprintf("%06d%s%s", r.Seq, fileWords(head), ending), append(bytes.TrimRight(msg, "\n"), '\n'), nil
}

// fileWords are the types of a push as a part of a file's name. They come from outside.
func fileWords(h *message.Head) string {
	var b strings.Builder
	for _, word := range []string{h.MsgType, h.Event, h.ChangeType, h.InfoType} {
		if word = strings.Map(fileRune, word); word != "" {
			b.WriteString("-" + word[:min(len(word), 40)])
		}
	}
	return b.String()
}

func fileRune(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
		return r
	}
	return -1
}

// At returns a copy of a record as if it had been sent to another place: its URL has the
// scheme, host and path of base, but its own path if base has none, and its own query. A
// record of a server has only a path and a query. The header lacks what belongs to the
// connection.
func (r *Record) At(base *url.URL) *Record {
	copied := *r
	req := &copied.Exchange.Request
	if u, err := url.Parse(req.URL); err == nil {
		placed := *base
		placed.RawQuery, placed.Fragment = u.RawQuery, ""
		if base.Path == "" || base.Path == "/" {
			placed.Path, placed.RawPath = u.Path, u.RawPath
		}
		req.URL = placed.String()
	}
	req.Header = req.Header.Clone()
	for _, name := range []string{"Accept-Encoding", "Connection", "Content-Length", "Keep-Alive", "Transfer-Encoding"} {
		delete(req.Header, name)
	}
	return &copied
}

// Reason is why an exchange failed, or what its verdict warns of: the first problem, or
// the cause. It is "" if there is nothing.
func (r *Record) Reason() string {
	switch {
	case r.Verdict != nil && len(r.Verdict.Problems) > 0:
		p := r.Verdict.Problems[0]
		if p.Text == "" {
			return p.ID
		}
		return p.Text
	case r.Exchange.Cause != nil:
		return r.Exchange.Cause.Text
	}
	return ""
}
