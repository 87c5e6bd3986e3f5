package yardstick_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/interop/yardstick"
	"wxtool/internal/wxcrypt"
)

// BenchmarkExchange answers one text message.
func BenchmarkExchange(b *testing.B) {
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		p := pushOf(b, mode, text("hello, this is a question on an order"))
		y, _ := newYardstick(b)
		handlers := []struct {
			name    string
			handler http.Handler
		}{{"yardstick", y}, {"wxtool", ours(b, mode)}, {"chanxuehong", sdks.Chanxuehong()}, {"silenceper", sdks.Silenceper()}, {"powerwechat", powerwechat(b)}}
		for _, h := range handlers {
			b.Run(string(mode)+"/"+h.name, func(b *testing.B) { answering(b, h.handler, p) })
		}
	}
}

// checkAnswers checks that a handler answers with the text of the push.
func checkAnswers(t *testing.T, name string, handler http.Handler) {
	y, s := newYardstick(t)
	for _, mode := range []callback.Mode{callback.Plain, callback.Compatible, callback.Safe} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, pushOf(t, mode, text("hello")).request())
		body := w.Body.Bytes()
		if mode != callback.Plain {
			var err error
			if body, err = y.OpenReply(s, body); err != nil {
				t.Errorf("%s, %s: %v\n%s", name, mode, err, w.Body)
			}
		}
		if !bytes.Contains(body, []byte("hello")) || !bytes.Contains(body, []byte("oFan")) {
			t.Errorf("%s, %s: %d %s", name, mode, w.Code, body)
		}
	}
}

// discarded is a response of which only the status is kept.
type discarded struct {
	header http.Header
	status int
}

func (d *discarded) Header() http.Header         { return d.header }
func (d *discarded) WriteHeader(status int)      { d.status = status }
func (d *discarded) Write(b []byte) (int, error) { return len(b), nil }

// answering runs a handler on one push, as a server does without a connection.
func answering(b *testing.B, handler http.Handler, p push) {
	r := p.request()
	body := bytes.NewReader(p.body)
	r.Body = io.NopCloser(body)
	w := &discarded{header: http.Header{}}
	b.ReportAllocs()
	for b.Loop() {
		body.Reset(p.body)
		w.status = http.StatusOK
		if handler.ServeHTTP(w, r); w.status != http.StatusOK {
			b.Fatal(w.status)
		}
	}
}

// measure is a benchmark of one function.
func measure(b *testing.B, name string, work func() error) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := work(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkEncrypt encrypts 600 bytes. The names of append forms end in -append.
func BenchmarkEncrypt(b *testing.B) {
	y, s := newYardstick(b)
	a, message := account(b, callback.Safe), []byte(strings.Repeat("x", 600))
	dst := make([]byte, 0, 4096)
	frame := &wxcrypt.Frame{Random: stamp.Random, Message: message, ReceiveID: id}
	measure(b, "yardstick", func() error { y.Encrypt(s, dst, stamp.Random[:], message); return nil })
	measure(b, "wxtool", func() error { _, err := a.Encrypt(message, stamp); return err })
	measure(b, "wxtool-append", func() error { a.Key.Seal(dst, frame); return nil })
	measure(b, "silenceper", silenceperEncrypt(message))
}

// BenchmarkDecrypt decrypts 600 bytes.
func BenchmarkDecrypt(b *testing.B) {
	y, s := newYardstick(b)
	a, message := account(b, callback.Safe), []byte(strings.Repeat("x", 600))
	encrypt := y.Encrypt(s, nil, stamp.Random[:], message)
	dst := make([]byte, 0, 4096)
	measure(b, "yardstick", func() error { _, err := y.Decrypt(s, encrypt); return err })
	measure(b, "wxtool", func() error { _, err := a.Key.Open(encrypt); return err })
	measure(b, "wxtool-append", func() error { _, _, err := a.Key.AppendOpen(dst, encrypt); return err })
	measure(b, "silenceper", silenceperDecrypt(string(encrypt)))
}

// BenchmarkOpen checks and decrypts a push.
func BenchmarkOpen(b *testing.B) {
	p := pushOf(b, callback.Safe, text("hello, this is a question on an order"))
	y, s := newYardstick(b)
	a, q := account(b, callback.Safe), callback.ParseQuery(p.raw)
	fewest := yardstick.NewQuery(p.query.Get("msg_signature"), stamp.Timestamp, stamp.Nonce)
	var e callback.Envelope
	var o callback.Opened
	measure(b, "yardstick", func() error { _, err := y.Open(s, fewest, p.body); return err })
	measure(b, "wxtool", func() error { _, err := a.Open(q, p.body); return err })
	measure(b, "wxtool-append", func() error { e.Read(p.body); return a.OpenPush(&o, q, &e) })
}

// BenchmarkSize checks, decrypts and reads a push of so many bytes.
func BenchmarkSize(b *testing.B) {
	for _, size := range []struct {
		name  string
		bytes int
	}{{"1KB", 1 << 10}, {"10KB", 10 << 10}, {"100KB", 100 << 10}, {"1MB", 1 << 20}} {
		message := text(strings.Repeat("x", size.bytes-len(text(""))))
		p := pushOf(b, callback.Safe, message)
		y, s := newYardstick(b)
		a, q := account(b, callback.Safe), callback.ParseQuery(p.raw)
		fewest := yardstick.NewQuery(p.query.Get("msg_signature"), stamp.Timestamp, stamp.Nonce)
		measure(b, size.name+"/yardstick", func() error {
			opened, err := y.Open(s, fewest, p.body)
			if new(yardstick.Message).Read(opened); err != nil {
				return err
			}
			return nil
		})
		var e callback.Envelope
		var o callback.Opened
		measure(b, size.name+"/wxtool", func() error {
			e.Read(p.body)
			if err := a.OpenPush(&o, q, &e); err != nil {
				return err
			}
			_, err := o.Flat()
			return err
		})
	}
}

// BenchmarkOpenReply checks and decrypts a reply.
func BenchmarkOpenReply(b *testing.B) {
	y, s := newYardstick(b)
	a := account(b, callback.Safe)
	body := y.SealReply(s, nil, stamp.Random[:], []byte(text("an answer")), []byte(stamp.Timestamp), []byte(stamp.Nonce))
	var kept callback.Envelope
	var opened callback.Opened
	measure(b, "yardstick", func() error { _, err := y.OpenReply(s, body); return err })
	measure(b, "wxtool", func() error {
		var e callback.Envelope
		e.Read(body)
		return a.OpenReply(new(callback.Opened), &e)
	})
	measure(b, "wxtool-append", func() error { kept.Read(body); return a.OpenReply(&opened, &kept) })
}

// BenchmarkSealReply encrypts and signs a reply.
func BenchmarkSealReply(b *testing.B) {
	y, s := newYardstick(b)
	a, reply := account(b, callback.Safe), []byte(text("an answer"))
	timestamp, nonce, dst := []byte(stamp.Timestamp), []byte(stamp.Nonce), make([]byte, 0, 4096)
	measure(b, "yardstick", func() error { y.SealReply(s, dst, stamp.Random[:], reply, timestamp, nonce); return nil })
	measure(b, "wxtool", func() error { _, err := a.AppendReply(nil, reply, stamp, callback.ReplyXML); return err })
	measure(b, "wxtool-append", func() error { _, err := a.AppendReply(dst, reply, stamp, callback.ReplyXML); return err })
}
