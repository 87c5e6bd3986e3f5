package sandbox_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestTemporaryContactEnds: a temporary contact way expires after expires_in, by default
// seven days. Others never expire.
func TestTemporaryContactEnds(t *testing.T) {
	const week = 7 * 24 * time.Hour
	for name, tt := range map[string]struct {
		body  string
		lasts time.Duration // 0: never expires
	}{
		"expires_in": {`{"type":1,"scene":2,"user":["lisi"],"is_temp":true,"expires_in":3600}`, time.Hour},
		"longest":    {`{"type":1,"scene":2,"user":["lisi"],"is_temp":true,"expires_in":1209600}`, 2 * week},
		"default":    {`{"type":1,"scene":2,"user":["lisi"],"is_temp":true}`, week},
		"lasting":    {`{"type":1,"scene":2,"user":["lisi"]}`, 0},
		"no is_temp": {`{"type":1,"scene":2,"user":["lisi"],"expires_in":3600}`, 0},
	} {
		w := newPushing(t)
		var way code
		w.call("ww1", "externalcontact/add_contact_way", tt.body, &way)
		scan := func(value string) *sandbox.Outcome {
			t.Helper()
			return w.do(sandbox.Act{Platform: "work", User: "customer", Action: "scan", Value: value})
		}
		if tt.lasts == 0 {
			w.clock.Advance(52 * week)
			scan(way.ConfigID)
			w.check(name, w.pushes(), []wants{{"ChangeType": "add_external_contact"}})
			continue
		}
		w.clock.Advance(tt.lasts - time.Second)
		scan(way.ConfigID)
		w.check(name+": before its end", w.pushes(), []wants{{"ChangeType": "add_external_contact"}})
		w.reopen()
		w.clock.Advance(time.Second)
		for _, value := range []string{way.ConfigID, way.QRCode} {
			if out := scan(value); len(w.pushes()) > 0 || !slices.Equal(out.Phone, []string{"二维码已过期"}) || out.Note == "" || !out.OK {
				t.Errorf("%s: %+v", name, out)
			}
		}
	}
}

// TestContactWayCalls: what was set is answered, changed in part, and deleted, after
// which the code leads nowhere. The texts of 41043 and 41044 are guesses.
//
// Official page: https://developer.work.weixin.qq.com/document/path/92228
func TestContactWayCalls(t *testing.T) {
	w := newPushing(t)
	var way code
	w.call("ww1", "externalcontact/add_contact_way", `{"type":2,"scene":2,"style":1,"remark":"渠道客户","skip_verify":false,"state":"expo","user":["zhangsan","lisi"],"party":[1],"mark_source":false}`, &way)
	id := `{"config_id":"` + way.ConfigID + `"}`
	detail := func(remark, more string) string {
		return `{"errcode":0,"errmsg":"ok","contact_way":{"config_id":"` + way.ConfigID + `","type":2,"scene":2,"style":1,"remark":"` + remark +
			`","skip_verify":` + more + `}}`
	}
	w.worked("externalcontact/get_contact_way", id, detail("渠道客户", `false,"state":"expo","qr_code":"`+way.QRCode+`","user":["zhangsan","lisi"],"party":[1],"is_temp":false,"mark_source":false`))
	w.worked("externalcontact/update_contact_way", `{"config_id":"`+way.ConfigID+`","remark":"新","skip_verify":true,"user":["wangwu"],"party":[]}`, done)
	w.worked("externalcontact/get_contact_way", id, detail("新", `true,"state":"expo","qr_code":"`+way.QRCode+`","user":["wangwu"],"party":[],"is_temp":false,"mark_source":false`))
	w.do(sandbox.Act{Platform: "work", User: "customer", Action: "scan", Value: way.QRCode})
	w.check("changed", w.pushes(), []wants{{"UserID": "wangwu", "State": "expo"}})

	for _, path := range []string{"get", "update", "del"} {
		path = "externalcontact/" + path + "_contact_way"
		w.worked(path, `{}`, work(41043, "missing contact way config_id"))
		w.worked(path, `{"config_id":"x"}`, work(41044, "invalid contact way config_id"))
		w.worked(path, "", work(43002, "require POST method"))
	}
	w.worked("externalcontact/list_contact_way", "", work(43002, "require POST method"))
	w.worked("externalcontact/update_contact_way", `{"config_id":"`+way.ConfigID+`","user":[]}`, work(40058, "invalid Request Parameter")) // a guess, as the next
	w.worked("externalcontact/update_contact_way", `{"config_id":"`+way.ConfigID+`","expires_in":-1}`, work(40058, "invalid Request Parameter"))
	w.reopen()
	w.worked("externalcontact/del_contact_way", id, done)
	w.worked("externalcontact/get_contact_way", id, work(41044, "invalid contact way config_id"))
	w.worked("externalcontact/list_contact_way", `{}`, `{"errcode":0,"errmsg":"ok","contact_way":[],"next_cursor":""}`)
	for _, value := range []string{way.ConfigID, way.QRCode} {
		_, err := w.Do(t.Context(), sandbox.Act{Platform: "work", User: "customer", Action: "scan", Value: value})
		if refused, ok := errors.AsType[*sandbox.ActError](err); !ok || !refused.Missing {
			t.Errorf("%s: %v", value, err)
		}
	}
}

