// Package sandbox is a local platform: its API as one http.Handler, for several accounts
// of both platforms, with the error texts, the order of checks and the limits of the real
// one; and virtual users, whose acts make the platform push, see [Server.Do].
//
// An endpoint of the API is in the file of its family, see families. An action of a user
// is an entry of mpActions or workActions. The state is a [world.World]; accounts and
// limits are the [Config]. Where the behaviour of the real platform is not documented, a
// comment calls ours a guess.
//
// A Server is safe for concurrent use. A [Client] makes the users of a running sandbox
// act.
package sandbox

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// The two platforms.
const (
	MP   = world.MP
	Work = world.Work
)

// Limits replace those of the platform, for tests; 0 is the platform's own.
type Limits struct {
	Daily            map[string]int // calls per day, by path such as /cgi-bin/token
	PermanentCodes   int
	ContactWays      int
	ConditionalMenus int
	TagFollowers     int // with more of them a tag cannot be deleted
	TagNodes         int // members and departments of a tag of WeCom
}

// Event is one answered call. It contains no secret.
type Event struct {
	Time   time.Time
	Method string
	Path   string
	AppID  string // "" if the account is unknown
	Status int
	Code   int    // errcode
	Msg    string // errmsg
}

// Config is the configuration of a sandbox. Now and Rand are required: the same calls
// get the same answers if both give the same. Several goroutines call Now at once.
type Config struct {
	Accounts []Account
	Now      func() time.Time
	Rand     io.Reader
	Limits   Limits

	// Observe is called for each call before it is answered, without a lock held, and
	// by several calls at once. The calls of a client that waits for each answer are
	// observed in order. The client waits for Observe, which must not block: an
	// exchange.Feed does not.
	Observe func(Event)

	// Recorder keeps calls and pushes; nil records nothing.
	Recorder Recorder

	// Changed is called after the state has changed: by a call, before it is answered;
	// by a user's act, before its first push, and after a push whose answer the phone
	// shows, that counts as failed, or that ends a count of failures. It saves the state, see [world.World]. It is called by
	// several goroutines at once: one that writes a file must do so under a lock, after
	// reading the state under the same lock.
	//
	// An error means that the change could not be saved. Then the call is answered with
	// errcode -1, and [Server.Do] returns the error and pushes nothing more. In memory
	// the change stays.
	Changed func() error

	// Media keeps the content of media; nil is in memory.
	Media MediaStore

	// Fixtures and HTTP are used to push. The default of HTTP is deliver.Transport.
	Fixtures *fixture.Catalogue
	HTTP     http.RoundTripper

	// ObserveAct is called for each act after its pushes, or with the partial outcome
	// of an act that ended early, in the same way as Observe. It must not change the
	// Outcome.
	ObserveAct func(*Outcome)
}

// Server is a sandbox.
type Server struct {
	config    Config
	endpoints map[string][]endpoint // by path
	texts     map[refusalKey]string

	world   *world.World
	media   MediaStore
	uploads chan struct{} // has one for each upload that is in memory

	serving context.Context // until Close
	stop    context.CancelFunc
	after   sync.WaitGroup // pushes that calls have caused
}

// New returns a sandbox with an empty state.
func New(config Config) *Server {
	if config.Media == nil {
		config.Media = &memory{data: map[string][]byte{}}
	}
	s := &Server{
		media: config.Media, config: config, endpoints: byPath(endpoints()), texts: refusalTexts(),
		world: world.New(config.Now, config.Rand), uploads: make(chan struct{}, uploadsAtOnce),
	}
	s.serving, s.stop = context.WithCancel(context.Background())
	return s
}

// World is the state of the sandbox.
func (s *Server) World() *world.World { return s.world }
