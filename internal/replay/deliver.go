package replay

import (
	"context"
	"net/http"
	"strings"

	"wxtool/internal/exchange"
)

// deliver sends a callback and judges the answer.
func (r *run) deliver(ctx context.Context, f *found) (*Result, error) {
	if f.push == nil {
		return r.verify(ctx, f)
	}
	if !r.Verbatim {
		d, err := r.client.Deliver(ctx, f.push, f.target.To)
		return &Result{Push: d}, err
	}
	d, err := r.client.DeliverRequest(ctx, f.push, f.mode, f.target.To, f.verbatim())
	return &Result{Push: d}, err
}

func (r *run) verify(ctx context.Context, f *found) (*Result, error) {
	req := f.verbatim()
	if !r.Verbatim {
		var err error
		if req, err = r.client.BuildVerification(f.target.Account, f.target.To, f.echostr); err != nil {
			return nil, err
		}
	}
	h, err := r.client.Verify(ctx, f.platform, f.target.To, req, f.echostr)
	return &Result{Handshake: h}, err
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
