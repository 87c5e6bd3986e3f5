package replay

import (
	"context"
	"net/http"
	"strings"

	"wxtool/internal/exchange"
)

// build makes the request of a callback.
func (r *run) build(f *found) (request, error) {
	switch {
	case r.Verbatim:
		return request{f.verbatim(), f.mode}, nil
	case f.push == nil:
		req, err := r.client.BuildVerification(f.target.Account, f.target.To, f.echostr)
		return request{Request: req}, err
	}
	req, signed, err := r.client.Build(f.push, f.target.To)
	if err != nil {
		return request{}, err
	}
	return request{req, signed.Mode}, nil
}

// deliver sends a request and judges the answer.
func (r *run) deliver(ctx context.Context, f *found, req request) (*Result, error) {
	if f.push == nil {
		h, err := r.client.Verify(ctx, f.platform, f.target.To, req.Request, f.echostr)
		return &Result{Handshake: h}, err
	}
	d, err := r.client.DeliverRequest(ctx, f.push, req.mode, f.target.To, req.Request)
	return &Result{Push: d}, err
}

// verbatim is the recorded request for the host and path of the target, whose own query
// comes first.
func (f *found) verbatim() exchange.Request {
	sent := f.record.Exchange.Request
	to := *f.target.To
	to.Fragment, to.RawFragment, to.ForceQuery = "", "", false
	_, query, _ := strings.Cut(sent.URL, "?")
	query, _, _ = strings.Cut(query, "#")
	if own := strings.TrimSuffix(to.RawQuery, "&"); own != "" {
		query = own + "&" + query
	}
	to.RawQuery = query
	return exchange.Request{Method: sent.Method, URL: to.String(), Header: endToEnd(sent.Header), Body: sent.Body}
}

// endToEnd returns the fields of a header that are not those of one connection. Without
// Accept-Encoding the answer can be read.
func endToEnd(h http.Header) http.Header {
	header := h.Clone()
	if header == nil {
		header = http.Header{}
	}
	for _, name := range []string{"Host", "Connection", "Keep-Alive", "Proxy-Connection", "Transfer-Encoding", "Te", "Trailer", "Upgrade", "Content-Length", "Expect", "Accept-Encoding"} {
		header.Del(name)
	}
	if header.Get("User-Agent") == "" {
		header["User-Agent"] = []string{""} // net/http adds none
	}
	return header
}
