package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	tagsAnAccount  = 100
	tagsAUser      = 20
	tagNameBytes   = 30
	tagFollowers   = 100000
	taggingsACall  = 50
	starredTag     = 2 // 星标组, which each account has
	lastSystemTag  = 2
	starredTagName = "星标组"
)

// tagFamily has the endpoints about tags of followers. user/tag/get is a GET with a body
// in older pages and a POST in newer ones.
func tagFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/tags/create", MP, post, false, 0, (*call).createTag},
			{"/cgi-bin/tags/get", MP, get, false, 0, (*call).listTags},
			{"/cgi-bin/tags/update", MP, post, false, 0, (*call).renameTag},
			{"/cgi-bin/tags/delete", MP, post, false, 0, (*call).deleteTag},
			{"/cgi-bin/user/tag/get", MP, "", false, 0, (*call).tagMembers},
			{"/cgi-bin/tags/members/batchtagging", MP, post, false, 0, (*call).addTagging},
			{"/cgi-bin/tags/members/batchuntagging", MP, post, false, 0, (*call).removeTagging},
			{"/cgi-bin/tags/getidlist", MP, post, false, 0, (*call).tagsOfUser},
		},
		mp: map[int]string{
			45056: "too many tag now, no need to add new",
			45057: "can't delete the tag that has too many fans",
			45058: "can't modify sys tag", // *
			45059: "can not tagging one user too much",
			45157: "invalid tag name",
			45158: "tag name too long", // *
			45159: "invalid tag id",    // *
		},
	}
}

type tagBody struct {
	Tag struct {
		ID   json.Number `json:"id"`
		Name string      `json:"name"`
	} `json:"tag"`
	Next string `json:"next_openid"`
}

// tagID reads the id of a tag, 0 if it is none.
func tagID(id json.Number) int {
	n, err := strconv.Atoi(id.String())
	if err != nil {
		return 0
	}
	return n
}

// isTag reports whether the account has the tag.
func (c *call) isTag(id int) bool {
	return id == starredTag || slices.ContainsFunc(c.tx.Tags(c.account.owner()), func(t world.Tag) bool { return t.ID == id })
}

// checkTagName checks the name of a tag, which may be the present one of the tag with
// this id. That an empty one is 45157, and the order of the checks, are guesses.
func (c *call) checkTagName(id int, name string) error {
	taken := func(t world.Tag) bool { return t.Name == name && t.ID != id }
	switch {
	case len(name) > tagNameBytes:
		return refuse(45158)
	case strings.TrimSpace(name) == "", name == starredTagName, slices.ContainsFunc(c.tx.Tags(c.account.owner()), taken):
		return refuse(45157)
	}
	return nil
}

// createTag makes a tag.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_createtag
func (c *call) createTag() (any, error) {
	var given tagBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if err := c.checkTagName(0, given.Tag.Name); err != nil {
		return nil, err
	}
	if len(c.tx.Tags(c.account.owner())) >= tagsAnAccount {
		return nil, refuse(45056)
	}
	made := c.tx.AddTag(c.account.owner(), given.Tag.Name)
	var reply struct {
		Tag tagEntry `json:"tag"`
	}
	reply.Tag = tagEntry{ID: made.ID, Name: made.Name}
	return reply, nil
}

type tagEntry struct {
	ID    int    `json:"id"`
	Name  string `json:"name"`
	Count *int   `json:"count,omitempty"`
}

// listTags lists the tags with the number of their followers.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_gettags
func (c *call) listTags() (any, error) {
	var reply struct {
		Tags []tagEntry `json:"tags"`
	}
	owner := c.account.owner()
	for _, t := range append([]world.Tag{{ID: starredTag, Name: starredTagName}}, c.tx.Tags(owner)...) {
		count := len(c.tx.Followers(owner, strconv.Itoa(t.ID)))
		reply.Tags = append(reply.Tags, tagEntry{t.ID, t.Name, &count})
	}
	return reply, nil
}

// ownTag reads the id of a tag that the account may change. That one that does not exist
// is 45159 is a guess.
func (c *call) ownTag(given tagBody) (int, error) {
	id := tagID(given.Tag.ID)
	switch {
	case given.Tag.ID != "" && id >= 0 && id <= lastSystemTag:
		return 0, refuse(45058)
	case !c.isTag(id):
		return 0, refuse(45159)
	}
	return id, nil
}

// renameTag changes the name of a tag.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_updatetag
func (c *call) renameTag() (any, error) {
	var given tagBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	id, err := c.ownTag(given)
	if err != nil {
		return nil, err
	}
	if err := c.checkTagName(id, given.Tag.Name); err != nil {
		return nil, err
	}
	c.tx.RenameTag(c.account.owner(), id, given.Tag.Name)
	return ok(), nil
}

// deleteTag removes a tag, also from its users.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/tag/api_deletetag
func (c *call) deleteTag() (any, error) {
	var given tagBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	id, err := c.ownTag(given)
	if err != nil {
		return nil, err
	}
	owner := c.account.owner()
	if len(c.tx.Followers(owner, strconv.Itoa(id))) > cmp.Or(c.config.Limits.TagFollowers, tagFollowers) {
		return nil, refuse(45057)
	}
	c.tx.DeleteTag(owner, id)
	return ok(), nil
}
