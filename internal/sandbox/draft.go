package sandbox

import (
	"encoding/json"
	"net/http"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform. Where pages differ, the sandbox has the larger.
const (
	articlesADraft    = 8
	articleTitle      = 64
	articleDigest     = 128
	articleCharacters = 20000
	picturesADraft    = 20
)

// draftFamily has the drafts (草稿), whose media_id a mass message names.
func draftFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/draft/add", MP, post, false, 1000, (*call).addDraft},
			{"/cgi-bin/draft/get", MP, post, false, 500, (*call).getDraft},
			{"/cgi-bin/draft/delete", MP, post, false, 1000, (*call).deleteDraft},
			{"/cgi-bin/draft/count", MP, get, false, 1000, (*call).countDrafts},
			{"/cgi-bin/draft/batchget", MP, post, false, 1000, (*call).listDrafts},
			{"/cgi-bin/media/uploadnews", MP, post, false, 10, (*call).uploadNews},
		},
		mp: map[int]string{
			45003: "title size out of limit",       // *
			45004: "description size out of limit", // *
		},
	}
}

// checkMaterial requires permanent material of the account.
func (c *call) checkMaterial(id string) error {
	m, err := c.ownMedia(id)
	if err == nil && !m.Material {
		err = refuse(40007)
	}
	return err
}

// checkMedia requires a medium of the account, temporary or permanent.
func (c *call) checkMedia(id string) error {
	_, err := c.ownMedia(id)
	return err
}

// addDraft keeps articles in the draft box. Their pictures must be permanent material.
//
// https://developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_add
func (c *call) addDraft() (any, error) {
	articles, err := c.readArticles(c.checkMaterial)
	if err != nil {
		return nil, err
	}
	return struct {
		MediaID string `json:"media_id"`
		Item    []any  `json:"item"`
	}{c.addNews(articles, false).MediaID, []any{}}, nil
}

func (c *call) addNews(articles json.RawMessage, temporary bool) world.News {
	return c.tx.AddNews(world.News{Platform: MP, AppID: c.account.AppID, Articles: articles, Temporary: temporary})
}

// uploadNews keeps articles for a mass message, for three days as other media. That
// their pictures may be temporary is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_uploadnewsmsg
func (c *call) uploadNews() (any, error) {
	articles, err := c.readArticles(c.checkMedia)
	if err != nil {
		return nil, err
	}
	n := c.addNews(articles, true)
	return uploadReply{Type: "news", MediaID: n.MediaID, Created: n.Created.Unix()}, nil
}

// ownNews finds articles of the account that can still be sent.
func (c *call) ownNews(id string) (world.News, error) {
	n, found := c.tx.News(id)
	if !found || n.AppID != c.account.AppID || n.Gone {
		return world.News{}, refuse(40007)
	}
	return n, nil
}

// draft finds the draft that a body names.
func (c *call) draft() (world.News, error) {
	var given struct {
		MediaID string `json:"media_id"`
	}
	if err := c.decode(&given); err != nil {
		return world.News{}, err
	}
	n, err := c.ownNews(given.MediaID)
	if err == nil && n.Temporary {
		err = refuse(40007)
	}
	return n, err
}

type newsReply struct {
	Items   []map[string]any `json:"news_item"`
	Created int64            `json:"create_time,omitempty"`
	Updated int64            `json:"update_time,omitempty"`
}

// getDraft answers the articles of a draft.
//
// https://developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_getdraft
func (c *call) getDraft() (any, error) {
	n, err := c.draft()
	if err != nil {
		return nil, err
	}
	return newsReply{shownArticles(n), n.Created.Unix(), n.Created.Unix()}, nil
}

// deleteDraft removes a draft.
//
// https://developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_delete
func (c *call) deleteDraft() (any, error) {
	n, err := c.draft()
	if err != nil {
		return nil, err
	}
	c.tx.DeleteNews(n.MediaID)
	return ok(), nil
}

// countDrafts counts the drafts.
//
// https://developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_count
func (c *call) countDrafts() (any, error) {
	return struct {
		Total int `json:"total_count"`
	}{len(c.tx.Drafts(c.account.owner()))}, nil
}

type draftEntry struct {
	MediaID string     `json:"media_id"`
	Content *newsReply `json:"content,omitempty"`
	Updated int64      `json:"update_time"`
}

// listDrafts lists the drafts, the newest first, which is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/draftbox/draftmanage/api_draft_batchget
func (c *call) listDrafts() (any, error) {
	var given pageBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	all := c.tx.Drafts(c.account.owner())
	from, to, err := given.within(len(all))
	if err != nil {
		return nil, err
	}
	reply := pageReply[draftEntry]{Total: len(all), Count: to - from, Items: []draftEntry{}}
	for _, n := range all[from:to] {
		one := draftEntry{MediaID: n.MediaID, Updated: n.Created.Unix()}
		if !given.NoContent {
			one.Content = &newsReply{shownArticles(n), n.Created.Unix(), n.Created.Unix()}
		}
		reply.Items = append(reply.Items, one)
	}
	return reply, nil
}
