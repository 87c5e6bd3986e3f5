package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/sandbox/world"
)

// workSent is the answer to a message. The lists are of receivers that it did not reach.
type workSent struct {
	errorReply
	InvalidUser  string `json:"invaliduser,omitempty"`
	InvalidParty string `json:"invalidparty,omitempty"`
	InvalidTag   string `json:"invalidtag,omitempty"`
	MsgID        string `json:"msgid,omitempty"`
	ResponseCode string `json:"response_code,omitempty"`
}

// receivers finds the members who get a message, by name, and what it does not reach.
// @all takes no notice of departments and tags.
func (c *call) receivers(body workMessage, agent string) (reached []world.User, reply workSent) {
	reply.errorReply = ok()
	everyone := slices.DeleteFunc(c.tx.UsersOf(c.account.owner()), func(u world.User) bool { return !u.Follows(agent) })
	if body.ToUser == "@all" {
		return everyone, reply
	}
	chosen := map[string]bool{}
	choose := func(list []world.User) {
		for _, u := range list {
			chosen[u.Name] = true
		}
	}
	var users, parties, tags []string
	for _, id := range receiverList(body.ToUser) {
		if u, found := c.memberOf(id); found && u.Follows(agent) {
			choose([]world.User{u})
		} else {
			users = append(users, strings.ToLower(id))
		}
	}
	for _, id := range receiverList(body.ToParty) {
		if id == strconv.Itoa(rootDepartment) {
			choose(everyone)
		} else {
			parties = append(parties, id)
		}
	}
	for _, id := range receiverList(body.ToTag) {
		if list, found := c.withTag(id, everyone); found {
			choose(list)
		} else {
			tags = append(tags, id)
		}
	}
	reply.InvalidUser, reply.InvalidParty, reply.InvalidTag = strings.Join(users, "|"), strings.Join(parties, "|"), strings.Join(tags, "|")
	return slices.DeleteFunc(everyone, func(u world.User) bool { return !chosen[u.Name] }), reply
}

// receiverList reads ids with | between them.
func receiverList(text string) []string {
	ids := strings.FieldsFunc(text, func(r rune) bool { return r == '|' })
	for i := range ids {
		ids[i] = strings.TrimSpace(ids[i])
	}
	return ids
}

// withTag finds those who have a tag of the corp, themselves or by their department.
func (c *call) withTag(id string, all []world.User) (list []world.User, found bool) {
	number, err := strconv.Atoi(id)
	t, found := c.tx.Tag(c.account.owner(), number)
	if err != nil || !found {
		return nil, false
	}
	if slices.Contains(t.Parties, rootDepartment) {
		return all, true
	}
	for _, u := range all {
		if slices.Contains(u.Tags, strconv.Itoa(t.ID)) {
			list = append(list, u)
		}
	}
	return list, true
}
