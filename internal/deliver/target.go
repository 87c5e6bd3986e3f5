package deliver

import (
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
)

// ParseTarget parses a callback URL. Short forms such as 3000, :3000/wx and
// host:3000/wx mean http, and this machine if there is no host. The query of the
// URL is kept.
func ParseTarget(s string) (*url.URL, error) {
	text := strings.TrimSpace(s)
	port, _, _ := strings.Cut(text, "/")
	port, _, _ = strings.Cut(port, "?")
	switch {
	case text == "":
		return nil, fmt.Errorf("callback URL: is empty")
	case port == "":
		return nil, &NoHostError{text}
	case strings.Trim(port, "0123456789") == "":
		text = "http://127.0.0.1:" + text
	case strings.HasPrefix(text, ":"):
		text = "http://127.0.0.1" + text
	case !strings.Contains(text, "://"):
		text = "http://" + text
	}
	u, err := url.Parse(text)
	if err != nil {
		return nil, fmt.Errorf("callback URL %q: is not a URL", s)
	}
	return u, checkTarget(s, u)
}

// NoHostError means that a callback URL has a path but no host.
type NoHostError struct{ URL string }

func (e *NoHostError) Error() string { return fmt.Sprintf("callback URL %q: has no host", e.URL) }

func checkTarget(s string, u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("callback URL %q: must be http or https", s)
	case u.Hostname() == "":
		return &NoHostError{s}
	case strings.ContainsAny(u.RawQuery, " \t\r\n\"<>\\^`{|}"):
		return fmt.Errorf("callback URL: its query contains a character that must be percent-encoded, such as a blank (%%20) or a quote (%%22)")
	case u.User != nil:
		return fmt.Errorf("callback URL: must not contain a user name or password, as the platform sends none")
	case u.Port() != "" && !isPort(u.Port()):
		return fmt.Errorf("callback URL %q: port %s is not one of 1 to 65535", s, u.Port())
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return nil
}

func isPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// IsLoopback reports whether the host of u is this machine. No name is resolved.
func IsLoopback(u *url.URL) bool {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
