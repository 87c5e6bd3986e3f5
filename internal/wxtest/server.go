package wxtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// Serve starts handler on a loopback address until the test ends and returns its
// URL.
func Serve(t testing.TB, handler http.Handler) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// Closed is the URL of a server that no longer listens.
func Closed() string {
	server := httptest.NewServer(nil)
	defer server.Close()
	return server.URL
}

// Answering answers every request alike.
func Answering(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// HangingUp writes raw, which may be empty, to the connection in place of a
// response, and closes it.
func HangingUp(raw string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := http.NewResponseController(w).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		buffered.WriteString(raw)
		buffered.Flush()
	}
}

// Silent does not answer: it waits until the client gives up.
func Silent(_ http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body) // or the server does not notice that the client has gone
	<-r.Context().Done()
}

// First answers the first n requests with one handler and the others with another.
func First(n int, first, then http.HandlerFunc) http.HandlerFunc {
	turns := make(chan struct{}, n)
	return func(w http.ResponseWriter, r *http.Request) {
		select {
		case turns <- struct{}{}:
			first(w, r)
		default:
			then(w, r)
		}
	}
}
