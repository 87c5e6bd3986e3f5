package message

import (
	"fmt"
	"strconv"
)

// replyKind is what a passive reply of one MsgType must have.
type replyKind struct {
	required []string
	check    func(*judge)
}

// kinds lists the passive replies of the platform by MsgType.
func (j *judge) kinds() map[string]replyKind {
	common := map[string]replyKind{
		"text":  {[]string{"Content"}, (*judge).textLength},
		"image": {[]string{"Image/MediaId"}, nil},
		"voice": {[]string{"Voice/MediaId"}, nil},
		"video": {[]string{"Video/MediaId"}, nil},
		"news":  {[]string{"ArticleCount"}, (*judge).articles},
	}
	if j.ctx.WeCom {
		common["update_button"] = replyKind{[]string{"Button/ReplaceName"}, nil}
		common["update_template_card"] = replyKind{[]string{"TemplateCard/CardType"}, nil}
		common["update_taskcard"] = replyKind{[]string{"TaskCard/ReplaceName"}, nil}
		return common
	}
	common["music"] = replyKind{[]string{"Music/ThumbMediaId"}, nil}
	common["transfer_customer_service"] = replyKind{nil, nil}
	return common
}

const (
	// MaxText is how many bytes of text a passive reply may have; the official
	// pages give it for WeCom only, for Official Accounts it was measured.
	MaxText = 2048
	// warnText is where Official Account users have begun to see faults.
	warnText = 1800
	// maxArticles is the limit of both platforms for anything but the answer
	// to a user's message.
	maxArticles = 8
)

func (j *judge) textLength() {
	content, _ := j.m.Get("Content")
	n := len(content)
	switch {
	case n > MaxText && j.ctx.WeCom:
		j.add("text-too-long", Error, "the member sees the text cut off", "Content has %d bytes; WeCom cuts it off at %d", n, MaxText)
	case n > MaxText:
		j.fault("text-too-long", "Content has %d bytes; more than %d are not delivered", n, MaxText)
	case n > warnText && !j.ctx.WeCom:
		j.add("text-long", Warning, "some users see a fault notice instead", "Content has %d bytes; failures were seen from about 600 Chinese characters (%d bytes) on", n, warnText)
	}
}

func (j *judge) articles() {
	items := j.m.Count("Articles/item")
	text, _ := j.m.Get("ArticleCount")
	count, err := strconv.Atoi(text)
	if err != nil && text != "" {
		j.fault("article-count", "ArticleCount %q is not a number", CutText(text, 20))
	}
	switch {
	case items == 0:
		j.fault("article-count", "Articles has no item")
	case err == nil && count != items:
		j.fault("article-count", "ArticleCount says %d, but Articles has %d", count, items)
	case items > maxArticles:
		j.fault("article-count", "%d articles are more than the %d allowed", items, maxArticles)
	case items > 1 && !j.ctx.WeCom && userMessage(j.ctx.Push.MsgType):
		j.add("one-article", Warning, "the user sees only the first article", "a user's message may be answered with 1 article, not %d (since October 2018)", items)
	}
	for i := range items {
		j.required(itemPath(i+1, items, "Title"))
		j.articleURL(i+1, items)
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

// userMessage: what a person sent, as opposed to an event.
func userMessage(msgType string) bool {
	return msgType != "" && msgType != "event"
}
