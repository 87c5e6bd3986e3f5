package sandbox_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// fuzzed is a sandbox whose calls do not count as contract tests.
func fuzzed() *apiSandbox {
	w := &apiSandbox{now: time.Unix(1751328000, 0)}
	config := w.config(sandbox.Limits{})
	config.Observe = nil
	w.Server = sandbox.New(config)
	return w
}

// FuzzLoad: no call panics with any state, and saving a loaded state twice gives the
// same file.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(people))
	f.Add([]byte(`{"maker":"wxtool sandbox","version":1,"state":{"Menus":{"mp wx1 ":{"Default":{"MenuID":5,"Body":` + sample + `},"Conditional":[{"MenuID":6,"Body":` + conditional("C", `"tag_id":"02"`) + `}]}},"LastMenuID":6}}`))
	w := newAPISandbox()
	file := fmt.Sprintf(`{"maker":"wxtool sandbox","version":1,"state":{"Grants":{"t":{"Token":"t","Platform":"mp","AppID":"wx1","Space":"token","Expires":%q}},"Counters":{"mp wx1 /cgi-bin/menu/get":{"Window":1,"Count":5}},"Tickets":{"T":{"Ticket":"T","AppID":"wx1","URL":"http://a"}},"Forced":{"wx1":%[1]q},"Pauses":{"wx1":{"Count":4,"First":%[1]q,"Until":%[1]q}},"Contacts":{"c":{"AppID":"ww1","Users":["u"],"URL":"http://c","Created":%[1]q,"Expire":9}}}}`,
		w.now.Add(time.Hour).Format(time.RFC3339))
	f.Add([]byte(file))
	f.Add([]byte(`{"maker":"wxtool sandbox","version":1,"state":{"News":{"m":{"MediaID":"m","Platform":"mp","AppID":"wx1","Articles":[{"title":"a"}]},"n":{"MediaID":"n","Platform":"mp","AppID":"wx1","Articles":[{}],"PublishID":7,"ArticleID":"a","Gone":true}},"MassJobs":{"mp wx1 1":{"MsgID":1,"Client":"c"}},"MassSpeeds":{"mp wx1 ":{"Level":4}},"Users":{"mp wx1 a":{"Platform":"mp","AppID":"wx1","Name":"a","OpenID":"o","Black":true}}}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		w := fuzzed()
		if w.World().Load(bytes.NewReader(data)) != nil {
			return
		}
		first := w.saved(t)
		next := fuzzed()
		if err := next.World().Load(strings.NewReader(first)); err != nil {
			t.Fatalf("%v\n%s", err, first)
		}
		if again := next.saved(t); again != first {
			t.Errorf("%s\n%s", first, again)
		}
		token := w.token(t, mpToken, "")
		for _, path := range []string{"menu/get", "get_current_selfmenu_info", "menu/delete"} {
			w.ask(path+"?access_token="+token, "")
			w.ask(path+"?access_token=t", "")
		}
		for path, body := range map[string]string{
			"draft/batchget": `{"offset":0,"count":20}`, "freepublish/submit": `{"media_id":"m"}`, "freepublish/get": `{"publish_id":7}`,
			"freepublish/getarticle": `{"article_id":"a"}`, "material/batchget_material": `{"type":"image","offset":0,"count":20}`,
			"message/mass/get": `{"msg_id":1}`, "message/mass/speed/get": `{}`, "tags/members/getblacklist": `{}`,
		} {
			w.ask(path+"?access_token="+token, body)
		}
		w.ask("showqrcode?ticket=T", "")
		w.ask("menu/trymatch?access_token="+token, `{"user_id":"an"}`)
		w.ask("menu/addconditional?access_token="+token, conditional("A", `"tag_id":"2"`))
		w.MenuFor(sandbox.MP, "wx1", "", "an")
		corp := "access_token=" + w.token(t, corpToken, "")
		for _, path := range []string{"tag/list?", "tag/get?tagid=1&", "externalcontact/list?userid=u&", "user/get?userid=u&"} {
			w.ask(path+corp, "")
		}
		for path, body := range map[string]string{
			"externalcontact/list_contact_way": `{}`, "externalcontact/get_contact_way": `{"config_id":"c"}`, "tag/addtagusers": `{"tagid":1,"partylist":[1]}`,
			"externalcontact/update_contact_way": `{"config_id":"c","remark":"r"}`, "externalcontact/del_contact_way": `{"config_id":"c"}`,
			"message/send": `{"touser":"@all","agentid":1,"msgtype":"text","text":{"content":"x"},"enable_duplicate_check":1}`,
		} {
			w.ask(path+"?"+corp, body)
		}
	})
}

// FuzzCalls: no body causes a panic or errcode -1 at any endpoint, each refusal has a
// text, and the state can be loaded again.
func FuzzCalls(f *testing.F) {
	for _, body := range []string{
		`{}`, "null", `[]`, `{"type":1,"scene":2,"user":["lisi"],"conclusions":null}`, `{"tagname":"a","tagid":0}`, `{"tagid":1,"userlist":null,"partylist":[1]}`,
		`{"touser":"a|b","agentid":1,"msgtype":"news","news":{"articles":[{}]},"enable_duplicate_check":1,"duplicate_check_interval":-9}`, `{"cursor":"====","limit":-1}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		w := fuzzed()
		w.Do(t.Context(), sandbox.Act{AppID: "ww1", User: "a", Action: "follow"})
		tokens := map[string]string{sandbox.MP: w.token(t, mpToken, ""), sandbox.Work: w.token(t, corpToken, "")}
		for _, e := range sandbox.Endpoints() {
			path, ours := strings.CutPrefix(e.Path, "/cgi-bin/")
			if !ours || e.Method == http.MethodGet {
				continue
			}
			for platform, token := range tokens {
				if e.Platform != "" && e.Platform != platform {
					continue
				}
				answer := w.send(http.MethodPost, path+"?agentid=1&access_token="+token, body)
				if strings.Contains(answer, `"errmsg":" rid`) || strings.Contains(answer, `"errmsg":",`) || strings.Contains(answer, `"errcode":-1`) {
					t.Errorf("%s %s: %s", platform, path, answer)
				}
			}
		}
		if err := fuzzed().World().Load(strings.NewReader(w.saved(t))); err != nil {
			t.Error(err)
		}
	})
}

