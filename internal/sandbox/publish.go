package sandbox

import (
	"net/http"
	"strconv"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// publishFamily has the publication of drafts (发布), which makes the article_id that
// menus and messages name. The text of 53600 is our own.
func publishFamily() family {
	const post = http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/freepublish/submit", MP, post, false, 100, (*call).publish},
			{"/cgi-bin/freepublish/get", MP, post, false, 100, (*call).getPublication},
			{"/cgi-bin/freepublish/getarticle", MP, post, false, 100, (*call).getArticle},
		},
		mp: map[int]string{
			53502: "publish id is invalid",
			53600: "invalid article id",
		},
	}
}

// publish publishes a draft, which leaves the draft box, and then pushes
// PUBLISHJOBFINISH. The sandbox has published it when it answers. The publish_id is a
// number, as the page and SDKs say; the sample of the page has a string.
//
// https://developers.weixin.qq.com/doc/service/api/public/api_freepublish_submit
func (c *call) publish() (any, error) {
	n, err := c.draft()
	if err != nil {
		return nil, err
	}
	n = c.tx.Publish(n)
	err = c.pushAfter("publish", person(c.tx, c.account, massSender), "publish-job-finish", publishEdits(n)...)
	return struct {
		errorReply
		PublishID int64 `json:"publish_id"`
		DataID    int64 `json:"msg_data_id"`
	}{ok(), n.PublishID, n.PublishID}, err
}

// publishEdits put the articles into the push. The sample has one.
func publishEdits(n world.News) []fixture.Edit {
	const info = "PublishEventInfo/"
	const item = info + "article_detail/item"
	urls := articleURLs(n)
	edits := []fixture.Edit{
		set(info+"publish_id", strconv.FormatInt(n.PublishID, 10)), set(info+"article_id", n.ArticleID),
		set(info+"article_detail/count", strconv.Itoa(len(urls))), set(item+"/article_url", urls[0].URL),
	}
	for i, one := range urls[1:] {
		at := item + "[" + strconv.Itoa(i+2) + "]/"
		edits = append(edits, fixture.Edit{Op: fixture.Add, Path: at + "idx", Value: strconv.Itoa(one.Index)},
			fixture.Edit{Op: fixture.Add, Path: at + "article_url", Value: one.URL})
	}
	return edits
}

type publishedArticle struct {
	Index int    `json:"idx"`
	URL   string `json:"article_url"`
}

func articleURLs(n world.News) []publishedArticle {
	list := []publishedArticle{}
	for i := range shownArticles(n) {
		list = append(list, publishedArticle{i + 1, articleURL(n, i)})
	}
	return list
}

// publicationReply is a publication that has succeeded, which is status 0.
type publicationReply struct {
	PublishID int64  `json:"publish_id"`
	Status    int    `json:"publish_status"`
	ArticleID string `json:"article_id"`
	Detail    struct {
		Count int                `json:"count"`
		Items []publishedArticle `json:"item"`
	} `json:"article_detail"`
	Failed []int `json:"fail_idx"`
}

// getPublication answers the state of a publication. That the publish_id may be a
// string as well as a number is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/public/api_freepublish_get
func (c *call) getPublication() (any, error) {
	var given struct {
		PublishID world.Text `json:"publish_id"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	n, found := c.tx.FindNews(c.account.owner(), func(n *world.News) bool {
		return n.PublishID != 0 && strconv.FormatInt(n.PublishID, 10) == string(given.PublishID)
	})
	if !found {
		return nil, refuse(53502)
	}
	reply := publicationReply{PublishID: n.PublishID, ArticleID: n.ArticleID, Failed: []int{}}
	reply.Detail.Items = articleURLs(n)
	reply.Detail.Count = len(reply.Detail.Items)
	return reply, nil
}

// published finds published articles of the account.
func (c *call) published(articleID string) (world.News, error) {
	n, found := c.tx.FindNews(c.account.owner(), func(n *world.News) bool { return n.ArticleID != "" && n.ArticleID == articleID })
	if !found {
		return n, refuse(53600)
	}
	return n, nil
}

// getArticle answers published articles.
//
// https://developers.weixin.qq.com/doc/service/api/public/api_freepublishgetarticle
func (c *call) getArticle() (any, error) {
	var given struct {
		ArticleID string `json:"article_id"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	n, err := c.published(given.ArticleID)
	if err != nil {
		return nil, err
	}
	list := shownArticles(n)
	for i := range list {
		list[i]["is_deleted"] = false
	}
	return newsReply{Items: list, Created: n.Created.Unix(), Updated: n.Created.Unix()}, nil
}
