package echo_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"wxtool/internal/callback"
)

// BenchmarkExchange answers one push, as http.Handler does without a connection.
func BenchmarkExchange(b *testing.B) {
	for _, mode := range []callback.Mode{callback.Plain, callback.Safe} {
		b.Run(string(mode), func(b *testing.B) {
			acct := account(callback.MP, mode)
			s, _ := server(b, acct)
			s.Observe = nil
			signed, err := acct.Seal([]byte(push), callback.Stamp{Timestamp: "1751328000", Nonce: "77"})
			if err != nil {
				b.Fatal(err)
			}
			r, err := http.NewRequest(http.MethodPost, "/?"+signed.Query.Encode(), nil)
			if err != nil {
				b.Fatal(err)
			}
			r.ContentLength = int64(len(signed.Body))
			w := &discarded{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				r.Body = io.NopCloser(bytes.NewReader(signed.Body))
				if s.ServeHTTP(w, r); w.status != http.StatusOK {
					b.Fatal(w.status)
				}
			}
		})
	}
}

// discarded is a response that is not kept.
type discarded struct {
	header http.Header
	status int
}

func (d *discarded) Header() http.Header         { return d.header }
func (d *discarded) WriteHeader(status int)      { d.status = status }
func (d *discarded) Write(b []byte) (int, error) { return len(b), nil }