// FuzzMenuCreate: no body causes a panic, each refusal has a text, and an accepted menu
// is answered in a form that can be published again.
func FuzzMenuCreate(f *testing.F) {
	for _, body := range []string{sample, simple, "\ufeff{}", "null", `{"button":null}`, `{"button":[{"sub_button":[{"sub_button":[{"sub_button":1}]}]}]}`, conditional("A", `"tag_id":"2"`), conditional("A", `"tag_id":1e3`), conditional("A", `"sex":null,"client_platform_type":3`)} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		w := fuzzed()
		token := "access_token=" + w.token(t, mpToken, "")
		corp := "agentid=1&access_token=" + w.token(t, corpToken, "")
		for _, path := range []string{"menu/create?" + corp, "menu/create?" + token, "menu/addconditional?" + token} {
			answer := w.send(http.MethodPost, path, string(body))
			if strings.Contains(answer, `"errmsg":" rid`) || strings.Contains(answer, `"errmsg":",`) {
				t.Errorf("%s: no text for %s", path, answer)
			}
		}
		got := w.ask("menu/get?"+token, "")
		if inner, ok := strings.CutPrefix(got, `{"menu":`); ok && !strings.Contains(got, `\u`) {
			inner = strings.TrimSuffix(inner, "}")
			if inner, _, _ = strings.Cut(inner, `,"conditionalmenu":`); w.ask("menu/create?"+token, inner) != done {
				t.Errorf("%s is not accepted: %s", inner, w.ask("menu/create?"+token, inner))
			}
		}
		if err := fuzzed().World().Load(strings.NewReader(w.saved(t))); err != nil {
			t.Error(err)
		}
	})
}
