package qrbatch_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/internal/lockedfile"
	"wxtool/internal/qrbatch"
	"wxtool/internal/wxapi"
)

// platform answers requests for codes, each with another ticket.
type platform struct {
	fail func(scene string) error // may be nil
	hold chan struct{}            // requests wait until it is closed; may be nil

	mu       sync.Mutex
	requests []string
	flying   int
	most     int // requests at a time
}

func (p *platform) QRCodeCreate(ctx context.Context, code wxapi.QRCode) (*wxapi.Ticket, error) {
	p.mu.Lock()
	p.requests = append(p.requests, code.SceneStr)
	n := len(p.requests)
	p.flying++
	p.most = max(p.most, p.flying)
	p.mu.Unlock()
	if p.hold != nil {
		<-p.hold
	}
	p.mu.Lock()
	p.flying--
	p.mu.Unlock()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if p.fail != nil {
		if err := p.fail(code.SceneStr); err != nil {
			return nil, err
		}
	}
	return &wxapi.Ticket{Ticket: fmt.Sprintf("T%d", n), URL: "http://weixin.qq.com/q/" + code.SceneStr, ExpireSeconds: int64(code.Expire.Seconds())}, nil
}

// run is a run of a batch, with what it reported.
type run struct {
	qrbatch.Options
	resumed []qrbatch.Resumed
	created []qrbatch.Created
}

var now = time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC)

func newRun(t *testing.T, api qrbatch.API, dir string, scenes ...string) *run {
	t.Helper()
	sheet, err := qrbatch.ReadSheet([]byte("scene_str\n"+strings.Join(scenes, "\n")), wxapi.QRCode{Expire: day})
	if err != nil {
		t.Fatal(err)
	}
	r := &run{}
	r.Options = qrbatch.Options{
		API: api, AppID: "wx1", Origin: "http://platform", Dir: dir, Rows: sheet.Rows, Now: func() time.Time { return now },
		Picture: func(url string) ([]byte, error) { return []byte("picture of " + url), nil },
		Resumed: func(s qrbatch.Resumed) error { r.resumed = append(r.resumed, s); return nil },
		Created: func(c qrbatch.Created) error { r.created = append(r.created, c); return nil },
	}
	return r
}

func (r *run) do(t *testing.T, want qrbatch.Summary, wantErr error) {
	t.Helper()
	sum, err := qrbatch.Run(t.Context(), r.Options)
	if !errors.Is(err, wantErr) || sum == nil || *sum != want {
		t.Fatalf("%+v, %v; want %+v, %v", sum, err, want, wantErr)
	}
}

func (r *run) inDoubt(t *testing.T, scenes ...string) {
	t.Helper()
	var want []string
	for _, scene := range scenes {
		want = append(want, key(scene))
	}
	if len(r.resumed) != 1 || !slices.Equal(r.resumed[0].InDoubt, want) {
		t.Errorf("resumed with %+v, want in doubt %q", r.resumed, want)
	}
}

func content(t *testing.T, path, want string) {
	t.Helper()
	if data, err := os.ReadFile(path); err != nil || string(data) != want {
		t.Errorf("%s has the content %q, %v; want %q", path, data, err, want)
	}
}

// TestRun: the files of a run, what it reports, and that a second run requests
// nothing and draws only what is missing.
func TestRun(t *testing.T) {
	p, dir := &platform{}, filepath.Join(t.TempDir(), "new", "codes")
	r := newRun(t, p, dir, "a")
	r.do(t, qrbatch.Summary{Created: 1}, nil)
	r.inDoubt(t)
	if len(r.created) != 1 {
		t.Fatalf("%+v", r.created)
	}
	c := r.created[0]
	if c.Row != r.Rows[0] || c.Ticket != (wxapi.Ticket{Ticket: "T1", ExpireSeconds: 86400, URL: "http://weixin.qq.com/q/a"}) || !c.ExpiresAt.Equal(now.Add(day)) || c.Done != 1 || c.Total != 1 {
		t.Errorf("%+v", c)
	}
	content(t, filepath.Join(dir, qrbatch.ResultsFile), header+"QR_STR_SCENE,a,T1,http://weixin.qq.com/q/a,2025-07-02T00:00:00Z,qr_str_scene-a.png\n")
	content(t, filepath.Join(dir, qrbatch.AskedFile), owner("wx1 at http://platform")+asked("a"))
	picture := filepath.Join(dir, "qr_str_scene-a.png")
	content(t, picture, "picture of http://weixin.qq.com/q/a")

	if err := os.WriteFile(picture, []byte("edited"), 0o600); err != nil {
		t.Fatal(err)
	}
	r = newRun(t, p, dir, "b", "a")
	r.do(t, qrbatch.Summary{Created: 1, Already: 1}, nil)
	content(t, picture, "edited")
	if c := r.created; len(c) != 1 || c[0].Done != 2 || c[0].Total != 2 {
		t.Errorf("%+v", c)
	}
	if err := os.Remove(picture); err != nil {
		t.Fatal(err)
	}
	r = newRun(t, p, dir, "a")
	r.Now = func() time.Time { return now.Add(day + time.Second) }
	r.do(t, qrbatch.Summary{Already: 1}, nil)
	content(t, picture, "picture of http://weixin.qq.com/q/a")
	if r.resumed[0].Expired != 1 || len(r.created) > 0 {
		t.Errorf("%+v, %+v", r.resumed, r.created)
	}
	if !slices.Equal(p.requests, []string{"a", "b"}) {
		t.Errorf("%q were requested", p.requests)
	}
}

