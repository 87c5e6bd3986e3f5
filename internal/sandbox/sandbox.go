// Package sandbox is the platform's API on your own machine: one http.Handler
// that knows several accounts of both platforms and answers as the real one,
// with its error texts, its order of checks and its limits.
//
// A platform endpoint is a line in endpoints and a function beside its kind.
// What a virtual user does, see [Server.Do], is an entry of mpActions or
// workActions. What either changes is in a [world.World] alone. Where the real platform's
// behaviour is not documented, a comment says that ours is a guess.
package sandbox

import (
	"io"
	"net/http"
	"time"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// The two platforms.
const (
	MP   = world.MP
	Work = world.Work
)

// Limits are those that a test wants smaller; 0 is the platform's own.
type Limits struct {
	Daily            map[string]int // calls a day, by path such as /cgi-bin/token
	PermanentCodes   int
	ContactWays      int
	ConditionalMenus int
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
// of both, the same calls get the same answers. Now is asked by several
// deliveries at once.
type Config struct {
	Accounts []Account
	Now      func() time.Time
	Rand     io.Reader
	Limits   Limits

	// Observe is called for every call, before it is answered and outside every
	// lock, by several calls at once. A caller who waits for each answer before the
	// next call is thus observed in that order. Observe must not wait, as the caller
	// waits for it: an exchange.Feed does not.
	Observe func(Event)

	// Changed is told that the state has changed: by a call, before it is
	// answered, or by a user's act, before anything is pushed, and again after a
	// push that matters for whether more are sent. What it saves then is what the
	// caller finds later. It may call Save. Several calls may be in it at once, so
	// that whoever writes a file must call Save and put the file in its place
	// under one lock.
	//
	// With its error the change could not be kept. Then the call is answered as
	// by the platform when that is broken, with errcode -1, and [Server.Do]
	// returns the error and pushes nothing more. In memory the state stays changed.
	Changed func() error

	// Fixtures and HTTP are what users push with, see [Server.Do]. An HTTP that
	// is nil is deliver.Transport.
	Fixtures *fixture.Catalogue
	HTTP     http.RoundTripper

	// ObserveAct is called for every act when its pushes were answered, or with what
	// there was of it when it was cut short, as its Note says; in the manner of
	// Observe. It must not change the Outcome.
	ObserveAct func(*Outcome)
}

// Server is the sandbox.
type Server struct {
	config    Config
	endpoints map[string][]endpoint // by path
	texts     map[refusalKey]string

	world *world.World
}

// New returns a sandbox in which nothing has happened.
func New(config Config) *Server {
	return &Server{
		config: config, endpoints: byPath(endpoints()), texts: refusalTexts(),
		world: world.New(config.Now, config.Rand),
	}
}

// World is the sandbox's state, to save and load.
func (s *Server) World() *world.World { return s.world }
