package conform_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/wxtest"
)

// broken is a server with one mistake, as developers have shipped it.
type broken struct {
	name    string
	topic   conform.Topic // whose cases are run against it
	in      []setting     // nil: all
	handler func(s setting, right http.Handler) http.Handler
	want    []string // the names of exactly the cases that find it; * is all of the topic
	but     []string // of *, the cases that do not find it
	slow    bool     // it is: the deadline is short, and the slow cases are run too
	cause   string   // ID of the cause that a finding names, "" for none
	rule    string   // of package verdict that a finding breaks, "" for none
}

// brokenServers lists the tables of all topics.
func brokenServers() []broken {
	return slices.Concat(brokenHandshakes(), brokenDeliveries(), brokenReplies(), brokenPushes(), brokenSignatures(), brokenModes(), brokenCryptos(), brokenRobustness())
}

// plain and others are settings for a table's in.
func only(p callback.Platform, modes ...callback.Mode) (list []setting) {
	for _, s := range settings() {
		if s.platform == p && (len(modes) == 0 || slices.Contains(modes, s.mode)) {
			list = append(list, s)
		}
	}
	return list
}

// changing is a server whose answers are changed before they are written.
func changing(right http.Handler, change func(r *http.Request, res *httptest.ResponseRecorder)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		res := httptest.NewRecorder()
		right.ServeHTTP(res, r)
		r.Body = io.NopCloser(bytes.NewReader(body))
		change(r, res)
		maps.Copy(w.Header(), res.Header())
		w.WriteHeader(res.Code)
		w.Write(res.Body.Bytes())
	})
}

// answers changes the answers to one method.
func answers(method string, change func(body string) string) func(setting, http.Handler) http.Handler {
	return func(_ setting, right http.Handler) http.Handler {
		return changing(right, func(r *http.Request, res *httptest.ResponseRecorder) {
			if r.Method == method && res.Code == http.StatusOK {
				res.Body = bytes.NewBufferString(change(res.Body.String()))
			}
		})
	}
}

// TestBrokenServers: each mistake is found by exactly the cases that are about it.
func TestBrokenServers(t *testing.T) {
	for _, b := range brokenServers() {
		in := b.in
		if in == nil {
			in = settings()
		}
		if raceDetector { // the code is the same in each, and the detector slow
			in = in[:1]
		}
		for _, s := range in {
			t.Run(string(b.topic)+"/"+b.name+"/"+s.String(), func(t *testing.T) {
				t.Parallel()
				o := conform.Options{Endpoint: s.endpoint(t, b.handler(s, s.right())), Selection: conform.Selection{Only: []string{string(b.topic)}, Destructive: true, Slow: b.slow}}
				if b.slow {
					o.Client.Deadline = 2 * time.Second
				}
				bad, ran := check(t, o)
				b.compare(t, bad, ran)
			})
		}
	}
}

// compare compares the cases that failed with those that should. Controls of another
// topic may fail too.
func (b *broken) compare(t *testing.T, bad map[string]*conform.Result, ran []string) {
	t.Helper()
	prefix := string(b.topic) + "/"
	want := b.want
	if slices.Equal(want, []string{"*"}) {
		want = slices.DeleteFunc(slices.Clone(ran), func(name string) bool { return !strings.HasPrefix(name, prefix) || slices.Contains(b.but, name) })
	}
	caused, ruled := b.cause == "", b.rule == ""
	for name, r := range bad {
		for _, f := range r.Findings {
			caused, ruled = caused || f.CauseID == b.cause, ruled || f.Rule == b.rule
			wxtest.CheckText(t, name, f.Problem)
		}
		if strings.HasPrefix(name, prefix) && !slices.Contains(want, name) {
			t.Errorf("%s is %s: %s %+v", name, r.Outcome, r.Reason.EN, r.Findings)
		}
	}
	for _, name := range want {
		if r := bad[name]; r == nil || r.Outcome != conform.Failed && r.Outcome != conform.Blocked {
			t.Errorf("%s does not find it", name)
		}
	}
	if !caused || !ruled {
		t.Errorf("no finding has the cause %q and the rule %q", b.cause, b.rule)
	}
}

// TestEachCaseFindsAMistake: a case that no broken server fails does not exist.
func TestEachCaseFindsAMistake(t *testing.T) {
	found := map[string]bool{}
	for _, b := range brokenServers() {
		for _, name := range b.want {
			if name == "*" { // the control fails, and blocks the others
				name = map[conform.Topic]string{conform.Delivery: "delivery/good-push", conform.Handshake: "handshake/echo-exact"}[b.topic]
			}
			found[name] = true
		}
	}
	for _, s := range settings() {
		e := conform.Endpoint{Account: s.account(), Pushes: s.pushes(t)}
		for _, c := range conform.Cases(&e) {
			if name := string(c.Topic) + "/" + c.Name; !found[name] && c.Topic != conform.Push {
				t.Errorf("%s is not failed by any broken server", name)
			}
		}
	}
}
