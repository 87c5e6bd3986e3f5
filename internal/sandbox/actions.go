package sandbox

import (
	"slices"
	"strings"

	"wxtool/internal/fixture"
	"wxtool/internal/nearest"
)

// action is one thing that a user can do. Without run it pushes the fixture, with the
// value in the element.
type action struct {
	name    string
	value   string // name of the value, in brackets if optional; "": none
	what    string
	fixture string // id in the catalogue, of the account's platform
	element string
	run     func(*execution) error
	silent  bool // never pushes
	outside bool // a customer of a corp can do it, who is no member
}

// mpActions are the actions of a user of an Official Account.
//
// https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html
// https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_event_pushes.html
func mpActions() []action {
	return []action{
		{name: "follow", what: "follows the account", fixture: "subscribe", run: (*execution).follow},
		{name: "unfollow", what: "stops following", fixture: "unsubscribe", run: (*execution).unfollow},
		{name: "scan", value: "TICKET", what: "scans a code of qrcode/create, named by ticket or url", run: (*execution).scanTicket},
		{name: "text", value: "WORDS", what: "sends a text", fixture: "text", element: "Content"},
		{name: "image", value: "[PICURL]", what: "sends a picture", fixture: "image", element: "PicUrl"},
		{name: "voice", value: "[MEDIAID]", what: "sends a voice message", fixture: "voice", element: "MediaId"},
		{name: "video", value: "[MEDIAID]", what: "sends a video", fixture: "video", element: "MediaId"},
		{name: "shortvideo", value: "[MEDIAID]", what: "sends a short video", fixture: "shortvideo", element: "MediaId"},
		{name: "file", value: "[TITLE]", what: "sends a file", fixture: "file", element: "Title"},
		{name: "link", value: "[URL]", what: "sends a link", fixture: "link", element: "Url"},
		{name: "location", value: "LAT,LNG[,LABEL]", what: "sends a place", fixture: "location", run: (*execution).place},
		{name: "enter", value: "[LAT,LNG]", what: "opens the chat, which reports the location", fixture: "location-event", run: (*execution).report},
		{name: "report", value: "[LAT,LNG]", what: "stays in the chat, which reports the location", fixture: "location-event", run: (*execution).report},
		{name: "click", value: "ITEM", what: "clicks a menu item, such as 菜单/搜索 or button[1].sub_button[0]", run: (*execution).click},
		{name: "choose", value: "ID,WORDS", what: "clicks an item of a msgmenu, such as 101,满意", fixture: "text-menu-click", run: (*execution).choose},
		{name: "consent", value: "TEMPLATEID[,reject]", what: "allows one 订阅通知 of a template, or refuses it", fixture: "subscribe-msg-popup", run: (*execution).consent},
		{name: "withdraw", value: "TEMPLATEID", what: "withdraws the consent to 订阅通知 of a template", fixture: "subscribe-msg-change", run: (*execution).withdraw},
		{name: "login", what: "opens the account as a mini program, which gets the code of wx.login", run: (*execution).miniLogin, silent: true},
		{name: "phone", what: "gives a mini program a code for the phone number", run: (*execution).miniNumber, silent: true},
		{name: "tag", value: "[ID,…]", what: "gets these tags instead of the present ones", run: (*execution).tag, silent: true},
		{name: "push", value: "FIXTURE", what: "causes any push of the catalogue", run: (*execution).push},
	}
}

// workActions are the actions of a member, or with scan of a customer, of a corp.
//
// https://developer.work.weixin.qq.com/document/path/90239
// https://developer.work.weixin.qq.com/document/path/90240
func workActions() []action {
	return []action{
		{name: "follow", what: "begins to see the application", fixture: "subscribe", run: (*execution).follow},
		{name: "unfollow", what: "no longer sees the application", fixture: "unsubscribe", run: (*execution).unfollow},
		{name: "enter", what: "opens the application", fixture: "enter-agent"},
		{name: "scan", value: "CONFIGID", what: "scans a contact way, named by config_id or url, as a new customer", run: (*execution).scanContact, outside: true},
		{name: "remove", value: "[USERID]", what: "is a customer, and removes the member, or all, from the contacts", fixture: "external-contact-del-follow-user", run: (*execution).removeContact, outside: true},
		{name: "text", value: "WORDS", what: "sends a text", fixture: "text", element: "Content"},
		{name: "image", value: "[PICURL]", what: "sends a picture", fixture: "image", element: "PicUrl"},
		{name: "voice", value: "[MEDIAID]", what: "sends a voice message", fixture: "voice", element: "MediaId"},
		{name: "video", value: "[MEDIAID]", what: "sends a video", fixture: "video", element: "MediaId"},
		{name: "link", value: "[URL]", what: "sends a link", fixture: "link", element: "Url"},
		{name: "location", value: "LAT,LNG[,LABEL]", what: "sends a place", fixture: "location", run: (*execution).place},
		{name: "report", value: "[LAT,LNG]", what: "stays in the application, which reports the location", fixture: "location-event", run: (*execution).report},
		{name: "click", value: "ITEM", what: "clicks a menu item, such as 菜单/搜索 or button[1].sub_button[0]", run: (*execution).click},
		{name: "tag", value: "[ID,…]", what: "gets these tags instead of the present ones", run: (*execution).tag, silent: true, outside: true},
		{name: "push", value: "FIXTURE", what: "causes any push of the catalogue", run: (*execution).push, outside: true},
	}
}

func actionsOn(platform string) []action {
	if platform == Work {
		return workActions()
	}
	return mpActions()
}

// Action describes one thing that a user can do. Value is the name of its value, in
// brackets if it is optional, "" if there is none.
type Action struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
	What  string `json:"what"`
}

// Actions lists what a user of the platform can do.
func Actions(platform string) []Action {
	var list []Action
	for _, a := range actionsOn(platform) {
		list = append(list, Action{a.name, a.value, a.what})
	}
	return list
}

// actionOf finds the action of an act and checks that it has its value.
func actionOf(platform string, act Act) (action, error) {
	all := actionsOn(platform)
	i := slices.IndexFunc(all, func(a action) bool { return a.name == act.Action })
	if i < 0 {
		return action{}, unknownAction(platform, act.Action)
	}
	a := all[i]
	var e *ActError
	switch required := a.value != "" && a.value[0] != '['; {
	case required && act.Value == "":
		e = actError("%s: %s is missing", a.name, a.value)
	case a.value == "" && act.Value != "":
		e = actError("%s: takes no value, and got %q", a.name, act.Value)
	default:
		return a, nil
	}
	e.Hint = strings.TrimSpace(a.name+" "+a.value) + ": " + a.what
	return a, e
}

func unknownAction(platform, name string) error {
	var names []string
	for _, a := range actionsOn(platform) {
		names = append(names, a.name)
	}
	e := actError("action %q: no user of %s can do that", name, platform)
	e.Hint = "a user can " + strings.Join(names, ", ")
	if near := nearest.Of(name, names); near != nil {
		e.Hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return e
}

// carryOut changes the user and makes the pushes.
func (a action) carryOut(x *execution) error {
	switch {
	case a.run != nil:
		return a.run(x)
	case a.element != "" && x.act.Value != "":
		return x.send(a.fixture, set(a.element, x.act.Value))
	}
	return x.send(a.fixture)
}

func set(path, value string) fixture.Edit {
	return fixture.Edit{Op: fixture.Set, Path: path, Value: value}
}
