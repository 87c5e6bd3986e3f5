package wxapi

import "net/http"

// Transport returns a round tripper for the platform's API: through the proxy
// that the environment names, with connections kept for the next call. The API
// is asked over HTTP/1.1 alone, which all of it speaks.
func Transport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.ForceAttemptHTTP2 = false
	return t
}
