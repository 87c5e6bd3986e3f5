package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"

	"wxtool/internal/sandbox/world"
)

// tagMembers lists the followers who have a tag. That a tag that does not exist is
// 45159 is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_gettagfans
func (c *call) tagMembers() (any, error) {
	var given struct {
		TagID json.Number `json:"tagid"`
		Next  string      `json:"next_openid"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	id := tagID(given.TagID)
	if !c.isTag(id) {
		return nil, refuse(45159)
	}
	return pageAfter(c.tx.Followers(c.account.owner(), strconv.Itoa(id)), given.Next), nil
}

// tagging reads a list of up to 50 followers and a tag. That one wrong OpenID refuses
// the whole call, and the order of the checks, are guesses.
func (c *call) tagging() (users []world.User, tag string, err error) {
	var given struct {
		OpenIDs []string    `json:"openid_list"`
		TagID   json.Number `json:"tagid"`
	}
	if err := c.decode(&given); err != nil {
		return nil, "", err
	}
	if n := len(given.OpenIDs); n == 0 || n > taggingsACall {
		return nil, "", refuse(40032)
	}
	id := tagID(given.TagID)
	if !c.isTag(id) {
		return nil, "", refuse(45159)
	}
	for _, openID := range given.OpenIDs {
		u, err := c.follower(openID)
		if err != nil {
			return nil, "", refuse(40003)
		}
		users = append(users, u)
	}
	return users, strconv.Itoa(id), nil
}

// addTagging gives a tag to users.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_batchtagging
func (c *call) addTagging() (any, error) {
	users, tag, err := c.tagging()
	if err != nil {
		return nil, err
	}
	full := func(u world.User) bool { return len(u.Tags) >= tagsAUser && !slices.Contains(u.Tags, tag) }
	if slices.ContainsFunc(users, full) {
		return nil, refuse(45059)
	}
	for _, u := range users {
		if !slices.Contains(u.Tags, tag) {
			u.Tags = append(u.Tags, tag)
			c.tx.SetUser(u)
		}
	}
	return ok(), nil
}

// removeTagging takes a tag from users, who need not have it.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_batchuntagging
func (c *call) removeTagging() (any, error) {
	users, tag, err := c.tagging()
	if err != nil {
		return nil, err
	}
	for _, u := range users {
		c.tx.SetUser(u.Untagged(tag))
	}
	return ok(), nil
}

// tagsOfUser lists the tags of one user.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_getidlist
func (c *call) tagsOfUser() (any, error) {
	var given struct {
		OpenID string `json:"openid"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	u, err := c.follower(given.OpenID)
	if err != nil {
		return nil, err
	}
	var reply struct {
		TagIDs []int `json:"tagid_list"`
	}
	reply.TagIDs = tagNumbers(u.Tags)
	return reply, nil
}
