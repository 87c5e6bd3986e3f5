package wxapi

import (
	"net/http"
	"time"
)

// Transport returns a round tripper for the platform's API: through the proxy
// that the environment names, with connections kept for the next call. It speaks
// HTTP/1.1 alone and offers nothing else, as all of the API takes that.
func Transport() http.RoundTripper {
	t := &http.Transport{
		Proxy: http.ProxyFromEnvironment, Protocols: new(http.Protocols),
		MaxIdleConnsPerHost: 8, IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 10 * time.Second,
	}
	t.Protocols.SetHTTP1(true)
	return t
}
