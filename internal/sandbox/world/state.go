package world

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
)

// state is all that a run changes, as plain data in the form of a state file. An
// entry is never modified, only replaced: records, copies of the maps and the index
// share it.
type state struct {
	Grants   map[string]*Grant         // by access_token
	Tickets  map[string]*Ticket        // by ticket
	Contacts map[string]*ContactWay    // by config_id
	Counters map[string]*Counter       // by account and what is counted
	Forced   map[string]*ForcedRefresh // by appid
	Menus    map[string]*Menus         // by place, see Place.key
	Users    map[string]*User          // by account and name
	Pauses   map[string]*Pause         // by appid

	OAuthCodes  map[string]*OAuthCode  `json:",omitempty"` // by code
	UserTokens  map[string]*UserToken  `json:",omitempty"` // by token
	PageTickets map[string]*PageTicket `json:",omitempty"` // by account and type
	Tags        map[string]*Tags       `json:",omitempty"` // by account
	Chats       map[string]*Chat       `json:",omitempty"` // by account and name of the user
	Lines       map[string]*Line       `json:",omitempty"` // by chat and number
	Servants    map[string]*Servants   `json:",omitempty"` // by account
	Clock       map[string]*Clock      `json:",omitempty"` // one at most
	Media       map[string]*Media      `json:",omitempty"` // by media_id

	Subscriptions map[string]*Subscription `json:",omitempty"` // by account, name of the user and template
	News          map[string]*News         `json:",omitempty"` // by media_id
	MassJobs      map[string]*MassJob      `json:",omitempty"` // by account and msg_id
	MassSpeeds    map[string]*MassSpeed    `json:",omitempty"` // by account
	Sent          map[string]*Sent         `json:",omitempty"` // by account and digest of the message

	LastMenuID int64
}

func newState() *state {
	return &state{
		Grants: map[string]*Grant{}, Tickets: map[string]*Ticket{}, Contacts: map[string]*ContactWay{},
		Counters: map[string]*Counter{}, Forced: map[string]*ForcedRefresh{},
		Menus: map[string]*Menus{}, Users: map[string]*User{}, Pauses: map[string]*Pause{},
		OAuthCodes: map[string]*OAuthCode{}, UserTokens: map[string]*UserToken{},
		PageTickets: map[string]*PageTicket{},
		Tags:        map[string]*Tags{},
		Chats:       map[string]*Chat{}, Lines: map[string]*Line{}, Servants: map[string]*Servants{},
		Clock: map[string]*Clock{}, Media: map[string]*Media{},
		Subscriptions: map[string]*Subscription{},
		News:          map[string]*News{}, MassJobs: map[string]*MassJob{}, MassSpeeds: map[string]*MassSpeed{},
		Sent: map[string]*Sent{},
	}
}

// clone copies the maps and shares the entries.
func (s *state) clone() *state {
	return &state{
		Grants: maps.Clone(s.Grants), Tickets: maps.Clone(s.Tickets), Contacts: maps.Clone(s.Contacts),
		Counters: maps.Clone(s.Counters), Forced: maps.Clone(s.Forced),
		Menus: maps.Clone(s.Menus), Users: maps.Clone(s.Users), Pauses: maps.Clone(s.Pauses),
		OAuthCodes: maps.Clone(s.OAuthCodes), UserTokens: maps.Clone(s.UserTokens),
		PageTickets: maps.Clone(s.PageTickets),
		LastMenuID:  s.LastMenuID,
		Tags:        maps.Clone(s.Tags),
		Chats:       maps.Clone(s.Chats), Lines: maps.Clone(s.Lines), Servants: maps.Clone(s.Servants),
		Clock: maps.Clone(s.Clock), Media: maps.Clone(s.Media),
		Subscriptions: maps.Clone(s.Subscriptions),
		News:          maps.Clone(s.News), MassJobs: maps.Clone(s.MassJobs), MassSpeeds: maps.Clone(s.MassSpeeds),
		Sent: maps.Clone(s.Sent),
	}
}

