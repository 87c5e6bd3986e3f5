package sandbox

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// workTagging is a request to give a tag to members and departments, or to take it.
type workTagging struct {
	tag     world.Tag
	users   []world.User
	parties []int
	reply   taggingReply // with those who are not in the corp
}

type taggingReply struct {
	errorReply
	Users   string `json:"invalidlist,omitempty"`
	Parties []int  `json:"invalidparty,omitempty"`
}

// readWorkTagging reads a request. allWrong is the errcode if none of its members and
// departments exist. That both lists empty are 40035 was seen; the order of the checks is
// a guess.
func (c *call) readWorkTagging(success string, allWrong int) (workTagging, error) {
	var given struct {
		ID      json.Number   `json:"tagid"`
		Users   []string      `json:"userlist"`
		Parties []json.Number `json:"partylist"`
	}
	if err := c.decode(&given); err != nil {
		return workTagging{}, err
	}
	t, err := c.workTag(given.ID, true)
	switch {
	case err != nil:
		return workTagging{}, err
	case len(given.Users)+len(given.Parties) == 0:
		return workTagging{}, refuse(40035)
	case len(given.Users) > workTagUsersACall, len(given.Parties) > workTagPartyACall:
		return workTagging{}, refuse(81014)
	}
	w := workTagging{tag: t, reply: taggingReply{errorReply: errorReply{0, success}}}
	var wrong []string
	for _, id := range given.Users {
		u, found := c.memberOf(id)
		switch {
		case !found || c.hidden(u):
			wrong = append(wrong, id)
		case !slices.ContainsFunc(w.users, func(old world.User) bool { return old.Name == u.Name }):
			w.users = append(w.users, u)
		}
	}
	for _, number := range given.Parties {
		id, _ := strconv.Atoi(number.String())
		switch {
		case id != rootDepartment:
			w.reply.Parties = append(w.reply.Parties, id)
		case !slices.Contains(w.parties, id):
			w.parties = append(w.parties, id)
		}
	}
	if len(w.users)+len(w.parties) == 0 {
		return workTagging{}, refuse(allWrong)
	}
	w.reply.Users = strings.Join(wrong, "|")
	return w, nil
}

// addWorkTagging gives a tag to members and departments.
//
// https://developer.work.weixin.qq.com/document/path/90214
func (c *call) addWorkTagging() (any, error) {
	w, err := c.readWorkTagging("ok", 40070)
	if err != nil {
		return nil, err
	}
	id := strconv.Itoa(w.tag.ID)
	w.users = slices.DeleteFunc(w.users, func(u world.User) bool { return slices.Contains(u.Tags, id) })
	w.parties = slices.DeleteFunc(w.parties, func(id int) bool { return slices.Contains(w.tag.Parties, id) })
	if len(c.tagged(w.tag))+len(w.tag.Parties)+len(w.users)+len(w.parties) > cmp.Or(c.config.Limits.TagNodes, workTagNodes) {
		return nil, refuse(81003)
	}
	for _, u := range w.users {
		u.Tags = append(u.Tags, id)
		c.tx.SetUser(u)
	}
	w.tag.Parties = append(slices.Clone(w.tag.Parties), w.parties...)
	c.tx.SetTag(c.account.owner(), w.tag)
	return w.reply, c.pushTagging(w, "AddUserItems", "AddPartyItems")
}

// removeWorkTagging takes a tag from members and departments, which need not have it.
//
// https://developer.work.weixin.qq.com/document/path/90215
func (c *call) removeWorkTagging() (any, error) {
	w, err := c.readWorkTagging("deleted", 40031)
	if err != nil {
		return nil, err
	}
	id := strconv.Itoa(w.tag.ID)
	w.users = slices.DeleteFunc(w.users, func(u world.User) bool { return !slices.Contains(u.Tags, id) })
	w.parties = slices.DeleteFunc(w.parties, func(id int) bool { return !slices.Contains(w.tag.Parties, id) })
	for _, u := range w.users {
		c.tx.SetUser(u.Untagged(id))
	}
	w.tag.Parties = slices.DeleteFunc(slices.Clone(w.tag.Parties), func(id int) bool { return slices.Contains(w.parties, id) })
	c.tx.SetTag(c.account.owner(), w.tag)
	return w.reply, c.pushTagging(w, "DelUserItems", "DelPartyItems")
}

// pushTagging pushes a change of a tag's members to the callback URL of the contacts, an
// account without an agent id, unless that account has made the change. That the lists
// of what did not change are left out is a guess.
//
// https://developer.work.weixin.qq.com/document/path/90972
func (c *call) pushTagging(w workTagging, users, parties string) error {
	if len(w.users)+len(w.parties) == 0 {
		return nil
	}
	edits := []fixture.Edit{set("TagId", strconv.Itoa(w.tag.ID))}
	for _, name := range []string{"AddUserItems", "AddPartyItems", "DelUserItems", "DelPartyItems"} {
		var list []string
		switch name {
		case users:
			for _, u := range w.users {
				list = append(list, u.OpenID)
			}
		case parties:
			for _, id := range w.parties {
				list = append(list, strconv.Itoa(id))
			}
		}
		edits = append(edits, listEdit(name, list))
	}
	about := world.User{Platform: Work, AppID: c.account.AppID, Name: "sys"}
	if len(w.users) > 0 {
		about = w.users[0]
	}
	for _, a := range c.accountsOf(Work, c.account.AppID) {
		if a.agent() == "" && a != c.account {
			if err := c.pushTo(a, "tag", about, "contact-update-tag", edits...); err != nil {
				return err
			}
		}
	}
	return nil
}

// listEdit sets an element to a list, or removes it if the list is empty.
func listEdit(path string, list []string) fixture.Edit {
	if len(list) == 0 {
		return fixture.Edit{Op: fixture.Unset, Path: path}
	}
	return set(path, strings.Join(list, ","))
}
