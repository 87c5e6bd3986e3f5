package sandbox_test

import (
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/deliver"
	wire "wxtool/internal/exchange"
	"wxtool/internal/sandbox"
)

// recorder is a sandbox.Recorder that keeps what it gets, and fails with err.
type recorder struct {
	calls  []wire.Exchange
	pushes []string
	err    error
}

func (r *recorder) Call(e sandbox.Event, ex wire.Exchange) error {
	if e.Status != ex.Response.Status || !strings.HasPrefix(ex.Request.URL, e.Path) {
		return errors.New("the event is about another call")
	}
	r.calls = append(r.calls, ex)
	return r.err
}

func (r *recorder) Push(a *sandbox.Account, d *deliver.Delivery) error {
	r.pushes = append(r.pushes, a.AppID+" "+d.Push.Name)
	return r.err
}

// TestRecorder: calls are recorded before they are answered, with request and response
// as they are on the wire, and pushes before the act is done. Pages of the sandbox
// itself and acts are not recorded.
func TestRecorder(t *testing.T) {
	w := newPushing(t)
	config, kept := w.config(w.origin), &recorder{}
	config.Recorder = kept
	w.Server = sandbox.New(config)
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, httptest.NewRequest("POST", "http://127.0.0.1/cgi-bin/stable_token?a=1", strings.NewReader("{}")))
	w.ServeHTTP(httptest.NewRecorder(), from("GET", "/sandbox/users", ""))
	if len(kept.calls) != 1 {
		t.Fatalf("%d calls are recorded", len(kept.calls))
	}
	ex := kept.calls[0]
	if ex.Request.Method != "POST" || ex.Request.URL != "/cgi-bin/stable_token?a=1" || string(ex.Request.Body) != "{}" ||
		ex.Response.Status != answer.Code || string(ex.Response.Body) != answer.Body.String() || ex.Response.Header.Get("Content-Type") != answer.Header().Get("Content-Type") || ex.Start.IsZero() {
		t.Errorf("%+v %+v, but the answer is %+v", ex, ex.Response, answer)
	}
	if _, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(kept.pushes, []string{"wx1 mp/subscribe"}) {
		t.Errorf("pushes %q", kept.pushes)
	}
}

// TestRecorderFails: what cannot be recorded is not acknowledged.
func TestRecorderFails(t *testing.T) {
	w := newPushing(t)
	config, kept := w.config(w.origin), &recorder{err: errors.New("full")}
	config.Recorder = kept
	w.Server = sandbox.New(config)
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, httptest.NewRequest("POST", "http://127.0.0.1/cgi-bin/stable_token", strings.NewReader("{}")))
	if !strings.Contains(answer.Body.String(), `"errcode":-1`) {
		t.Errorf("the answer is %s", answer.Body)
	}
	if out, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"}); !errors.Is(err, kept.err) || out != nil {
		t.Errorf("%+v, %v", out, err)
	}
}
