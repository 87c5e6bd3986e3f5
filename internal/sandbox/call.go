package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"wxtool/internal/sandbox/world"
	"wxtool/internal/wxhost"
)

const maxBody = 1 << 20

// call is an API call while it is answered.
type call struct {
	*Server
	r       *http.Request
	query   url.Values
	body    []byte
	tx      *world.Tx // valid while it is answered
	now     time.Time
	began   time.Time // by the real clock; zero: not recorded
	on      string    // platform of the endpoint, "" if unknown or both
	daily   int       // daily limit of the endpoint
	account *Account  // nil if unknown

	upload    []byte // content of a medium that is added, and its id
	uploadID  string
	forgotten []string // ids of media whose content is no longer needed

	after []*execution // pushes that it causes
}

// answer makes the platform's checks in its order: path, token (present, then good),
// method, daily limit, and those of the endpoint.
func (c *call) answer() answer {
	reply, err := c.reply()
	if err != nil {
		return c.refused(err)
	}
	return c.accepted(reply)
}

func (c *call) reply() (any, error) {
	e, err := c.choose()
	if err != nil {
		return nil, err
	}
	if err := c.checkMethod(e.method); err != nil {
		return nil, err
	}
	if !e.open { // the open ones do not know the account yet
		if err := c.spend(); err != nil {
			return nil, err
		}
	}
	return e.run(c)
}

// choose finds the endpoint and, unless it is open, the account of the token. If both
// platforms have the path, the token decides.
func (c *call) choose() (endpoint, error) {
	found := c.endpoints[c.r.URL.Path]
	if len(found) == 0 {
		c.authorize("") // the account decides the form of the answer
		if c.platform() == Work {
			return endpoint{}, noPath{}
		}
		return endpoint{}, refuse(40066)
	}
	e := found[0]
	if len(found) == 1 {
		c.on = e.platform
	}
	if !e.open {
		if err := c.authorize(c.on); err != nil {
			return endpoint{}, err
		}
		e, _ = of(c.account.Platform, found)
	}
	c.on, c.daily = e.platform, e.daily
	if !e.open && c.account.Platform == Work && !c.allowed() {
		return endpoint{}, refuse(60020)
	}
	return e, nil
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

// platform decides the form of the answer.
func (c *call) platform() string {
	switch {
	case c.account != nil:
		return c.account.Platform
	case c.on != "":
		return c.on
	case hostOf(c.r) == wxhost.Work, c.query.Has("agentid"), looksLikeWork(c.query.Get("access_token")):
		return Work
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

// find sets the account of a platform and id, if there is one.
func (c *call) find(platform, id string) bool {
	return c.findAccount(func(a *Account) bool { return a.Platform == platform && a.AppID == id })
}

// findGrantee sets the account that a token was issued to.
func (c *call) findGrantee(g *world.Grant) bool {
	return c.findAccount(func(a *Account) bool {
		return a.Platform == g.Platform && a.AppID == g.AppID && a.agent() == g.AgentID
	})
}

func (c *call) findAccount(wanted func(*Account) bool) bool {
	for i := range c.config.Accounts {
		if a := &c.config.Accounts[i]; wanted(a) {
			c.account = a
			return true
		}
	}
	return false
}

func (c *call) ip() string {
	host, _, err := net.SplitHostPort(c.r.RemoteAddr)
	if err != nil {
		return "127.0.0.1"
	}
	return host
}

// allowed reports whether the caller's address is on the account's IP whitelist.
func (c *call) allowed() bool {
	ip, err := netip.ParseAddr(c.ip())
	in := func(p netip.Prefix) bool { return err == nil && p.Contains(ip.Unmap().WithZone("")) }
	return c.account.AllowIPs == nil || slices.ContainsFunc(c.account.AllowIPs, in)
}

// decode reads a JSON body. An empty one is 44002, one that is not JSON 47001, one with
// a \uXXXX escape 40033.
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

// decodeMessage reads a message into v, and its members by their names.
func (c *call) decodeMessage(v any) (members map[string]json.RawMessage, err error) {
	if err := c.decode(&members); err != nil {
		return nil, err
	}
	return members, c.decode(v)
}

// hasEscape reports whether JSON contains a \uXXXX escape; \\u is a backslash and a u.
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

// countUpTo counts one more in a window of the account, and reports whether the count
// is within the limit.
func (c *call) countUpTo(limit int, what string, w world.Window) bool {
	return c.tx.CountUpTo(limit, c.account.owner(), what, w)
}

// spend counts a call against the daily limit of its path; beyond it is 45009. That
// refused calls count too is a guess.
func (c *call) spend() error {
	path := c.r.URL.Path
	if !c.countUpTo(cmp.Or(c.config.Limits.Daily[path], c.daily), path, world.Day) {
		return refuse(45009)
	}
	return nil
}
