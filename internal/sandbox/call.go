package sandbox

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const maxBody = 1 << 20

// call is one call while it is answered.
type call struct {
	*Server
	r       *http.Request
	query   url.Values
	body    []byte
	now     time.Time
	on      string // platform of the endpoint
	account *Account
}

// answer goes through the platform's checks in its order: path, token (there,
// then good), method, and what the endpoint itself looks at.
func (c *call) answer() answer {
	e, ok := c.endpoints[c.r.URL.Path]
	if !ok {
		return c.refused(refuse(40066))
	}
	c.on = e.platform
	if !e.open {
		if err := c.authorize(e.platform); err != nil {
			return c.refused(err)
		}
	}
	if err := c.checkMethod(e.method); err != nil {
		return c.refused(err)
	}
	reply, err := e.run(c)
	if err != nil {
		return c.refused(err)
	}
	return accepted(reply)
}

func (c *call) checkMethod(want string) error {
	switch {
	case want == "" || c.r.Method == want:
		return nil
	case want == http.MethodGet:
		return refuse(43001)
	}
	return refuse(43002)
}

// platform is whose manner the answer has.
func (c *call) platform() string {
	switch {
	case c.account != nil:
		return c.account.Platform
	case c.on != "":
		return c.on
	case !slices.ContainsFunc(c.config.Accounts, func(a Account) bool { return a.Platform == MP }):
		return Work
	}
	return MP
}

func (c *call) appID() string {
	if c.account == nil {
		return ""
	}
	return c.account.AppID
}

// find sets the account of an id, which must be of the endpoint's platform.
func (c *call) find(platform, id string) bool {
	i := slices.IndexFunc(c.config.Accounts, func(a Account) bool { return a.Platform == platform && a.AppID == id })
	if i >= 0 {
		c.account = &c.config.Accounts[i]
	}
	return i >= 0
}

func (c *call) ip() string {
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return "127.0.0.1"
	}
	return host
}

// allowed reports whether the caller's address is on the account's whitelist.
func (c *call) allowed() bool {
	return c.account.AllowIPs == nil || slices.Contains(c.account.AllowIPs, c.ip())
}

// decode reads a JSON body: there (44002), JSON (47001), without \u (40033).
func (c *call) decode(v any) error {
	switch {
	case len(bytes.TrimSpace(c.body)) == 0:
		return refuse(44002)
	case json.Unmarshal(c.body, v) != nil:
		return refuse(47001)
	case hasEscape(c.body):
		return refuse(40033)
	}
	return nil
}

// hasEscape reports whether JSON holds a \uXXXX; \\u is a backslash and a u.
func hasEscape(body []byte) bool {
	for i := 0; i+1 < len(body); i++ {
		if body[i] == '\\' {
			if i++; body[i] == 'u' {
				return true
			}
		}
	}
	return false
}
