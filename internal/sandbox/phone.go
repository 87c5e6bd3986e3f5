package sandbox

import (
	"fmt"
	"slices"
	"strings"

	"wxtool/internal/deliver"
	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// maxShown is how many bytes of a text are shown.
const maxShown = 300

// phoneShows is what the chat shows of an answer: its text, or its kind in brackets.
// It shows nothing for success and for an empty answer, and the fault notice for a bad
// answer if the real platform does.
func phoneShows(d *deliver.Delivery) string {
	for _, p := range d.Reply.Problems {
		if p.Rule.Level == verdict.Error {
			return p.Notice()
		}
	}
	if d.Push.Expect.Kind == expect.Unread || d.Reply.Document == nil {
		return ""
	}
	return replyShown(d.Reply.Kind, d.Reply.Document, articlesShown(d))
}

// articlesShown is the number of articles of an answer that the phone shows.
func articlesShown(d *deliver.Delivery) int {
	return verdict.ArticlesShown(d.Reply.Document.Count("Articles/item"), d.Push.Head.MsgType, familyOf(d.Push))
}

// familyOf is the family of users who read the answer to a push.
func familyOf(p *push.Push) verdict.Family { return verdict.FamilyOf(p.Account.Platform, p.Family) }

// shown describes a kind of reply: its word, and the element whose text follows.
type shown struct{ kind, word, element string }

func replyShown(kind string, doc message.Document, articles int) string {
	all := []shown{
		{"text", "", "Content"}, {"image", "[图片]", ""}, {"voice", "[语音]", ""}, {"video", "[视频]", "Video/Title"},
		{"music", "[音乐]", "Music/Title"}, {"news", "[图文]", "Articles/item/Title"},
		{"update_button", "[按钮]", "Button/ReplaceName"}, {"update_template_card", "[卡片]", "TemplateCard/MainTitle/Title"},
	}
	i := slices.IndexFunc(all, func(s shown) bool { return s.kind == kind })
	if i < 0 {
		return ""
	}
	more := ""
	if all[i].element != "" {
		more, _ = doc.Get(all[i].element)
	}
	text := strings.TrimSpace(all[i].word + " " + cut(more))
	if kind == "news" && articles > 1 {
		text += fmt.Sprintf(" (+%d)", articles-1)
	}
	return text
}

func cut(text string) string {
	if short := message.CutText(text, maxShown); len(short) < len(text) {
		return short + "…"
	}
	return text
}
