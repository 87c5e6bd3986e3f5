package world

import (
	"cmp"
	"reflect"
	"slices"
	"time"
)

// User is a virtual person with a phone, as one account knows them.
type User struct {
	Platform  string
	AppID     string
	Name      string   // chosen by the user of the sandbox; it is also the weixin id
	OpenID    string   // on WeCom the userid
	Following bool     // on WeCom: sees an application
	Agents    []string // WeCom applications that the member sees, if known one by one
	Tags      []string // tag ids, the last one counts
	Client    string   // client_platform_type: 1 iOS, 2 Android, 3 other

	// On an Official Account: how and when the user began to follow, last, and the
	// remark that the account has made.
	Since  time.Time `json:",omitzero"`
	Source string    `json:",omitempty"` // subscribe_scene
	Scene  string    `json:",omitempty"` // of the code, if it was one
	IsText bool      `json:",omitempty"` // Scene is a scene_str
	Remark string    `json:",omitempty"`
	Black  bool      `json:",omitempty"` // on the account's black list

	// On WeCom: a person who is no member, and the members who have the person as a
	// customer.
	Outside  bool      `json:",omitempty"`
	Contacts []Contact `json:",omitempty"`
}

// Contact is a member of a corp who has added a customer.
type Contact struct {
	Member string // userid
	Since  time.Time
	State  string `json:",omitempty"` // of the contact way
}

func (*User) check(string) error { return nil }

func (u *User) owner() Owner { return Owner{u.Platform, u.AppID} }

// Account is the account that knows the user.
func (u *User) Account() Owner { return u.owner() }

// clone returns a copy that shares nothing, with a list of tags that is not nil.
func (u *User) clone() User {
	same := *u
	same.Agents, same.Tags, same.Contacts = slices.Clone(u.Agents), append([]string{}, u.Tags...), slices.Clone(u.Contacts)
	return same
}

// Follows reports whether the user follows the account, on WeCom sees the
// application; "" is any.
func (u *User) Follows(agent string) bool {
	return u.Following && (agent == "" || len(u.Agents) == 0 || slices.Contains(u.Agents, agent))
}

// Follow makes the user follow the account, on WeCom see the application.
func (u *User) Follow(agent string) {
	u.Following = true
	if agent != "" {
		u.Agents = append(u.Agents, agent)
	}
}

// Unfollow is the opposite of Follow. A copy of the user keeps its Agents.
func (u *User) Unfollow(agent string) {
	u.Agents = slices.DeleteFunc(slices.Clone(u.Agents), func(a string) bool { return a == agent })
	u.Following = len(u.Agents) > 0
}

// Add makes the user a customer of a member, or changes what is known of it.
func (u *User) Add(c Contact) {
	i := slices.IndexFunc(u.Contacts, func(old Contact) bool { return old.Member == c.Member })
	if i < 0 {
		u.Contacts = append(u.Contacts, c)
		return
	}
	u.Contacts[i] = c
}

// Untagged returns a copy of the user without a tag.
func (u *User) Untagged(tag string) User {
	same := u.clone()
	same.Tags = slices.DeleteFunc(same.Tags, func(t string) bool { return t == tag })
	return same
}

// User finds a user of the account by name or OpenID.
func (tx *Tx) User(of Owner, id string) (User, bool) {
	u := tx.world.state.Users[of.key(id)]
	if u == nil {
		u = tx.world.index.openIDs[of.key(id)]
	}
	if u == nil {
		return User{}, false
	}
	return u.clone(), true
}

// UsersOf lists the users whom an account knows, by name.
func (tx *Tx) UsersOf(of Owner) []User {
	list := []User{}
	for _, u := range tx.world.state.Users {
		if u.owner() == of {
			list = append(list, u.clone())
		}
	}
	slices.SortFunc(list, func(a, b User) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// SetUser keeps a user, who is new or was returned by User and then modified.
func (tx *Tx) SetUser(u User) {
	same, key := u.clone(), u.owner().key(u.Name)
	if old := tx.world.state.Users[key]; old != nil && reflect.DeepEqual(old, &same) {
		return
	}
	tx.put(Change{Kind: KindUser, Key: key, value: &same})
}

// Followers lists the OpenIDs of the users who follow an account, sorted. A tag other
// than "" chooses those who have it.
func (tx *Tx) Followers(of Owner, tag string) []string {
	list := []string{}
	for _, u := range tx.world.state.Users {
		if u.Following && u.owner() == of && (tag == "" || slices.Contains(u.Tags, tag)) {
			list = append(list, u.OpenID)
		}
	}
	slices.Sort(list)
	return list
}

// BlackList lists the OpenIDs of the users on an account's black list, sorted.
func (tx *Tx) BlackList(of Owner) []string {
	list := []string{}
	for _, u := range tx.world.state.Users {
		if u.Black && u.owner() == of {
			list = append(list, u.OpenID)
		}
	}
	slices.Sort(list)
	return list
}