// TestListContactWays: by time, in pages, without temporary ones.
//
// Official page: https://developer.work.weixin.qq.com/document/path/92228
func TestListContactWays(t *testing.T) {
	w := newPushing(t)
	add := func(more string) string {
		t.Helper()
		var way code
		w.call("ww1", "externalcontact/add_contact_way", `{"type":1,"scene":1,"user":["lisi"]`+more+`}`, &way)
		if way.QRCode != "" {
			t.Errorf("scene 1 has the picture %s", way.QRCode)
		}
		return way.ConfigID
	}
	old := add("")
	w.clock.Advance(91 * 24 * time.Hour)
	add(`,"is_temp":true`)
	var ids []string
	for range 3 {
		ids = append(ids, add(""))
		w.clock.Advance(time.Second)
	}
	list := func(body, next string, want ...string) string {
		t.Helper()
		var got struct {
			Ways []code `json:"contact_way"`
			Next string `json:"next_cursor"`
		}
		w.call("ww1", "externalcontact/list_contact_way", body, &got)
		var found []string
		for _, way := range got.Ways {
			found = append(found, way.ConfigID)
		}
		if !slices.Equal(found, want) || (got.Next != "") != (next != "") {
			t.Errorf("%s: %v %q, want %v", body, found, got.Next, want)
		}
		return got.Next
	}
	list(`{}`, "", ids...)
	first := list(`{"limit":2}`, "more", ids[:2]...)
	list(`{"limit":2,"cursor":"`+first+`"}`, "", ids[2])
	list(`{"start_time":1}`, "", append([]string{old}, ids...)...)
	list(`{"start_time":1,"end_time":1751328000}`, "", old)
	for _, bad := range []string{`{"cursor":"none"}`, `{"limit":-1}`} { // guesses
		w.worked("externalcontact/list_contact_way", bad, work(40058, "invalid Request Parameter"))
	}
}

// TestTemporaryContactWays: they are not among the corp's number of contact ways; there
// is a number of them by the day. One is good for one customer, and cannot be changed
// after that.
//
// Official page: https://developer.work.weixin.qq.com/document/path/92228
func TestTemporaryContactWays(t *testing.T) {
	w := newPushing(t)
	config := w.config(w.origin)
	config.Limits.ContactWays = 1
	w.Server = sandbox.New(config)
	const lasting, temporary = `{"type":1,"scene":2,"user":["lisi"]}`, `{"type":1,"scene":2,"user":["lisi"],"is_temp":true,"chat_expires_in":3600,"unionid":"o1","conclusions":{"text":{"content":"再见"}}}`
	var way, permanent code
	w.call("ww1", "externalcontact/add_contact_way", temporary, &way)
	w.call("ww1", "externalcontact/add_contact_way", lasting, &permanent)
	w.call("ww1", "externalcontact/del_contact_way", `{"config_id":"`+permanent.ConfigID+`"}`, nil)
	w.call("ww1", "externalcontact/add_contact_way", lasting, nil)
	for _, body := range []string{lasting, temporary} {
		w.worked("externalcontact/add_contact_way", body, work(41045, "contact way count out of limit"))
	}
	w.worked("externalcontact/get_contact_way", `{"config_id":"`+way.ConfigID+`"}`, `{"errcode":0,"errmsg":"ok","contact_way":{"config_id":"`+way.ConfigID+
		`","type":1,"scene":2,"remark":"","skip_verify":true,"state":"","qr_code":"`+way.QRCode+`","user":["lisi"],"party":[],"is_temp":true,"expires_in":604800,"chat_expires_in":3600,"unionid":"o1","mark_source":true,"conclusions":{"text":{"content":"再见"}}}}`)
	w.call("ww1", "externalcontact/update_contact_way", `{"config_id":"`+way.ConfigID+`","expires_in":60}`, nil)
	w.do(sandbox.Act{Platform: "work", User: "anna", Action: "scan", Value: way.ConfigID})
	out := w.do(sandbox.Act{Platform: "work", User: "ben", Action: "scan", Value: way.ConfigID})
	if len(w.pushes()) != 1 || !slices.Equal(out.Phone, []string{"二维码已过期"}) {
		t.Errorf("%+v", out)
	}
	w.worked("externalcontact/update_contact_way", `{"config_id":"`+way.ConfigID+`","state":"x"}`, work(41044, "invalid contact way config_id"))
	w.clock.Advance(24 * time.Hour)
	w.call("ww1", "externalcontact/add_contact_way", temporary, nil)
}

// reopen continues in another sandbox with the state of this one.
func (w *pushing) reopen() {
	w.t.Helper()
	var state bytes.Buffer
	if err := w.World().Save(&state); err != nil {
		w.t.Fatal(err)
	}
	w.Server = w.newServer(w.origin)
	if err := w.World().Load(&state); err != nil {
		w.t.Fatal(err)
	}
}
