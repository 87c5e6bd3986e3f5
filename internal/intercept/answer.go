package intercept

import (
	"net/http"
	"net/netip"
	"net/url"
)

// answerProxy answers a request to the proxy itself: CONNECT, or one with a whole URL.
// Some clients, such as axios, send those of https that way too.
func (s *session) answerProxy(w http.ResponseWriter, r *http.Request) {
	if from, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !from.Addr().Unmap().IsLoopback() {
		http.Error(w, "the proxy answers only programs on its own machine", http.StatusForbidden)
		return
	}
	if r.Method == http.MethodConnect {
		s.openTunnel(w, r)
		return
	}
	port := portPlain
	switch r.URL.Scheme {
	case "http":
	case "https":
		port = portTLS
	default:
		http.Error(w, "this is a proxy, which answers requests with a whole URL and CONNECT", http.StatusBadRequest)
		return
	}
	to := targetOf(r.URL.Host, port)
	if !s.known(to) {
		s.observe(Event{Host: to.String(), Reason: Foreign})
		http.Error(w, s.why(to), http.StatusForbidden)
		return
	}
	s.answer(w, r, to)
}

// answer lets the handler answer a request to a host of the platform. The handler sees
// what a server of the host would see.
func (s *session) answer(w http.ResponseWriter, r *http.Request, to target) {
	direct := r.WithContext(r.Context())
	direct.Host = to.host
	direct.URL = &url.URL{Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery, ForceQuery: r.URL.ForceQuery}
	direct.RequestURI = direct.URL.RequestURI()
	direct.Header = r.Header.Clone()
	for _, name := range []string{"Proxy-Authorization", "Proxy-Connection"} {
		direct.Header.Del(name)
	}
	s.config.Handler.ServeHTTP(w, direct)
}
