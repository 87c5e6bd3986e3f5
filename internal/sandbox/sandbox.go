// Package sandbox is the platform's API on your own machine: one http.Handler
// that knows several accounts of both platforms and answers as the real one,
// with its error texts, its order of checks and its limits.
//
// A platform endpoint is a line in endpoints and a function beside its kind.
// What a call changes is in state alone. Where the real platform's behaviour is
// not documented, a comment says that ours is a guess.
package sandbox

import (
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/fixture"
)

// The two platforms.
const (
	MP   = "mp"
	Work = "work"
)

// Account is one that the sandbox knows. With AllowIPs only those hosts may
// call, as with the console's IP whitelist. Callback and To are its server
// configuration: where what its users do is pushed; To is nil where none is set.
type Account struct {
	Platform string // MP or Work
	AppID    string // appid, on WeCom the corpid
	Secret   string
	AllowIPs []string
	Callback callback.Account
	To       *url.URL
}

// Limits are those that a test wants smaller; 0 is the platform's own.
type Limits struct {
	DailyTokens    int // calls of token
	DailyTickets   int // calls of qrcode/create
	PermanentCodes int
	ContactWays    int
}

// Event is one answered call. No secret is in it.
type Event struct {
	Time   time.Time
	Method string
	Path   string
	AppID  string // "" when no account was told
	Status int
	Code   int    // errcode
	Msg    string // errmsg
}

// Config is the world of a sandbox. Now and Rand are required; with the same
// of both, the same calls get the same answers. Fixtures and HTTP are what
// users push with: they are needed for [Server.Do] alone, where an HTTP that is
// nil is deliver.Transport. Now is asked by several deliveries at once; Observe
// and ObserveAct are called one at a time, and must not call the Server.
type Config struct {
	Accounts []Account
	Now      func() time.Time
	Rand     io.Reader
	Limits   Limits
	Observe  func(Event)

	Fixtures   *fixture.Catalogue
	HTTP       http.RoundTripper
	ObserveAct func(*Outcome)
}

// Server is the sandbox.
type Server struct {
	config    Config
	endpoints map[string]endpoint // by path
	texts     map[refusalKey]string

	mu     sync.Mutex
	state  state
	pauses map[string]*pause // by app id; what a minute mends is not kept
}

// New returns a sandbox in which nothing has happened.
func New(config Config) *Server {
	return &Server{config: config, endpoints: byPath(endpoints()), texts: refusalTexts(), state: newState()}
}

// ServeHTTP answers one call. Calls are answered one after the other, save that
// nobody waits for what a user's push waits for.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.servePeople(w, r) {
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusRequestEntityTooLarge)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := &call{Server: s, r: r, query: r.URL.Query(), body: body, now: s.config.Now()}
	a := c.answer()
	a.write(w)
	if s.config.Observe != nil {
		s.config.Observe(Event{c.now, r.Method, r.URL.Path, c.appID(), a.status, a.code, a.msg})
	}
}
