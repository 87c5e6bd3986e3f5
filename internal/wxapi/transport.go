package wxapi

import (
	"net/http"
	"time"

	"wxtool/internal/httpx"
)

// Transport returns a round tripper for the platform's API. It uses the proxy from the
// environment and keeps connections alive.
func Transport() http.RoundTripper {
	t := httpx.Transport()
	t.Proxy, t.TLSHandshakeTimeout = http.ProxyFromEnvironment, 10*time.Second
	t.MaxIdleConnsPerHost, t.IdleConnTimeout = 8, 90*time.Second
	return t
}