// TestPermanent: a permanent code never expires.
func TestPermanent(t *testing.T) {
	dir := t.TempDir()
	r := newRun(t, &platform{}, dir, "a")
	r.Rows[0].Code = permanent(0, "a")
	r.do(t, qrbatch.Summary{Created: 1}, nil)
	if !r.created[0].ExpiresAt.IsZero() {
		t.Errorf("it expires at %v", r.created[0].ExpiresAt)
	}
	r.resumed, r.Now = nil, func() time.Time { return now.Add(1000 * day) }
	r.do(t, qrbatch.Summary{Already: 1}, nil)
	if r.resumed[0].Expired != 0 {
		t.Error("it has expired")
	}
}

// TestFailedRequests: the outcome of a refused request, and of one that was not sent, is
// known. If the connection broke, it is unknown until a later request is answered.
func TestFailedRequests(t *testing.T) {
	refused, broken := &wxapi.Error{Code: 45009}, errors.New("connection reset")
	for name, tt := range map[string]struct {
		err   error
		doubt []string
	}{
		"refused": {refused, nil}, "not sent": {wxapi.ErrUnsent, nil}, "broken off": {broken, []string{"b"}},
	} {
		dir := t.TempDir()
		p := &platform{}
		newRun(t, p, dir, "a").do(t, qrbatch.Summary{Created: 1}, nil)
		p.fail = func(string) error { return tt.err }
		newRun(t, p, dir, "a", "b").do(t, qrbatch.Summary{Already: 1, Left: 1}, tt.err)
		p.fail = nil
		for _, doubt := range [][]string{tt.doubt, nil} {
			r := newRun(t, p, dir, "a", "b")
			r.Resumed = func(s qrbatch.Resumed) error {
				if n := len(p.requests); doubt != nil && n != 2 {
					t.Errorf("%s: reported after %d requests", name, n)
				}
				r.resumed = append(r.resumed, s)
				return nil
			}
			if _, err := qrbatch.Run(t.Context(), r.Options); err != nil {
				t.Fatal(err)
			}
			r.inDoubt(t, doubt...)
		}
	}
}

