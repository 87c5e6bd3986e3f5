package conform_test

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/fixtures"
	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/deliver"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/wxtest"
)

// setting is a platform and mode in which an endpoint is checked.
type setting struct {
	platform callback.Platform
	mode     callback.Mode
	families []string // nil: the usual one
}

func settings() []setting {
	return []setting{
		{platform: callback.MP, mode: callback.Plain}, {platform: callback.MP, mode: callback.Compatible},
		{platform: callback.MP, mode: callback.Safe}, {platform: callback.Work, mode: callback.Safe},
	}
}

func (s setting) String() string { return string(s.platform) + "," + string(s.mode) }

func (s setting) account() callback.Account {
	acct := wxtest.Account(s.platform, s.mode)
	acct.AgentID = "1000007"
	return acct
}

// lockedRand is a source of random bytes for several goroutines.
type lockedRand struct {
	mu sync.Mutex
	r  *rand.ChaCha8
}

func (l *lockedRand) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

func newRand() *lockedRand { return &lockedRand{r: rand.NewChaCha8([32]byte{1})} }

// gets reports whether the URL gets the pushes of a family.
func (s setting) gets(family string) bool {
	switch {
	case s.families != nil:
		return slices.Contains(s.families, family)
	case s.platform == callback.Work:
		return family == "application"
	}
	return family == "mp"
}

// pushes are the kinds of pushes of a setting.
func (s setting) pushes(t testing.TB) []*fixture.Fixture {
	t.Helper()
	all, err := fixture.New(fixtures.Files()).List(fixture.Filter{Pushes: true, Platforms: fixture.PlatformsOf(string(s.platform))})
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(f *fixture.Fixture) bool { return !s.gets(f.Family()) })
}

// endpoint is a handler that listens, as it is checked.
func (s setting) endpoint(t testing.TB, handler http.Handler) conform.Endpoint {
	t.Helper()
	u, err := url.Parse(wxtest.Serve(t, handler))
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/"
	return conform.Endpoint{
		URL: u, Account: s.account(), Catalogue: fixture.New(fixtures.Files()), Pushes: s.pushes(t),
		Client: &deliver.Client{HTTP: deliver.Transport(), Now: time.Now, Rand: newRand(), Deadline: 20 * time.Second},
	}
}

// right is a server without mistakes.
func (s setting) right() *echo.Server {
	return &echo.Server{
		Account: s.account(), Now: time.Now, Rand: newRand(), Reply: echo.Echo(time.Now), MaxAge: time.Hour,
		Expect: func() func(callback.Query, []byte, *message.Head) expect.Answer {
			answers := fixture.New(fixtures.Files()).Answers(string(s.platform))
			return func(_ callback.Query, push []byte, head *message.Head) expect.Answer { return answers(push, head) }
		}(),
	}
}

// check runs cases and returns the results that are not Passed or Skipped by ID without
// the platform, and all IDs that were run.
func check(t testing.TB, o conform.Options) (bad map[string]*conform.Result, ran []string) {
	t.Helper()
	bad = map[string]*conform.Result{}
	_, err := conform.Run(context.Background(), o, func(r *conform.Result) error {
		if r.Outcome == conform.Skipped {
			return nil
		}
		name := string(r.Case.Topic) + "/" + r.Case.Name
		ran = append(ran, name)
		if r.Outcome != conform.Passed {
			bad[name] = r
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return bad, ran
}

// TestRightServerPasses: the echo server has no finding above info in any mode.
func TestRightServerPasses(t *testing.T) {
	for _, s := range settings() {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			bad, ran := check(t, conform.Options{Endpoint: s.endpoint(t, s.right()), Selection: conform.Selection{Destructive: true}})
			for name, r := range bad {
				t.Errorf("%s is %s: %s", name, r.Outcome, r.Reason.EN)
				for _, f := range r.Findings {
					t.Errorf("  %s: %s; %s", f.Level, f.Problem.EN, f.Cause.EN)
				}
			}
			if len(ran) < 20 {
				t.Errorf("only %d cases were run", len(ran))
			}
		})
	}
}

// TestUsers: each case has a user of its own, which is an OpenID by its form.
func TestUsers(t *testing.T) {
	for _, s := range settings() {
		seen := map[string]string{}
		o := conform.Options{Endpoint: s.endpoint(t, s.right()), Selection: conform.Selection{Only: []string{"handshake/echo-exact"}}} // the others are skipped
		if _, err := conform.Run(t.Context(), o, func(r *conform.Result) error {
			if other, ok := seen[r.OpenID]; ok || len(r.OpenID) > 28 || strings.Trim(r.OpenID, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") != "" {
				t.Errorf("%s has the user %s, as %s", r.ID, r.OpenID, other)
			}
			seen[r.OpenID] = r.ID
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}
