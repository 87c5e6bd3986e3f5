package wxapi

import (
	"net/http"
	"time"

	"wxtool/internal/httpx"
)

// Transport returns a round tripper for the platform's API: through the proxy
// that the environment names, with connections kept for the next call.
func Transport() http.RoundTripper {
	t := httpx.Transport()
	t.Proxy, t.TLSHandshakeTimeout = http.ProxyFromEnvironment, 10*time.Second
	t.MaxIdleConnsPerHost, t.IdleConnTimeout = 8, 90*time.Second
	return t
}
