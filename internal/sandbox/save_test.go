package sandbox_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"wxtool/internal/sandbox"
	state "wxtool/internal/sandbox/world"
)

func (w *world) saved(t *testing.T) string {
	t.Helper()
	var buf bytes.Buffer
	if err := w.World().Save(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// TestSaveAndLoad: a new sandbox goes on where the old one was.
func TestSaveAndLoad(t *testing.T) {
	w := newWorld()
	if err := w.World().Load(strings.NewReader(people)); err != nil {
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
	if err := next.World().Load(iotest.OneByteReader(strings.NewReader(file))); err != nil {
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
			if err := w.World().Load(strings.NewReader(file)); err != nil {
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
		err := w.World().Load(strings.NewReader(tt.text))
		if !errors.Is(err, state.ErrState) || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%.200s\n got %v\nwant %s", tt.text, err, tt.want)
		}
		if w.saved(t) != before {
			t.Errorf("%.200s: half-loaded", tt.text)
		}
		w.good(t, token, 0)
	}
	broken := errors.New("broken")
	if err := newWorld().World().Load(iotest.ErrReader(broken)); !errors.Is(err, broken) || errors.Is(err, state.ErrState) {
		t.Error(err)
	}
}

type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestSaveTellsOfAFullDisk(t *testing.T) {
	if err := newWorld().World().Save(full{}); !errors.Is(err, errFull) {
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

// TestAtOnce: many call, act and look at once. Nothing is lost or made twice, and
// the last that was saved is all of it.
func TestAtOnce(t *testing.T) {
	const workers, rounds = 8, 8
	w := newWorld()
	config := w.config(sandbox.Limits{})
	var saving sync.Mutex
	var file bytes.Buffer
	config.Changed = func() error {
		saving.Lock()
		defer saving.Unlock()
		file.Reset()
		return w.World().Save(&file)
	}
	w.Server = sandbox.New(config)
	token := "?access_token=" + w.token(t, mpToken, "")
	w.said(t, "menu/create"+token, simple, done)
	var made sync.Map // tickets and menuids
	var wait sync.WaitGroup
	for worker := range workers {
		wait.Go(func() {
			for round := range rounds {
				name := fmt.Sprint("table-", worker, "-", round)
				ticket := w.ask("qrcode/create"+token, `{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"`+name+`"}}}`)
				menuID := w.ask("menu/addconditional"+token, conditional("A", `"tag_id":"2"`))
				_, err := w.Do(t.Context(), sandbox.Act{AppID: "wx1", User: name, Action: "tag", Value: "2"})
				for _, answer := range []string{ticket, menuID} {
					if _, twice := made.LoadOrStore(answer, name); twice || strings.Contains(answer, "errcode") {
						t.Errorf("%s: %s", name, answer)
					}
				}
				if m, id := w.MenuFor(sandbox.MP, "wx1", "", name); err != nil || m == nil || id <= 208379533 {
					t.Errorf("%s: %v, menu %d", name, err, id)
				}
			}
		})
	}
	wait.Wait()
	for _, path := range []string{"qrcode/create", "menu/addconditional"} {
		limit := map[string]int{"qrcode/create": 100000, "menu/addconditional": 2000}[path]
		w.said(t, "openapi/quota/get"+token, `{"cgi_path":"/cgi-bin/`+path+`"}`, usedOf(limit, workers*rounds))
	}
	if users := w.Users(); len(users) != workers*rounds {
		t.Errorf("%d users", len(users))
	}
	next := newWorld()
	if err := next.World().Load(&file); err != nil || next.saved(t) != w.saved(t) {
		t.Errorf("what was saved last is not all: %v", err)
	}
}

// TestLoadAtOnce: a state is replaced as a whole while calls are answered.
func TestLoadAtOnce(t *testing.T) {
	w := newWorld()
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 20 {
				var granted struct {
					AccessToken string `json:"access_token"`
				}
				if err := json.Unmarshal([]byte(w.ask("stable_token", stable)), &granted); err != nil || granted.AccessToken == "" {
					t.Errorf("no token: %v", err)
				}
				token := "?access_token=" + granted.AccessToken
				answer := changing.ReplaceAllString(w.ask("menu/create"+token, simple), "RID")
				if answer != done && !strings.HasPrefix(answer, `{"errcode":40001,`) { // the token was in the state of before
					t.Error(answer)
				}
				if err := w.World().Load(strings.NewReader(people)); err != nil {
					t.Error(err)
				}
				var names []string
				for _, u := range w.Users() {
					names = append(names, u.Name)
				}
				if got := strings.Join(names, " "); got != "an bo ce di" {
					t.Errorf("users are %s", got)
				}
			}
		})
	}
	wait.Wait()
}

// TestSaveWritesNoMoreThanLoadReads: a state that has grown too long is refused
// whole, as what were written then could not be gone on with.
func TestSaveWritesNoMoreThanLoadReads(t *testing.T) {
	const deep = 8500 // written with a blank for each level: 72 MB
	w := newWorld()
	menu := strings.TrimSuffix(simple, "}") + `,"bogus":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + "}"
	w.said(t, "menu/create?access_token="+w.token(t, mpToken, ""), menu, done)
	var written bytes.Buffer
	err := w.World().Save(&written)
	if want := "sandbox state: is longer than 64 MB, and could not be read again"; err == nil || err.Error() != want || written.Len() > 0 {
		t.Errorf("%d bytes, %v", written.Len(), err)
	}
}
