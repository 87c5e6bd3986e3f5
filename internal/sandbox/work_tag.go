package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"unicode/utf8"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	workTags          = 3000
	workTagName       = 32 // characters
	workTagNodes      = 30000
	workTagUsersACall = 1000
	workTagPartyACall = 100
)

// workTagFamily has the tags of members, which a corp's applications make. The texts of
// 40072, 40126, 41017, 41018, 81003, 81011 and 81014 are guesses.
func workTagFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/tag/create", Work, post, false, 0, (*call).createWorkTag},
			{"/cgi-bin/tag/update", Work, post, false, 0, (*call).renameWorkTag},
			{"/cgi-bin/tag/delete", Work, get, false, 0, (*call).deleteWorkTag},
			{"/cgi-bin/tag/get", Work, get, false, 0, (*call).workTagMembers},
			{"/cgi-bin/tag/list", Work, get, false, 0, (*call).listWorkTags},
			{"/cgi-bin/tag/addtagusers", Work, post, false, 0, (*call).addWorkTagging},
			{"/cgi-bin/tag/deltagusers", Work, post, false, 0, (*call).removeWorkTagging},
		},
		work: map[int]string{
			40031: "all list invalid",
			40035: "invalid args size", // *
			40068: "invalid tagid",     // *
			40070: "all list invalid ",
			40071: "UserTag Name Already Exist", // *
			40072: "invalid tagname length",
			40126: "tag count out of limit",
			41017: "missing tagid",
			41018: "missing tagname",
			81003: "tag node count out of limit",
			81011: "no permission to operate this tag",
			81014: "too many users or parties",
		},
	}
}

type workTagBody struct {
	ID   json.Number `json:"tagid"`
	Name string      `json:"tagname"`
}

// tagReply is an answer with a text of its own in errmsg.
type tagReply struct {
	errorReply
	ID *int `json:"tagid,omitempty"`
}

// workTag finds a tag of the corp. To change it, the application must have made it.
func (c *call) workTag(given json.Number, change bool) (world.Tag, error) {
	if given == "" {
		return world.Tag{}, refuse(41017)
	}
	id, err := strconv.Atoi(given.String())
	t, found := c.tx.Tag(c.account.owner(), id)
	switch {
	case err != nil || !found:
		return world.Tag{}, refuse(40068)
	case change && t.AgentID != c.account.agent():
		return world.Tag{}, refuse(81011)
	}
	return t, nil
}

// checkWorkTagName checks the name of a tag, which may be the present one of the tag with
// this id.
func (c *call) checkWorkTagName(id int, name string) error {
	taken := func(t world.Tag) bool { return t.Name == name && t.ID != id }
	switch {
	case name == "":
		return refuse(41018)
	case utf8.RuneCountInString(name) > workTagName:
		return refuse(40072)
	case slices.ContainsFunc(c.tx.Tags(c.account.owner()), taken):
		return refuse(40071)
	}
	return nil
}

// createWorkTag makes a tag with the given id, or with the greatest id and one more. An
// id that is taken is 40068, which was seen. That 0 is like no id, that too many tags are
// 40126, and the order of the checks are guesses.
//
// https://developer.work.weixin.qq.com/document/path/90210
func (c *call) createWorkTag() (any, error) {
	var given workTagBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	owner := c.account.owner()
	all := c.tx.Tags(owner)
	if err := c.checkWorkTagName(-1, given.Name); err != nil {
		return nil, err
	}
	id := 1
	if len(all) > 0 {
		id = all[len(all)-1].ID + 1
	}
	if given.ID != "" && given.ID != "0" {
		wanted, err := strconv.ParseUint(given.ID.String(), 10, 31)
		if _, taken := c.tx.Tag(owner, int(wanted)); err != nil || taken {
			return nil, refuse(40068)
		}
		id = int(wanted)
	}
	if len(all) >= workTags {
		return nil, refuse(40126)
	}
	c.tx.SetTag(owner, world.Tag{ID: id, Name: given.Name, AgentID: c.account.agent()})
	return tagReply{errorReply{0, "created"}, &id}, nil
}

// renameWorkTag changes the name of a tag.
//
// https://developer.work.weixin.qq.com/document/path/90211
func (c *call) renameWorkTag() (any, error) {
	var given workTagBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	t, err := c.workTag(given.ID, true)
	if err != nil {
		return nil, err
	}
	if err := c.checkWorkTagName(t.ID, given.Name); err != nil {
		return nil, err
	}
	t.Name = given.Name
	c.tx.SetTag(c.account.owner(), t)
	return tagReply{errorReply: errorReply{0, "updated"}}, nil
}

// deleteWorkTag removes a tag, also from its members. That nothing is pushed is a guess.
//
// https://developer.work.weixin.qq.com/document/path/90212
func (c *call) deleteWorkTag() (any, error) {
	t, err := c.workTag(json.Number(c.query.Get("tagid")), true)
	if err != nil {
		return nil, err
	}
	c.tx.DeleteTag(c.account.owner(), t.ID)
	return tagReply{errorReply: errorReply{0, "deleted"}}, nil
}

type tagMember struct {
	UserID string `json:"userid"`
	Name   string `json:"name"`
}

// workTagMembers lists the members and departments of a tag, as far as the application
// sees them.
//
// https://developer.work.weixin.qq.com/document/path/90213
func (c *call) workTagMembers() (any, error) {
	t, err := c.workTag(json.Number(c.query.Get("tagid")), false)
	if err != nil {
		return nil, err
	}
	reply := struct {
		errorReply
		Name    string      `json:"tagname"`
		Users   []tagMember `json:"userlist"`
		Parties []int       `json:"partylist"`
	}{ok(), t.Name, []tagMember{}, append([]int{}, t.Parties...)}
	for _, u := range c.tagged(t) {
		if !c.hidden(u) {
			reply.Users = append(reply.Users, tagMember{u.OpenID, u.Name})
		}
	}
	return reply, nil
}

// tagged lists the members who have a tag themselves, by name.
func (c *call) tagged(t world.Tag) []world.User {
	return slices.DeleteFunc(c.tx.UsersOf(c.account.owner()), func(u world.User) bool {
		return u.Outside || !slices.Contains(u.Tags, strconv.Itoa(t.ID))
	})
}

type workTagEntry struct {
	ID   int    `json:"tagid"`
	Name string `json:"tagname"`
}

// listWorkTags lists the tags of the corp by id.
//
// https://developer.work.weixin.qq.com/document/path/90216
func (c *call) listWorkTags() (any, error) {
	reply := struct {
		errorReply
		Tags []workTagEntry `json:"taglist"`
	}{ok(), []workTagEntry{}}
	for _, t := range c.tx.Tags(c.account.owner()) {
		reply.Tags = append(reply.Tags, workTagEntry{t.ID, t.Name})
	}
	return reply, nil
}
