package echo

import (
	"maps"
	"net/http"
	"strconv"

	"wxtool/internal/exchange"
	"wxtool/internal/message"
)

// headers are those of the responses to pushes, made once. They do not change.
type headers struct{ xml, json, text http.Header }

func newHeaders() headers {
	return headers{header("text/xml; charset=utf-8"), header("application/json"), header(plainText)}
}

// of returns the header for a body.
func (h *headers) of(body []byte) http.Header {
	switch {
	case len(body) > 0 && body[0] == '<':
		return h.xml
	case message.IsJSON(body):
		return h.json
	}
	return h.text
}

func header(contentType string) http.Header {
	return http.Header{"Content-Type": {contentType}, "X-Content-Type-Options": {"nosniff"}}
}

func respond(status int, contentType string, body []byte) *exchange.Response {
	return &exchange.Response{Status: status, Body: body, Header: header(contentType)}
}

// respond makes the response to a push that was accepted.
func (s *Server) respond(req *request, body []byte) *exchange.Response {
	req.response = exchange.Response{Status: s.status(), Header: s.headers.of(body), Body: body}
	return &req.response
}

// write sends the response.
func write(w http.ResponseWriter, res *exchange.Response) {
	const counted = 1 << 10 // net/http counts the bytes of shorter bodies, at less cost
	maps.Copy(w.Header(), res.Header)
	if len(res.Body) > counted {
		w.Header()["Content-Length"] = []string{strconv.Itoa(len(res.Body))}
	}
	w.WriteHeader(res.Status)
	w.Write(res.Body) // the client may be gone
}
