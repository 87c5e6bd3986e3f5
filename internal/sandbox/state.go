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
	Pauses   map[string]*pause    // by appid

	LastMenuID int64
}

func newState() state {
	return state{
		Grants: map[string]*grant{}, Tickets: map[string]*ticket{}, Contacts: map[string]*contact{},
		Counters: map[string]*counter{}, Forced: map[string]time.Time{},
		Menus: map[string]*menus{}, Users: map[string]*User{}, Pauses: map[string]*pause{},
	}
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

// fresh draws until draw reports that what it drew is new. A sandbox that goes
// on from a state of before, with the same seed, is given the same randomness
// again: what is made up must then be drawn until it differs from all that is
// there. More than existing draws cannot be in vain, unless the randomness only
// repeats itself.
func fresh(existing int, draw func() (string, bool)) string {
	for range existing {
		if drawn, isNew := draw(); isNew {
			return drawn
		}
	}
	drawn, _ := draw()
	return drawn
}

const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func (s *Server) digits(n int) string { return s.random(n, "0123456789") }
func (s *Server) hex(n int) string    { return s.random(n, "0123456789abcdef") }
