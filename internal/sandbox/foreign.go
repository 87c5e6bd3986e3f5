package sandbox

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// foreign says why a call of the API may come from a page of another site in
// the user's browser, "" if nothing shows that. The pictures of codes are for
// pages of any site, as the platform's are.
func foreign(r *http.Request) string {
	if host := hostOf(r); !ours(host) && !platforms(host) {
		return "Host: is " + host + "; call the sandbox by its address or as localhost"
	}
	picture := r.URL.Path == ticketPicture || r.URL.Path == contactPicture
	if picture && r.Header.Get("Origin") == "" {
		return ""
	}
	return crossSite(r)
}

// notFromHere says why a request may not act as a user: it may come from a page
// of another site, or it comes from another machine.
func notFromHere(r *http.Request) string {
	if host := hostOf(r); !ours(host) {
		return "Host: is " + host + "; call the sandbox by its address or as localhost"
	}
	if problem := crossSite(r); problem != "" {
		return problem
	}
	if from, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !from.Addr().Unmap().IsLoopback() {
		return r.URL.Path + ": only programs on the machine of the sandbox act as users"
	}
	return ""
}

// hostOf is the name by which the sandbox was called.
func hostOf(r *http.Request) string {
	if u, err := url.Parse("//" + r.Host); err == nil {
		return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	}
	return r.Host
}

// ours reports whether a page on the internet cannot have the host's name, so
// that its owner could not have led it here (DNS rebinding): an address, or a
// name of this machine or this network.
func ours(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil || !strings.Contains(host, ".") {
		return true
	}
	for _, end := range []string{".localhost", ".local", ".internal"} {
		if strings.HasSuffix(host, end) {
			return true
		}
	}
	return false
}

// platforms reports whether a host is the platform's own: programs that know no
// other are led here by a proxy or a hosts file.
func platforms(host string) bool { return strings.HasSuffix(host, ".weixin.qq.com") }

// crossSite says what in a request a browser adds for a page of another site.
func crossSite(r *http.Request) string {
	if site := r.Header.Get("Sec-Fetch-Site"); site == "cross-site" || site == "same-site" {
		return "Sec-Fetch-Site: is " + site + "; pages of other sites cannot call the sandbox"
	}
	if origin := r.Header.Get("Origin"); origin != "" {
		if u, err := url.Parse(origin); err != nil || u.Host != r.Host {
			return "Origin: is " + origin + "; pages of other sites cannot call the sandbox"
		}
	}
	return ""
}
