package sandbox

import (
	"encoding/json"
	"strconv"
	"unicode/utf8"

	"wxtool/internal/sandbox/world"
)

// article has the members of an article that the sandbox reads.
type article struct {
	Type    string `json:"article_type"`
	Title   string `json:"title"`
	Digest  string `json:"digest"`
	Content string `json:"content"`
	ThumbID string `json:"thumb_media_id"`

	Pictures struct {
		List []struct {
			MediaID string `json:"image_media_id"`
		} `json:"image_list"`
	} `json:"image_info"`
}

// readArticles reads and checks the articles of a body. An empty list is 44003, and a
// thumb_media_id that is missing 40007, as developers report; the order of the checks,
// and 44004 for no content, are guesses.
func (c *call) readArticles(checkThumb func(string) error) (json.RawMessage, error) {
	var given struct {
		Articles json.RawMessage `json:"articles"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	var list []article
	if given.Articles != nil && json.Unmarshal(given.Articles, &list) != nil {
		return nil, refuse(47001)
	}
	switch {
	case len(list) == 0:
		return nil, refuse(44003)
	case len(list) > articlesADraft:
		return nil, refuse(45008)
	}
	for _, a := range list {
		if err := c.checkArticle(a, checkThumb); err != nil {
			return nil, err
		}
	}
	return given.Articles, nil
}

func (c *call) checkArticle(a article, checkThumb func(string) error) error {
	switch count := utf8.RuneCountInString; {
	case a.Title == "", count(a.Title) > articleTitle:
		return refuse(45003)
	case count(a.Digest) > articleDigest:
		return refuse(45004)
	case count(a.Content) > articleCharacters:
		return refuse(45002)
	case a.Type == "newspic":
		return c.checkPictures(a)
	case a.Content == "":
		return refuse(44004)
	}
	return checkThumb(a.ThumbID)
}

// checkPictures checks the pictures of an article without text.
func (c *call) checkPictures(a article) error {
	if n := len(a.Pictures.List); n == 0 || n > picturesADraft {
		return refuse(40007)
	}
	for _, one := range a.Pictures.List {
		if err := c.checkMaterial(one.MediaID); err != nil {
			return err
		}
	}
	return nil
}

// shownArticles are articles in an answer: as they were written, with an address.
func shownArticles(n world.News) []map[string]any {
	var list []map[string]any
	if json.Unmarshal(n.Articles, &list) != nil {
		return nil // they were read before they were kept
	}
	for i := range list {
		list[i]["url"] = articleURL(n, i)
	}
	return list
}

// articleURL is the address of an article in the form of the platform's. It shows
// nothing.
func articleURL(n world.News, index int) string {
	name := "tempkey=" + digest("draft", n.MediaID)
	if n.PublishID != 0 {
		name = "mid=" + strconv.FormatInt(n.PublishID, 10) + "&sn=" + digest("article", n.ArticleID)[:32]
	}
	return "http://mp.weixin.qq.com/s?" + name + "&idx=" + strconv.Itoa(index+1)
}
