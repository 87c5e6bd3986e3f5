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
	"wxtool/internal/sandbox/world"
)

func (w *apiSandbox) saved(t *testing.T) string {
	t.Helper()
	var buf bytes.Buffer
	if err := w.World().Save(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

// TestSaveAndLoad: a new sandbox continues with the state of the previous one.
func TestSaveAndLoad(t *testing.T) {
	w := newAPISandbox()
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

	next := newAPISandbox()
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

// TestNothingIsMadeUpTwice: after a restart with the same seed, tokens and codes are
// new.
func TestNothingIsMadeUpTwice(t *testing.T) {
	made := map[string]bool{}
	file := ""
	const qr = `{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":1}}}`
	for range 5 {
		w := newAPISandbox()
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

// TestRandomnessThatIsNone: without randomness each token is the same, and no call
// draws forever.
func TestRandomnessThatIsNone(t *testing.T) {
	w := newAPISandbox()
	config := w.config(sandbox.Limits{})
	config.Rand = iotest.ErrReader(errors.New("none"))
	w.Server = sandbox.New(config)
	first := w.token(t, mpToken, "")
	if second := w.token(t, mpToken, ""); second != first {
		t.Errorf("%s and %s", first, second)
	}
}

// TestChanged: Changed is called for each call that changes the state, and can save it
// before the answer.
func TestChanged(t *testing.T) {
	w := newAPISandbox()
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

// TestAtOnce: of concurrent calls and acts nothing is lost or made twice, and the state
// that was saved last is complete; so are the change records, in their order.
func TestAtOnce(t *testing.T) {
	const workers, rounds = 8, 8
	w := newAPISandbox()
	config := w.config(sandbox.Limits{})
	var saving sync.Mutex
	var file bytes.Buffer
	var changes []world.Change
	config.Changed = func() error {
		saving.Lock()
		defer saving.Unlock()
		changes = append(changes, w.World().Changes()...)
		file.Reset()
		return w.World().Save(&file)
	}
	w.Server = sandbox.New(config)
	w.World().Record()
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
	next := newAPISandbox()
	if err := next.World().Load(&file); err != nil || next.saved(t) != w.saved(t) {
		t.Errorf("the last saved state is not complete: %v", err)
	}
	applied := newAPISandbox()
	if err := applied.World().Apply(changes); err != nil || applied.saved(t) != w.saved(t) {
		t.Errorf("the change records do not make the same state: %v", err)
	}
}

// TestLoadAtOnce: a state is replaced as a whole, also during calls.
func TestLoadAtOnce(t *testing.T) {
	w := newAPISandbox()
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
