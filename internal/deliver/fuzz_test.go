package deliver_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/deliver"
)

// FuzzRawResponse: whatever a server sends, there is either a response, the final
// one, or a cause.
func FuzzRawResponse(f *testing.F) {
	for _, answer := range []string{
		"", "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsuccess", "HTTP/1.0 200 OK\r\n\r\nsuccess", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nsuccess\r\n0\r\n\r\n", "HTTP/1.1 101 Switching Protocols\r\n\r\nx", "SSH-2.0-x\r\n", "HTTP/1.1 200 OK\r\nA\r\n\r\n",
	} {
		f.Add(answer, "POST")
		f.Add(answer, "HEAD")
	}
	to := &deliver.RawRequest{Target: "/", Proto: "HTTP/1.1"}
	f.Fuzz(func(t *testing.T, answer, method string) {
		c := &deliver.Client{Now: time.Now, Dial: func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			go func() {
				defer server.Close()
				go io.Copy(io.Discard, server)
				io.WriteString(server, answer)
			}()
			return client, nil
		}}
		r := *to
		r.Method = method
		ex := c.SendRaw(t.Context(), target(t, "http://localhost/"), &r)
		switch {
		case (ex.Response == nil) == (ex.Cause == nil):
			t.Fatalf("%+v", ex)
		case ex.Response != nil && ex.Response.Status/100 == 1 && ex.Response.Status != http.StatusSwitchingProtocols:
			t.Errorf("an interim response: %+v", ex.Response)
		case ex.Response != nil && method == http.MethodHead && len(ex.Response.Body) > 0:
			t.Errorf("a body of HEAD: %+v", ex.Response)
		}
	})
}
