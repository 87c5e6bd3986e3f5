package sandbox

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"wxtool/internal/wxhost"
)

// foreign says why an API call may come from a page of another site in the user's
// browser, "" if it does not look so. Pages of all sites may show the pictures of
// codes, as with the platform.
func foreign(r *http.Request) string {
	if host := hostOf(r); !ours(host) && !platforms(host) {
		return "Host: is " + host + "; call the sandbox by its address or as localhost"
	}
	picture := r.URL.Path == ticketPicture || r.URL.Path == contactPicture || r.URL.Path == mediaPicture
	if picture && r.Header.Get("Origin") == "" {
		return ""
	}
	return crossSite(r)
}

// notFromHere says why a request may not act as a user: it may come from a page of
// another site, or it comes from another machine. "" allows it.
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

// hostOf is the host in the URL that was requested.
func hostOf(r *http.Request) string {
	if u, err := url.Parse("//" + r.Host); err == nil {
		return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	}
	return r.Host
}

// ours reports whether no website can have the host's name, and so cannot reach the
// sandbox by DNS rebinding: an IP address, or a name of this machine or network.
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

// platforms reports whether a host is the platform's own, for programs that cannot be
// given another: a proxy or a hosts file can direct them to the sandbox.
func platforms(host string) bool { return wxhost.Known(host) }

// crossSite names the header by which a browser marks a request of another site's
// page, "" if there is none.
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
