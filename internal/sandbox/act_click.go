package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/fixture"
	"wxtool/internal/menu"
	"wxtool/internal/message"
	"wxtool/internal/nearest"
	"wxtool/internal/sandbox/world"
)

// button describes what a click on one type of menu item does. Without a fixture
// nothing is pushed: the platform handles the click itself.
type button struct {
	kind    string
	fixture string                    // id in the catalogue; on WeCom menu- is put before it
	says    func(*menu.Button) string // EventKey, which the phone shows after shows
	shows   string                    // on the phone, in addition to the answer
	menuID  bool                      // the event has MenuId on an Official Account
	then    func(*execution) error    // what follows the event
}

// buttons lists the types of menu items. That media and articles push nothing is a
// guess.
//
// https://developers.weixin.qq.com/doc/service/guide/product/menu/Custom_Menu_Push_Events.html
// https://developer.work.weixin.qq.com/document/path/90240
func buttons() []button {
	key := func(b *menu.Button) string { return b.Key }
	link := func(b *menu.Button) string { return b.URL }
	page := func(b *menu.Button) string { return b.PagePath }
	media := func(b *menu.Button) string { return b.MediaID }
	article := func(b *menu.Button) string { return b.ArticleID }
	return []button{
		{kind: "click", fixture: "click", says: key},
		{kind: "view", fixture: "view", says: link, shows: "[网页] ", menuID: true},
		{kind: "miniprogram", fixture: "view-miniprogram", says: page, shows: "[小程序] ", menuID: true},
		{kind: "view_miniprogram", fixture: "view-miniprogram", says: page, shows: "[小程序] "},
		{kind: "scancode_push", fixture: "scancode-push", says: key},
		{kind: "scancode_waitmsg", fixture: "scancode-waitmsg", says: key},
		{kind: "pic_sysphoto", fixture: "pic-sysphoto", says: key, then: (*execution).picked},
		{kind: "pic_photo_or_album", fixture: "pic-photo-or-album", says: key, then: (*execution).picked},
		{kind: "pic_weixin", fixture: "pic-weixin", says: key, then: (*execution).picked},
		{kind: "location_select", fixture: "location-select", says: key, then: (*execution).selected},
		{kind: "media_id", says: media, shows: "[素材] "},
		{kind: "view_limited", says: media, shows: "[图文] "},
		{kind: "article_id", says: article, shows: "[图文] "},
		{kind: "article_view_limited", says: article, shows: "[图文] "},
	}
}

// click clicks an item of the menu that the user sees.
func (x *execution) click() error {
	shown, menuID := x.tx.MenuFor(world.Place{Owner: x.account.owner(), AgentID: x.agentID}, &x.user)
	items := itemsOf(shown)
	if len(items) == 0 {
		return x.noMenu()
	}
	it, err := pick(items, x.act.Value)
	if err != nil {
		return err
	}
	if len(it.button.SubButton) > 0 {
		x.show("[菜单] " + it.button.Name)
		x.note = it.names + " opens its sub menu, so nothing is pushed"
		return nil
	}
	return x.clickOn(it, menuID)
}

func (x *execution) noMenu() error {
	e := actError("click: %s shows %s no menu", x.account.AppID, x.user.Name)
	e.Hint = "publish one first: wxtool menu push"
	e.Missing = true
	if x.account.Platform == Work {
		e.Problem += " in the application " + strconv.Quote(x.agentID)
		e.Hint += ", or give another agent_id"
	}
	return e
}

func (x *execution) clickOn(it item, menuID int64) error {
	all := buttons()
	i := slices.IndexFunc(all, func(b button) bool { return b.kind == it.button.Type })
	if i < 0 {
		return actError("click: %s has the type %q, which the sandbox cannot click", it.names, it.button.Type)
	}
	b := all[i]
	says := b.says(it.button)
	if b.shows != "" {
		x.show(b.shows + says)
	}
	if b.fixture == "" {
		x.note = "the platform shows " + it.names + " by itself, so nothing is pushed"
		return nil
	}
	edits := []fixture.Edit{set("EventKey", says)}
	if b.menuID && menuID != 0 && x.account.Platform == MP {
		edits = append(edits, set("MenuId", strconv.FormatInt(menuID, 10)))
	}
	id := b.fixture
	if x.account.Platform == Work {
		id = "menu-" + id
	}
	if err := x.send(id, edits...); err != nil || b.then == nil {
		return err
	}
	return b.then(x)
}

// picked also sends each picture of the event as a message.
func (x *execution) picked() error {
	event, err := message.ParseDocument(x.pushes[0].Message)
	if err != nil {
		return err
	}
	for range max(1, event.Count("SendPicsInfo/PicList/item")) {
		if err := x.send("image"); err != nil {
			return err
		}
	}
	return nil
}

// selected also sends the place of the event as a message.
func (x *execution) selected() error {
	event, err := message.ParseDocument(x.pushes[0].Message)
	if err != nil {
		return err
	}
	var edits []fixture.Edit
	for _, name := range []string{"Location_X", "Location_Y", "Scale", "Label"} {
		if value, ok := event.Get("SendLocationInfo/" + name); ok {
			edits = append(edits, set(name, value))
		}
	}
	return x.send("location", edits...)
}

// item is a menu item with its names.
type item struct {
	button *menu.Button
	names  string // 菜单/搜索
	path   string // button[1].sub_button[0]
}

// itemsOf lists a menu's items, parents before their children.
func itemsOf(m *menu.Menu) []item {
	if m == nil {
		return nil
	}
	var list []item
	for i := range m.Button {
		parent := item{&m.Button[i], m.Button[i].Name, fmt.Sprintf("button[%d]", i)}
		list = append(list, parent)
		for j := range parent.button.SubButton {
			sub := &parent.button.SubButton[j]
			list = append(list, item{sub, parent.names + "/" + sub.Name, fmt.Sprintf("%s.sub_button[%d]", parent.path, j)})
		}
	}
	return list
}

// pick finds an item by path, by its full name, or by its own name if no other item
// has it.
func pick(items []item, wanted string) (item, error) {
	for _, by := range []func(item) string{
		func(it item) string { return it.path },
		func(it item) string { return it.names },
		func(it item) string { return it.button.Name },
	} {
		var found []item
		for _, it := range items {
			if by(it) == wanted {
				found = append(found, it)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return item{}, severalItems(found, wanted)
		}
	}
	return item{}, noItem(items, wanted)
}

func severalItems(found []item, wanted string) error {
	var paths []string
	for _, it := range found {
		paths = append(paths, it.path)
	}
	e := actError("click: %d menu items are called %q", len(found), wanted)
	e.Hint = "name one by path: " + strings.Join(paths, ", ")
	return e
}

func noItem(items []item, wanted string) error {
	var names, known []string
	for _, it := range items {
		names = append(names, it.names)
		known = append(known, it.names, it.path)
	}
	e := &ActError{Problem: fmt.Sprintf("click: the menu has no item %q", wanted), Missing: true}
	e.Hint = "it has " + strings.Join(names, ", ")
	if near := nearest.Of(wanted, known); near != nil {
		e.Hint = "did you mean " + strings.Join(near, ", ") + "?"
	}
	return e
}
