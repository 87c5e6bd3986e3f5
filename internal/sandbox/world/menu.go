package world

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/menu"
)

// Place is where menus are: an Official Account, or one application of WeCom.
type Place struct {
	Owner
	AgentID string // "" but for WeCom
}

func (p Place) key() string { return p.Owner.key(p.AgentID) }

// Menus are those of one place.
type Menus struct {
	Default     *Menu
	Conditional []Menu // in the order in which they were published
}

// Menu is one menu as it was published: Body is that of menu/create or of
// menu/addconditional.
type Menu struct {
	MenuID int64
	Body   json.RawMessage
}

func (m *Menu) check(key string) error {
	if _, err := ReadMenu(m.Body); err != nil {
		return damaged("menu of %s: menuid %d is not a menu", key, m.MenuID)
	}
	return nil
}

// Read decodes the body.
func (m *Menu) Read() menu.Conditional {
	read, _ := ReadMenu(m.Body) // it was read before it was published
	read.MenuID = strconv.FormatInt(m.MenuID, 10)
	return read
}

// conditionalKey is the key of a conditional menu.
func conditionalKey(place string, id int64) string {
	return place + " " + strconv.FormatInt(id, 10)
}

// cutConditional is the reverse of conditionalKey; place is "" for no such key.
func cutConditional(key string) (place string, id int64) {
	i := strings.LastIndexByte(key, ' ')
	if i < 0 {
		return "", 0
	}
	id, err := strconv.ParseInt(key[i+1:], 10, 64)
	if err != nil {
		return "", 0
	}
	return key[:i], id
}

// Menus returns the menus of a place, if a default menu is published there. They
// must not be modified.
func (tx *Tx) Menus(at Place) (Menus, bool) { return found(tx.world.state.Menus[at.key()]) }

// SetMenu publishes a default menu; conditional ones stay.
func (tx *Tx) SetMenu(at Place, body []byte) Menu {
	m := tx.newMenu(body)
	tx.put(Change{Kind: KindMenu, Key: at.key(), value: &m})
	return m
}

// AddConditionalMenu publishes a conditional menu at a place that has a default one.
func (tx *Tx) AddConditionalMenu(at Place, body []byte) Menu {
	m := tx.newMenu(body)
	tx.put(Change{Kind: KindConditionalMenu, Key: conditionalKey(at.key(), m.MenuID), value: &m})
	return m
}

// newMenu numbers a menu. Numbers ascend, so menu/get shows in which order conditional
// menus are matched.
func (tx *Tx) newMenu(body []byte) Menu {
	const first = 208379533 // about where the pages' samples begin
	return Menu{max(first, tx.world.state.LastMenuID+1), slices.Clone(body)}
}

// DeleteMenus removes all menus of a place, if it has any.
func (tx *Tx) DeleteMenus(at Place) {
	if tx.world.state.Menus[at.key()] != nil {
		tx.put(Change{Kind: KindMenu, Key: at.key()})
	}
}

// DeleteConditionalMenu removes one, which must be there.
func (tx *Tx) DeleteConditionalMenu(at Place, id int64) {
	tx.put(Change{Kind: KindConditionalMenu, Key: conditionalKey(at.key(), id)})
}

// MenuFor returns the menu that a user sees at a place, and its menuid: of the
// conditional menus that match the user the one published last, else the default
// menu; nil where there is none. A nil user is anybody, who sees the default menu.
// Whether the user follows the account makes no difference.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu
func (tx *Tx) MenuFor(at Place, u *User) (*menu.Menu, int64) {
	all, _ := tx.Menus(at)
	for _, m := range slices.Backward(all.Conditional) {
		if read := m.Read(); u != nil && matches(read.MatchRule, u) {
			return &read.Menu, m.MenuID
		}
	}
	if all.Default == nil {
		return nil, 0
	}
	read := all.Default.Read()
	return &read.Menu, all.Default.MenuID
}

// matches reports whether a rule holds for a user. Of several tags the last one
// counts. A rule with personal data is from before 2021 and matches no user. That
// client_platform_type still works is a guess, the page does not say.
func matches(r menu.MatchRule, u *User) bool {
	if r.Sex+r.Country+r.Province+r.City+r.Language != "" {
		return false
	}
	var tag string
	if len(u.Tags) > 0 {
		tag = u.Tags[len(u.Tags)-1]
	}
	return (r.TagID == "" || r.TagID == tag) && (r.ClientPlatformType == "" || r.ClientPlatformType == u.Client)
}
