package sandbox_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"wxtool/internal/sandbox"
)

func (w *world) saved(t *testing.T) string {
	t.Helper()
	var buf bytes.Buffer
	if err := w.Save(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// TestSaveAndLoad: a new sandbox goes on where the old one was.
func TestSaveAndLoad(t *testing.T) {
	w := newWorld()
	if err := w.Load(strings.NewReader(people)); err != nil {
		t.Fatal(err)
	}
	plain := w.token(t, mpToken, "")
	overwritten := w.token(t, "stable_token", stable)
	latest := w.token(t, "stable_token", forced)
	corp := w.token(t, corpToken, "")
	query := "?access_token=" + plain
	ticket := w.ask("qrcode/create"+query, `{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"<a&b>"}}}`)
	w.said(t, "menu/create"+query, sample, done)
	w.said(t, "menu/addconditional"+query, conditional("two", `"tag_id":"2"`), `{"menuid":"208379534"}`)
	w.said(t, "menu/create?agentid=1&access_token="+corp, simple, done)
	w.said(t, "clear_quota"+query, `{"appid":"wx1"}`, done)
	file := w.saved(t)

	next := newWorld()
	if err := next.Load(iotest.OneByteReader(strings.NewReader(file))); err != nil {
		t.Fatal(err)
	}
	if again := next.saved(t); again != file {
		t.Errorf("saved again:\n%s\nwas\n%s", again, file)
	}
	next.good(t, plain, 0)
	next.good(t, overwritten, 40001)
	next.good(t, latest, 0)
	next.said(t, "menu/trymatch"+query, `{"user_id":"oAn"}`, shownWith("two"))
	next.said(t, "menu/get?agentid=1&access_token="+corp, "", `{"errcode":0,"errmsg":"ok","button":[{"type":"click","name":"a","key":"A"}]}`)
	next.said(t, "menu/addconditional"+query, conditional("three", `"tag_id":"3"`), `{"menuid":"208379536"}`)
	next.said(t, "qrcode/create"+query, `{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"<a&b>"}}}`, ticket)
	if got := next.token(t, "stable_token", forced); got != latest {
		t.Error("refreshed again within 30 seconds")
	}
	for range 9 {
		next.said(t, "clear_quota"+query, `{"appid":"wx1"}`, done)
	}
	next.said(t, "clear_quota"+query, `{"appid":"wx1"}`, mp("48006", "forbid to clear quota because of reaching the limit"))
	if strings.Contains(file, "s1\"") {
		t.Error("a secret is in the state")
	}
}

// TestNothingIsMadeUpTwice: after a restart with the same seed.
func TestNothingIsMadeUpTwice(t *testing.T) {
	made := map[string]bool{}
	file := ""
	const qr = `{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":1}}}`
	for range 5 {
		w := newWorld()
		if file != "" {
			if err := w.Load(strings.NewReader(file)); err != nil {
				t.Fatal(err)
			}
		}
		for range 3 {
			token := w.token(t, mpToken, "")
			ticket := w.ask("qrcode/create?access_token="+token, qr)
			_, url, _ := strings.Cut(ticket, `"url"`)
			contact := w.ask("externalcontact/add_contact_way?access_token="+w.token(t, corpToken, ""), `{"type":1,"scene":2,"user":["a"]}`)
			for _, thing := range []string{token, url, contact} {
				if made[thing] {
					t.Errorf("again: %s", thing)
				}
				made[thing] = true
			}
		}
		file = w.saved(t)
	}
	if len(made) != 45 {
		t.Errorf("%d things", len(made))
	}
}

// TestRandomnessThatIsNone: it gives the same token, and an end.
func TestRandomnessThatIsNone(t *testing.T) {
	w := newWorld()
	config := w.config(sandbox.Limits{})
	config.Rand = iotest.ErrReader(errors.New("none"))
	w.Server = sandbox.New(config)
	first := w.token(t, mpToken, "")
	if second := w.token(t, mpToken, ""); second != first {
		t.Errorf("%s and %s", first, second)
	}
}

func TestLoadRefuses(t *testing.T) {
	const in = "no usable state of wxtool sandbox: "
	const head = `{"maker":"wxtool sandbox","version":1`
	for _, tt := range []struct{ text, want string }{
		{"", in + "is no JSON of a state: the document: unexpected end of JSON input"},
		{"[]", in + "is no JSON of a state: the document: must not be a JSON array"},
		{`{"maker":5}`, in + "is no JSON of a state: maker: must not be a JSON number"},
		{`{"maker":"wxtool sandbox","version":1.5}`, in + "is no JSON of a state: version: must not be a JSON number 1.5"},
		{"state", in + "is no JSON of a state: the document: invalid character 's' looking for beginning of value"},
		{"{}", in + `it does not say that wxtool sandbox made it`},
		{`{"maker":"other","version":1,"state":{}}`, in + `it does not say that wxtool sandbox made it`},
		{`{"maker":"wxtool sandbox","version":2,"state":{"New":1}}`, in + "has the version 2, this program reads 1"},
		{`{"maker":"wxtool sandbox","state":{}}`, in + "has the version 0, this program reads 1"},
		{head + `}`, in + "is damaged: has no state"},
		{head + `,"state":null}`, in + "is damaged: has no state"},
		{head + `,"state":{}} {}`, in + "is no JSON of a state: the document: invalid character '{' after top-level value"},
		{head + `,"state":[]}`, in + "is damaged: state: must not be a JSON array"},
		{head + `,"state":{"Grants":[]}}`, in + "is damaged: state.Grants: must not be a JSON array"},
		{head + `,"state":{"Grants":{"t":{"Token":5}}}}`, in + "is damaged: state.Grants.Token: must not be a JSON number"},
		{head + `,"state":{"Grants":{"t":{"Expires":5}}}}`, in + "is damaged: the document: holds a time that is not written like 2025-07-01T08:00:00+08:00"},
		{head + `,"state":{"Forced":{"wx1":"2025-13-01"}}}`, in + "is damaged: the document: holds a time that is not written like 2025-07-01T08:00:00+08:00"},
		{head + `,"state":{"Bogus":{}}}`, in + `is damaged: the document: unknown field "Bogus"`},
		{head + `,"state":{"Grants":{"t":null}}}`, in + "is damaged: one of Grants is nothing"},
		{head + `,"state":{"Users":{"u":null}}}`, in + "is damaged: one of Users is nothing"},
		{head + `,"state":{"Menus":{"mp wx1 ":null}}}`, in + "is damaged: one of Menus is nothing"},
		{head + `,"state":{"Menus":{"mp wx1 ":{}}}}`, in + "is damaged: menu of mp wx1 : there is no default menu"},
		{head + `,"state":{"Menus":{"mp wx1 ":{"Default":{"MenuID":7,"Body":[]}}}}}`, in + "is damaged: menu of mp wx1 : menuid 7 is no menu"},
		{head + `,"state":{"Menus":{"mp wx1 ":{"Default":{"MenuID":7,"Body":{}},"Conditional":[{"MenuID":8}]}}}}`, in + "is damaged: menu of mp wx1 : menuid 8 is no menu"},
		{head + `,"state":{"Pauses":{"wx1":null}}}`, in + "is damaged: one of Pauses is nothing"},
		{head + `,"state":{"Pauses":{"wx1":{"Count":-1}}}}`, in + "is damaged: pause of wx1: -1 failures are counted"},
		{head + `,"state":{"Pauses":{"wx1":{"Count":5}}}}`, in + "is damaged: pause of wx1: 5 failures are counted"},
		{head + `,"state":{"Pauses":{"wx1":{"First":"2025-07-01T08:00:00Z","Until":"2025-07-01T08:06:01Z"}}}}`, in + "is damaged: pause of wx1: it ends later than its failures allow"},
		{head + `,"state":{"Grants":{"t":{"Token":"u"}}}}`, in + "is damaged: a token is not under its own name"},
		{head + `,"state":{"Tickets":{"t":{}}}}`, in + `is damaged: ticket "t" is not under its own name`},
		{strings.Repeat(" ", 64<<20+1), in + "is longer than 64 MB"},
	} {
		w := newWorld()
		token := w.token(t, mpToken, "")
		before := w.saved(t)
		err := w.Load(strings.NewReader(tt.text))
		if !errors.Is(err, sandbox.ErrState) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%.200s\n got %v\nwant %s", tt.text, err, tt.want)
		}
		if w.saved(t) != before {
			t.Errorf("%.200s: half-loaded", tt.text)
		}
		w.good(t, token, 0)
	}
	broken := errors.New("broken")
	if err := newWorld().Load(iotest.ErrReader(broken)); !errors.Is(err, broken) || errors.Is(err, sandbox.ErrState) {
		t.Error(err)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestSaveTellsOfAFullDisk(t *testing.T) {
	if err := newWorld().Save(full{}); !errors.Is(err, errFull) {
		t.Error(err)
	}
}

// TestChanged: it is called for what changes the state, and can save it before
// the answer is out.
func TestChanged(t *testing.T) {
	w := newWorld()
	var files []string
	config := w.config(sandbox.Limits{})
	config.Changed = func() error { files = append(files, w.saved(t)); return nil }
	w.Server = sandbox.New(config)
	token := w.token(t, mpToken, "")
	if len(files) != 1 || !strings.Contains(files[0], token) {
		t.Errorf("%d files", len(files))
	}
	w.ask("menu/create?access_token="+token, simple)
	if len(files) != 2 || !strings.Contains(files[1], `"click"`) {
		t.Errorf("%d files", len(files))
	}
	w.ask("token", "")
	w.ask("menu/create", simple)
	w.ask("menu/create?access_token="+token, "")
	w.ask("showqrcode?ticket=none", "")
	if len(files) != 2 {
		t.Errorf("%d files after refused calls", len(files))
	}
}

// TestAtOnce: calls, saving and looking for a menu, for the race detector.
func TestAtOnce(t *testing.T) {
	w := newWorld()
	config := w.config(sandbox.Limits{})
	config.Changed = func() error { return w.Save(io.Discard) }
	w.Server = sandbox.New(config)
	token := w.token(t, mpToken, "")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 20 {
				w.ask("menu/create?access_token="+token, simple)
				w.ask("menu/addconditional?access_token="+token, conditional("A", `"tag_id":"2"`))
				w.MenuFor(sandbox.MP, "wx1", "", "an")
				w.Load(strings.NewReader(people + " "))
			}
		})
	}
	wait.Wait()
}
