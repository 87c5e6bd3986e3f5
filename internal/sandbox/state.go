package sandbox

import (
	"io"
	"time"
)

// state is all that calls change. It is plain data, so that it can be kept.
type state struct {
	Grants   map[string]*grant    // by access_token
	Tickets  map[string]*ticket   // by ticket
	Contacts map[string]*contact  // by config_id
	Counters map[string]*counter  // by account and what is counted
	Forced   map[string]time.Time // last forced refresh, by appid
	Menus    map[string]*menus    // by menuKey
	Users    map[string]*User     // by userKey
}

func newState() state {
	return state{
		Grants: map[string]*grant{}, Tickets: map[string]*ticket{}, Contacts: map[string]*contact{},
		Counters: map[string]*counter{}, Forced: map[string]time.Time{},
		Menus: map[string]*menus{}, Users: map[string]*User{},
	}
}

// counter counts within a window of time and begins anew in the next.
type counter struct {
	Window int64
	Count  int
}

const (
	minute = 60
	day    = 24 * 60 * minute
)

// count counts one call of the account in this window of seconds and reports
// whether it is within most. Days begin in China.
func (c *call) count(what string, window int64, most int) bool {
	const china = 8 * 60 * minute
	key := c.account.Platform + " " + c.account.AppID + " " + what
	now := (c.now.Unix() + china) / window
	n := c.state.Counters[key]
	if n == nil || n.Window != now {
		n = &counter{Window: now}
		c.state.Counters[key] = n
	}
	if n.Count >= most {
		return false
	}
	n.Count++
	return true
}

func orElse(n, standard int) int {
	if n > 0 {
		return n
	}
	return standard
}

// random returns n characters of alphabet, which has at most 256. Some are a
// little likelier: what the sandbox makes up guards nothing.
func (s *Server) random(n int, alphabet string) string {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.config.Rand, b); err != nil {
		clear(b)
	}
	for i := range b {
		b[i] = alphabet[int(b[i])%len(alphabet)]
	}
	return string(b)
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func (s *Server) digits(n int) string { return s.random(n, "0123456789") }
func (s *Server) hex(n int) string    { return s.random(n, "0123456789abcdef") }
