package sandbox_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"wxtool/fixtures"
	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/sandbox"
	"wxtool/internal/wxtest"
)

// pushing is a sandbox whose users push to a callback server of the test.
type pushing struct {
	*sandbox.Server
	t      testing.TB
	http   http.RoundTripper
	origin string // of the callback server
	clock  wxtest.Clock
	mu     sync.Mutex
	// guarded by mu
	received []received
	answer   func(received) string // nil: success
	seen     []sandbox.Outcome
}

// received is a push that the callback server has opened.
type received struct {
	message.Document
	account string // path of the callback URL
	query   url.Values
	plain   string
}

func (r received) text(path string) string {
	value, _ := r.Get(path)
	return value
}

// newPushing has the accounts wx1 (plain), wx2 (safe), ww1 (WeCom), and wx0 without a
// callback URL.
func newPushing(t testing.TB) *pushing {
	t.Helper()
	w := &pushing{t: t, http: deliver.Transport()}
	w.origin = wxtest.Serve(t, http.HandlerFunc(w.receive))
	w.Server = w.newServer(w.origin)
	return w
}

func (w *pushing) newServer(origin string) *sandbox.Server { return sandbox.New(w.config(origin)) }

func (w *pushing) config(origin string) sandbox.Config {
	var accounts []sandbox.Account
	for _, id := range []string{"wx1", "wx2", "ww1"} {
		to, err := deliver.ParseTarget(origin + "/" + id)
		if err != nil {
			w.t.Fatal(err)
		}
		platform := sandbox.MP
		if id == "ww1" {
			platform = sandbox.Work
		}
		accounts = append(accounts, sandbox.Account{Platform: platform, AppID: id, Secret: "s", Callback: callbackOf(id), To: to})
	}
	accounts = append(accounts, sandbox.Account{Platform: sandbox.MP, AppID: "wx0", Secret: "s"})
	return sandbox.Config{
		Accounts: accounts, Now: w.clock.Now, Rand: wxtest.Random(0),
		Fixtures: fixture.New(fixtures.Files()), HTTP: w.http,
		ObserveAct: w.observe, Observe: called.add,
	}
}

func (w *pushing) observe(o *sandbox.Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.seen = append(w.seen, *o)
}

func callbackOf(id string) callback.Account {
	a := wxtest.Account(callback.MP, callback.Plain)
	a.AppID, a.ReceiveID = id, id
	switch id {
	case "wx2":
		a.Mode = callback.Safe
	case "ww1":
		a.Platform, a.Mode, a.AgentID = callback.Work, callback.Safe, "1000007"
	}
	return a
}

// receive is the callback server: it verifies, decrypts, records and answers.
func (w *pushing) receive(res http.ResponseWriter, req *http.Request) {
	id := strings.TrimPrefix(req.URL.Path, "/")
	body, _ := io.ReadAll(req.Body)
	account := callbackOf(id)
	account.AnyReceiveID = strings.HasPrefix(string(body), `{"encrypt"`) // a smart bot's
	opened, err := account.Open(callback.ParseQuery(req.URL.RawQuery), body)
	if err != nil {
		w.t.Errorf("push to %s: %v", id, err)
		return
	}
	doc, err := message.ParseDocument(opened.Message)
	if err != nil {
		w.t.Errorf("push to %s: %v", id, err)
		return
	}
	r := received{doc, id, req.URL.Query(), string(opened.Message)}
	w.mu.Lock()
	w.received = append(w.received, r)
	answer := w.answer
	w.mu.Unlock()
	reply := "success"
	if answer != nil {
		reply = answer(r)
	}
	if reply == "hang up" {
		panic(http.ErrAbortHandler)
	}
	if strings.HasPrefix(reply, "<xml>") && opened.Mode == callback.Safe {
		stamp := callback.Stamp{Timestamp: "1751328000", Nonce: "1"}
		sealed, _ := account.AppendReply(nil, []byte(reply), stamp, callback.ReplyXML)
		reply = string(sealed)
	}
	io.WriteString(res, reply)
}

// pushes returns the pushes since the last call.
func (w *pushing) pushes() []received {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.received
	w.received = nil
	return all
}

// do lets a user act, which must succeed.
func (w *pushing) do(act sandbox.Act) *sandbox.Outcome {
	w.t.Helper()
	out, err := w.Do(context.Background(), act)
	if err != nil {
		w.t.Fatalf("%+v: %v", act, err)
	}
	return out
}

// call calls the API as the account.
func (w *pushing) call(appID, path, body string, reply any) {
	w.t.Helper()
	ask := func(method, target, body string) []byte {
		res := httptest.NewRecorder()
		w.ServeHTTP(res, from(method, "/cgi-bin/"+target, body))
		return res.Body.Bytes()
	}
	token := "token?grant_type=client_credential&appid=" + appID + "&secret=s"
	if strings.HasPrefix(appID, "ww") {
		token = "gettoken?corpsecret=s&corpid=" + appID
	}
	var granted struct {
		AccessToken string `json:"access_token"`
	}
	json.Unmarshal(ask(http.MethodGet, token, ""), &granted)
	method := http.MethodPost
	if body == "" {
		method = http.MethodGet
	}
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	answer := ask(method, path+sep+"access_token="+granted.AccessToken, body)
	var refused struct{ Errcode int }
	if json.Unmarshal(answer, &refused) != nil || refused.Errcode != 0 || reply != nil && json.Unmarshal(answer, reply) != nil {
		w.t.Errorf("%s: %s", path, answer)
	}
}

// anID matches the ids of media and articles.
var anID = regexp.MustCompile(`[A-Za-z0-9_-]{64}`)

// setMenu publishes a menu, which is conditional if it has a matchrule. MEDIA_ID1 and
// ARTICLE_ID1 in it stand for material and an article of the account.
func (w *pushing) setMenu(appID, agentID, body string) {
	w.t.Helper()
	path := "menu/create"
	switch {
	case agentID != "":
		path += "?agentid=" + agentID
	case strings.Contains(body, "matchrule"):
		path = "menu/addconditional"
	}
	if strings.Contains(body, "MEDIA_ID1") {
		body = strings.NewReplacer("MEDIA_ID1", w.material(appID, "image", picture()), "ARTICLE_ID1", w.article(appID)).Replace(body)
	}
	w.call(appID, path, body, nil)
}

type code struct {
	Ticket, URL string
	ConfigID    string `json:"config_id"`
	QRCode      string `json:"qr_code"`
}
