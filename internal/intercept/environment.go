package intercept

import (
	"slices"
	"strings"

	"wxtool/internal/wxhost"
)

// Environment returns the variables that lead a program to the proxy at the address.
// lookup is that of the environment which the program would have otherwise.
//
// The proxy answers no loopback address, so that those are in NO_PROXY. The entries of
// NO_PROXY that the program would have stay, except those that may match a host of the
// platform, which are returned as ignored.
func (p *Proxy) Environment(address string, lookup func(string) (string, bool)) (variables, ignored []string) {
	proxy := "http://" + address
	direct, ignored := p.direct(lookup)
	list := strings.Join(direct, ",")
	variables = []string{
		"HTTPS_PROXY=" + proxy, "https_proxy=" + proxy, "http_proxy=" + proxy,
		"NO_PROXY=" + list, "no_proxy=" + list,
		"NODE_USE_ENV_PROXY=1",
	}
	// In a CGI program HTTP_PROXY is the header Proxy of the request, so that Go and others
	// refuse it. Otherwise an own HTTP_PROXY of the user must be replaced.
	if _, cgi := lookup("REQUEST_METHOD"); !cgi {
		variables = append(variables, "HTTP_PROXY="+proxy)
	}
	return variables, ignored
}

// direct returns the entries of NO_PROXY for the program, and those left out.
func (p *Proxy) direct(lookup func(string) (string, bool)) (direct, ignored []string) {
	direct = []string{"localhost", "127.0.0.1", "::1"}
	for _, name := range []string{"NO_PROXY", "no_proxy"} {
		value, _ := lookup(name)
		for entry := range strings.SplitSeq(value, ",") {
			switch entry = strings.TrimSpace(entry); {
			case entry == "" || slices.Contains(direct, entry) || slices.Contains(ignored, entry):
			case p.covers(entry):
				ignored = append(ignored, entry)
			default:
				direct = append(direct, entry)
			}
		}
	}
	return direct, ignored
}

// covers reports whether an entry of NO_PROXY may match a host of the platform. Clients
// differ in how they match: some need a dot before the entry and some do not.
func (p *Proxy) covers(entry string) bool {
	name, _, _ := strings.Cut(wxhost.Normal(entry), ":")
	name = strings.TrimLeft(name, "*.")
	return strings.Contains(name, "*") || name == "" && strings.ContainsAny(entry, "*.") ||
		name != "" && slices.ContainsFunc(p.config.Hosts, func(host string) bool { return strings.HasSuffix(host, name) })
}
