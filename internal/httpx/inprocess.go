package httpx

import (
	"bytes"
	"io"
	"net/http"
)

// InProcess is a round tripper that calls a handler of this process instead of
// sending. After, unless nil, is called once the handler has answered; its error
// becomes that of the round trip.
type InProcess struct {
	Handler http.Handler
	After   func() error
}

// RoundTrip implements [http.RoundTripper].
func (n InProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	served.RequestURI, served.Host, served.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "127.0.0.1:1"
	w := &written{header: http.Header{}, status: http.StatusOK}
	n.Handler.ServeHTTP(w, served)
	if n.After != nil {
		if err := n.After(); err != nil {
			return nil, err
		}
	}
	return &http.Response{
		StatusCode: w.status, Header: w.header, Request: r, ProtoMajor: 1, ProtoMinor: 1,
		Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()),
	}, nil
}

// written is an answer while it is written.
type written struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *written) Header() http.Header         { return w.header }
func (w *written) WriteHeader(status int)      { w.status = status }
func (w *written) Write(b []byte) (int, error) { return w.body.Write(b) }
