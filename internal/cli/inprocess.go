package cli

import (
	"bytes"
	"io"
	"net/http"
)

// inProcess is a network that consists of one handler. What it answers counts
// once kept, if there is such a function, has no objection.
type inProcess struct {
	handler http.Handler
	kept    func() error
}

// RoundTrip implements [http.RoundTripper].
func (n inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	served.RequestURI, served.Host, served.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "127.0.0.1:1"
	w := &written{header: http.Header{}, status: http.StatusOK}
	n.handler.ServeHTTP(w, served)
	if n.kept != nil {
		if err := n.kept(); err != nil {
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
