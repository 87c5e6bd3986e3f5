package verdict

import (
	"fmt"
	"strconv"
)

// maxArticles is how many articles of a reply both platforms show, except in the
// answer to what a user sent to an Official Account. The effect EightArticles has
// the number too.
const maxArticles = 8

// maxJudged is how many articles of a reply are judged one by one, as each is searched
// for from the start. More are not shown, and there is a warning of them.
const maxJudged = 100

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

func (v *replyJudge) articles() {
	items := v.Document.Count("Articles/item")
	said := v.text("ArticleCount")
	count, err := strconv.Atoi(said)
	if err != nil && said != "" {
		v.add(replyArticleCount, "words", Fact{"text", text(said)})
	}
	switch {
	case items == 0:
		v.add(replyArticleCount, "none")
	case err == nil && count != items:
		v.add(replyArticleCount, "", Fact{"count", number(count)}, Fact{"n", number(items)})
	default:
		v.articlesShown(items)
	}
	for i := range min(items, maxJudged) {
		v.required(itemPath(i+1, items, "Title"))
		v.articleURL(itemPath(i+1, items, "Url"))
	}
}

// articlesShown warns where not all articles reach the user.
func (v *replyJudge) articlesShown(items int) {
	switch shown := ArticlesShown(items, v.push.Head.MsgType, v.family); {
	case shown == items:
	case shown == 1:
		v.add(replyOneArticle, "", Fact{"n", number(items)})
	default:
		v.add(replyTooManyArticles, "", Fact{"n", number(items)}, Fact{"max", number(shown)})
	}
}

func (v *replyJudge) articleURL(path string) {
	if v.text(path) == "" {
		v.add(replyNoURL, "", Fact{"path", text(path)})
	}
}

func itemPath(i, items int, name string) string {
	if items == 1 {
		return "Articles/item/" + name
	}
	return fmt.Sprintf("Articles/item[%d]/%s", i, name)
}
