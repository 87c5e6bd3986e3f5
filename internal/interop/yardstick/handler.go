package yardstick

import (
	"io"
	"net/http"
	"strconv"
	"strings"
)

// ServeHTTP verifies, opens and reads a text message, and answers it with its text, in
// the mode in which it came.
func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s := a.scratch.Get().(*Scratch)
	defer a.scratch.Put(s)
	reply, err := a.answer(s, r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	w.Header()["Content-Type"] = xmlType
	w.Write(reply)
}

var xmlType = []string{"text/xml; charset=utf-8"}

func (a *Account) answer(s *Scratch, r *http.Request) ([]byte, error) {
	if err := s.readBody(r); err != nil {
		return nil, err
	}
	q := query(r.URL.RawQuery)
	message, err := a.Open(s, q, s.body)
	if err != nil {
		return nil, err
	}
	var m Message
	if !m.Read(message) {
		return nil, errFrame
	}
	s.timestamp = strconv.AppendInt(s.timestamp[:0], a.Now().Unix(), 10)
	s.plain = appendReply(s.plain[:0], &m, s.timestamp)
	if !q.encrypted {
		return s.plain, nil
	}
	random, err := a.draw(s)
	if err != nil {
		return nil, err
	}
	s.sealed = a.SealReply(s, s.sealed[:0], random, s.plain, s.timestamp, q.nonce)
	return s.sealed, nil
}

func (s *Scratch) readBody(r *http.Request) error {
	n := int(r.ContentLength)
	if n < 0 || n > 1<<20 {
		return errFrame
	}
	if cap(s.body) < n {
		s.body = make([]byte, n)
	}
	s.body = s.body[:n]
	_, err := io.ReadFull(r.Body, s.body)
	return err
}

// Query has the parameters of a request.
type Query struct {
	signature, timestamp, nonce []byte
	encrypted                   bool
}

// query reads the parameters, which need no decoding.
func query(raw string) Query {
	var q Query
	var signature, msgSignature string
	for raw != "" {
		var param string
		param, raw, _ = strings.Cut(raw, "&")
		name, value, _ := strings.Cut(param, "=")
		switch name {
		case "signature":
			signature = value
		case "msg_signature":
			msgSignature = value
		case "timestamp":
			q.timestamp = []byte(value)
		case "nonce":
			q.nonce = []byte(value)
		case "encrypt_type":
			q.encrypted = value == "aes"
		}
	}
	if q.encrypted {
		signature = msgSignature
	}
	q.signature = []byte(signature)
	return q
}

// NewQuery returns the parameters of an encrypted push.
func NewQuery(msgSignature, timestamp, nonce string) Query {
	return Query{[]byte(msgSignature), []byte(timestamp), []byte(nonce), true}
}