// apply makes one change. The type of its value is that of its kind.
func (s *state) apply(c Change) {
	switch c.Kind {
	case KindGrant:
		replace(s.Grants, c)
	case KindTicket:
		replace(s.Tickets, c)
	case KindContactWay:
		replace(s.Contacts, c)
	case KindCounter:
		replace(s.Counters, c)
	case KindForcedRefresh:
		replace(s.Forced, c)
	case KindUser:
		replace(s.Users, c)
	case KindPause:
		replace(s.Pauses, c)
	case KindOAuthCode:
		replace(s.OAuthCodes, c)
	case KindUserToken:
		replace(s.UserTokens, c)
	case KindPageTicket:
		replace(s.PageTickets, c)
	case KindTags:
		replace(s.Tags, c)
	case KindChat:
		replace(s.Chats, c)
	case KindLine:
		replace(s.Lines, c)
	case KindServants:
		replace(s.Servants, c)
	case KindClock:
		replace(s.Clock, c)
	case KindMedia:
		replace(s.Media, c)
	case KindSubscription:
		replace(s.Subscriptions, c)
	case KindNews:
		replace(s.News, c)
	case KindMassJob:
		replace(s.MassJobs, c)
	case KindMassSpeed:
		replace(s.MassSpeeds, c)
	case KindSent:
		replace(s.Sent, c)
	case KindMenu:
		s.applyMenu(c)
	case KindConditionalMenu:
		s.applyConditionalMenu(c)
	}
}

func replace[T any](entries map[string]*T, c Change) {
	if c.value == nil {
		delete(entries, c.Key)
		return
	}
	entries[c.Key] = any(c.value).(*T)
}

// applyMenu sets a default menu, or removes all menus of a place.
func (s *state) applyMenu(c Change) {
	if c.value == nil {
		delete(s.Menus, c.Key)
		return
	}
	set := c.value.(*Menu)
	s.Menus[c.Key] = &Menus{Default: set, Conditional: s.menus(c.Key).Conditional}
	s.LastMenuID = max(s.LastMenuID, set.MenuID)
}

// applyConditionalMenu sets or removes one conditional menu. New ones come last,
// in the order in which they were published.
func (s *state) applyConditionalMenu(c Change) {
	place, id := cutConditional(c.Key)
	all := s.menus(place)
	list := slices.Clone(all.Conditional)
	i := slices.IndexFunc(list, func(m Menu) bool { return m.MenuID == id })
	switch set, _ := c.value.(*Menu); {
	case set == nil && i < 0:
		return
	case set == nil:
		list = slices.Delete(list, i, i+1)
	case i < 0:
		list = append(list, *set)
	default:
		list[i] = *set
	}
	s.Menus[place] = &Menus{Default: all.Default, Conditional: list}
	s.LastMenuID = max(s.LastMenuID, id)
}

// menus are those of a place; there may be none.
func (s *state) menus(place string) Menus {
	if all := s.Menus[place]; all != nil {
		return *all
	}
	return Menus{}
}

// found returns a copy of an entry, if there is one.
func found[T any](entry *T) (T, bool) {
	if entry == nil {
		var none T
		return none, false
	}
	return *entry, true
}

// complete makes the maps that a file lacks, refuses entries that are null, which no
// other code expects, and corrects LastMenuID.
func (s *state) complete() error {
	fields := reflect.ValueOf(s).Elem()
	for i := range fields.NumField() {
		field, name := fields.Field(i), fields.Type().Field(i).Name
		if field.Kind() != reflect.Map {
			continue
		}
		if field.IsNil() {
			field.Set(reflect.MakeMap(field.Type()))
		}
		for entries := field.MapRange(); entries.Next(); {
			if entries.Value().IsNil() {
				return damaged("one of %s is null", name)
			}
		}
	}
	s.countMenus()
	return nil
}

// countMenus raises LastMenuID to the highest menuid of a conditional menu.
func (s *state) countMenus() {
	for _, all := range s.Menus {
		for _, m := range all.Conditional {
			s.LastMenuID = max(s.LastMenuID, m.MenuID)
		}
	}
}

// check refuses a state that no calls and acts bring about, as far as the difference
// could show in answers.
func (s *state) check() error {
	return cmp.Or(checkAll(s.Grants), checkAll(s.Tickets), checkAll(s.Pauses), checkAll(s.PageTickets), checkAll(s.Tags), checkAll(s.Chats),
		checkAll(s.OAuthCodes), checkAll(s.UserTokens), checkAll(s.Clock), checkAll(s.Media), checkAll(s.Subscriptions),
		checkAll(s.News), checkAll(s.MassJobs), checkAll(s.MassSpeeds), s.checkMenus())
}

func checkAll[T entry](entries map[string]T) error {
	for key, e := range entries {
		if err := e.check(key); err != nil {
			return err
		}
	}
	return nil
}

func (s *state) checkMenus() error {
	for place, all := range s.Menus {
		if err := all.check(place); err != nil {
			return err
		}
	}
	return nil
}

// check reads all menus: there is a default one, and each can be shown.
func (m *Menus) check(place string) error {
	if m.Default == nil {
		return damaged("menu of %s: there is no default menu", place)
	}
	for _, one := range append([]Menu{*m.Default}, m.Conditional...) {
		if err := one.check(place); err != nil {
			return err
		}
	}
	return nil
}