// TestParallel: several requests at a time, and no more.
func TestParallel(t *testing.T) {
	var scenes []string
	for i := range 40 {
		scenes = append(scenes, fmt.Sprint("scene-", i))
	}
	p := &platform{hold: make(chan struct{})}
	r := newRun(t, p, t.TempDir(), scenes...)
	go func() {
		for {
			p.mu.Lock()
			full := p.flying == qrbatch.Parallel
			p.mu.Unlock()
			if full {
				close(p.hold)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	r.do(t, qrbatch.Summary{Created: 40}, nil)
	if p.most != qrbatch.Parallel {
		t.Errorf("%d requests at a time", p.most)
	}
	done := map[int]bool{}
	for _, c := range r.created {
		done[c.Done] = true
	}
	if len(r.created) != 40 || len(done) != 40 || !done[1] || !done[40] {
		t.Errorf("%d created, counted %v", len(r.created), done)
	}
}

// TestFirstErrorEndsTheRun: an error of a callback, of a picture or of a request
// ends the run, and requests that were sent are completed.
func TestFirstErrorEndsTheRun(t *testing.T) {
	scenes := strings.Split("a b c d e f g h i j k l m n o p q r s t", " ")
	enough := errors.New("enough")
	for name, change := range map[string]func(*run){
		"callback": func(r *run) { r.Created = func(qrbatch.Created) error { return enough } },
		"picture":  func(r *run) { r.Picture = func(string) ([]byte, error) { return nil, enough } },
		"request":  func(r *run) { r.API.(*platform).fail = func(string) error { return enough } },
	} {
		p, dir := &platform{}, t.TempDir()
		r := newRun(t, p, dir, scenes...)
		change(r)
		sum, err := qrbatch.Run(t.Context(), r.Options)
		if err != enough || sum.Left != 20-sum.Created || len(p.requests) > 2*qrbatch.Parallel {
			t.Errorf("%s: %+v, %v, %d requests", name, sum, err, len(p.requests))
		}
		requests := len(p.requests)
		r = newRun(t, &platform{}, dir, scenes...)
		if sum, err = qrbatch.Run(t.Context(), r.Options); err != nil || sum.Left != 0 {
			t.Errorf("%s: %+v, %v", name, sum, err)
		}
		if want := requests; name != "request" && sum.Already != want || name == "request" && len(r.resumed[0].InDoubt) != want {
			t.Errorf("%s: %d requests, then %+v, %+v", name, requests, sum, r.resumed)
		}
	}
	r := newRun(t, &platform{}, t.TempDir(), scenes...)
	r.Resumed = func(qrbatch.Resumed) error { return enough }
	r.do(t, qrbatch.Summary{Left: 20}, enough)
	if n := len(r.API.(*platform).requests); n > 0 {
		t.Errorf("%d requests", n)
	}
}

// TestInterrupted: requests that were sent are completed, so nothing is in doubt.
func TestInterrupted(t *testing.T) {
	p, dir := &platform{}, t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	r := newRun(t, p, dir, strings.Split("a b c d e f g h i j k l m n o p q r s t", " ")...)
	r.Created = func(qrbatch.Created) error { cancel(); return nil }
	sum, err := qrbatch.Run(ctx, r.Options)
	if !errors.Is(err, context.Canceled) || sum.Created != len(p.requests) || sum.Left == 0 {
		t.Errorf("%+v, %v, %d requests", sum, err, len(p.requests))
	}
	r = newRun(t, p, dir, "t")
	r.do(t, qrbatch.Summary{Created: 1}, nil)
	r.inDoubt(t)
}

// TestUnusableFolder: there is no summary, and an error says which file is why.
func TestUnusableFolder(t *testing.T) {
	dir := t.TempDir()
	newRun(t, &platform{}, dir, "a").do(t, qrbatch.Summary{Created: 1}, nil)
	path := func(err error) string {
		var failed *fs.PathError
		if errors.As(err, &failed) {
			return failed.Path
		}
		return ""
	}
	other := newRun(t, &platform{}, dir, "a")
	other.Origin = "http://other"
	if sum, err := qrbatch.Run(t.Context(), other.Options); sum != nil || !errors.Is(err, qrbatch.ErrOwner) {
		t.Errorf("%+v, %v", sum, err)
	}
	results := filepath.Join(dir, qrbatch.ResultsFile)
	if err := os.WriteFile(results, []byte("mine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if sum, err := qrbatch.Run(t.Context(), newRun(t, &platform{}, dir, "a").Options); sum != nil || !errors.Is(err, qrbatch.ErrResults) || path(err) != results {
		t.Errorf("%+v, %v", sum, err)
	}
	picture := filepath.Join(dir, "qr_str_scene-b.png")
	if err := errors.Join(os.Remove(results), os.Remove(filepath.Join(dir, qrbatch.AskedFile)), os.Mkdir(picture, 0o700)); err != nil {
		t.Fatal(err)
	}
	sum, err := qrbatch.Run(t.Context(), newRun(t, &platform{}, dir, "b").Options)
	if sum == nil || !errors.Is(err, lockedfile.ErrFolder) || path(err) != picture {
		t.Errorf("%+v, %v", sum, err)
	}
	lock, err := lockedfile.TryLock(filepath.Join(dir, ".lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	if sum, err := qrbatch.Run(t.Context(), newRun(t, &platform{}, dir, "b").Options); sum != nil || !errors.Is(err, lockedfile.ErrBusy) {
		t.Errorf("%+v, %v", sum, err)
	}
}
