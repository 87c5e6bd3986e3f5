package verdict

import (
	"fmt"
	"strconv"

	"wxtool/internal/message"
)

// maxArticles is how many articles of a reply both platforms show, save in the
// answer to what a user sent to an Official Account.
const maxArticles = 8

// ArticlesShown is how many of n articles the user gets in a reply to a push
// of this MsgType. The platform sends those within the limit and drops the
// others; since October 2018 it is one in the answer to what an Official
// Account's user sent.
func ArticlesShown(n int, msgType string, family Family) int {
	if family != WeCom && userMessage(msgType) {
		return min(n, 1)
	}
	return min(n, maxArticles)
}

// userMessage: what a person sent, as opposed to an event.
func userMessage(msgType string) bool {
	return msgType != "" && msgType != "event"
}

func (j *judge) articles() {
	items := j.m.Count("Articles/item")
	text, _ := j.m.Get("ArticleCount")
	count, err := strconv.Atoi(text)
	if err != nil && text != "" {
		j.fault("article-count", "ArticleCount %q is not a number", message.CutText(text, 20))
	}
	switch {
	case items == 0:
		j.fault("article-count", "Articles has no item")
	case err == nil && count != items:
		j.fault("article-count", "ArticleCount says %d, but Articles has %d", count, items)
	default:
		j.articlesShown(items)
	}
	for i := range items {
		j.required(itemPath(i+1, items, "Title"))
		j.articleURL(i+1, items)
	}
}

// articlesShown warns where not all articles reach the user.
func (j *judge) articlesShown(items int) {
	switch shown := ArticlesShown(items, j.ctx.Push.MsgType, j.ctx.Family); {
	case shown == items:
	case shown == 1:
		j.add("one-article", Warning, "the user sees 1 article",
			"only the first of %d articles is shown: a user's message may be answered with 1 (since October 2018)", items)
	default:
		j.add("too-many-articles", Warning, fmt.Sprintf("the user sees %d articles", shown),
			"only the first %d of %d articles are shown: a reply may have %[1]d", shown, items)
	}
}

func (j *judge) articleURL(i, items int) {
	if url, _ := j.m.Get(itemPath(i, items, "Url")); url == "" {
		j.add("no-url", Warning, "tapping the article opens nothing", "%s is missing or empty", itemPath(i, items, "Url"))
	}
}

func itemPath(i, items int, name string) string {
	if items == 1 {
		return "Articles/item/" + name
	}
	return fmt.Sprintf("Articles/item[%d]/%s", i, name)
}
