package sandbox_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/sandbox"
)

// called are the calls that the tests of this package make to their sandboxes, whose
// Observe adds them.
var called = callLog{seen: map[calledOn]outcomes{}}

type callLog struct {
	mu   sync.Mutex
	seen map[calledOn]outcomes
}

// calledOn is a path and the platform of the account; "" if the call has none.
type calledOn struct{ path, platform string }

// outcomes are what calls to a path came to.
type outcomes struct{ accepted, refused bool }

// add is for Config.Observe. The corps of the tests have ids that begin with ww.
func (l *callLog) add(e sandbox.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := calledOn{e.Path, ""}
	switch {
	case strings.HasPrefix(e.AppID, "ww"):
		key.platform = sandbox.Work
	case e.AppID != "":
		key.platform = sandbox.MP
	}
	got := l.seen[key]
	if e.Code == 0 && e.Status < 400 {
		got.accepted = true
	} else {
		got.refused = true
	}
	l.seen[key] = got
}

// untested lists the endpoints that no test has called with success, or whose refusals
// no test has seen. A page has no errcode, and need not be refused.
func (l *callLog) untested(all []sandbox.Endpoint) (problems []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	pages, ended := pages(), []string{"/cgi-bin/material/add_news"} // the platform refuses all calls to the latter
	for _, e := range all {
		platforms := []string{e.Platform}
		if e.Platform == "" {
			platforms = []string{sandbox.MP, sandbox.Work}
		}
		for _, platform := range platforms {
			got := l.seen[calledOn{e.Path, platform}]
			refused := got.refused || l.seen[calledOn{e.Path, ""}].refused
			switch {
			case !got.accepted && !slices.Contains(ended, e.Path):
				problems = append(problems, fmt.Sprintf("%s %s: no test calls it with success", platform, e.Path))
			case !refused && pages[e.Path] == "":
				problems = append(problems, fmt.Sprintf("%s %s: no test sees it refuse a call", platform, e.Path))
			}
		}
	}
	return problems
}

// TestMain fails if the tests as a whole have not called an endpoint of the sandbox. It
// does not look if only some of them run.
func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	whole := func(name string) bool {
		f := flag.Lookup(name)
		return f == nil || f.Value.String() == f.DefValue
	}
	if code == 0 && !slices.ContainsFunc([]string{"test.run", "test.skip", "test.list", "test.fuzz", "test.short"}, func(name string) bool { return !whole(name) }) {
		for _, problem := range called.untested(sandbox.Endpoints()) {
			fmt.Fprintln(os.Stderr, "endpoint without a contract test:", problem)
			code = 1
		}
	}
	os.Exit(code)
}

// TestUntested: what is missing is found, by platform.
func TestUntested(t *testing.T) {
	l := callLog{seen: map[calledOn]outcomes{}}
	l.add(sandbox.Event{Path: "/cgi-bin/a", AppID: "wx1", Status: 200})
	l.add(sandbox.Event{Path: "/cgi-bin/a", AppID: "wx1", Status: 200, Code: 40001})
	l.add(sandbox.Event{Path: "/cgi-bin/b", AppID: "ww1", Status: 200})
	l.add(sandbox.Event{Path: "/cgi-bin/c", AppID: "wx1", Status: 200})
	l.add(sandbox.Event{Path: "/cgi-bin/c", Status: 200, Code: 41001})
	l.add(sandbox.Event{Path: "/wwopen/sso/qrConnect", AppID: "ww1", Status: 302})
	got := l.untested([]sandbox.Endpoint{
		{Path: "/cgi-bin/a"}, {Path: "/cgi-bin/b", Platform: sandbox.Work}, {Path: "/cgi-bin/c", Platform: sandbox.MP},
		{Path: "/wwopen/sso/qrConnect", Platform: sandbox.Work}, {Path: "/cgi-bin/new", Platform: sandbox.MP},
	})
	want := []string{
		"work /cgi-bin/a: no test calls it with success",
		"work /cgi-bin/b: no test sees it refuse a call",
		"mp /cgi-bin/new: no test calls it with success",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
