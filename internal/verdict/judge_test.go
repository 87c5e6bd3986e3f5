package verdict_test

import (
	"strconv"
	"strings"
	"testing"

	"wxtool/internal/message"
	"wxtool/internal/verdict"
)

const (
	userText  = "text"
	userEvent = "event"
)

// judge judges a reply of this MsgType to a push of that one, with rest as its
// own elements.
func judge(t *testing.T, family verdict.Family, pushed, msgType, rest string) []verdict.Problem {
	t.Helper()
	reply := "<xml><ToUserName>oFan</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1751328001</CreateTime><MsgType>" + msgType + "</MsgType>" + rest + "</xml>"
	push := &message.Head{ToUserName: "gh_1", FromUserName: "oFan", MsgType: pushed}
	return verdict.JudgeReply([]byte(reply), verdict.ReplyContext{Push: push, Family: family})
}

func articles(n int) string {
	return "<ArticleCount>" + strconv.Itoa(n) + "</ArticleCount><Articles>" + strings.Repeat("<item><Title>t</Title><Url>https://example.com</Url></item>", n) + "</Articles>"
}

// TestArticlesShown: the platform sends only the articles within the limit (of
// the official page 被动回复用户消息, under Articles). The limit is one for the
// answer to what a user sent to an Official Account, and eight elsewhere.
func TestArticlesShown(t *testing.T) {
	for _, tt := range []struct {
		name    string
		chat    verdict.Family
		pushed  string
		n       int
		problem string
		text    string
	}{
		{"one to a user", verdict.OfficialAccount, userText, 1, "", ""},
		{"two to a user", verdict.OfficialAccount, userText, 2, "one-article", "only the first of 2 articles is shown"},
		{"nine to a user", verdict.OfficialAccount, userText, 9, "one-article", "only the first of 9 articles is shown"},
		{"eight to an event", verdict.OfficialAccount, userEvent, 8, "", ""},
		{"nine to an event", verdict.OfficialAccount, userEvent, 9, "too-many-articles", "only the first 8 of 9 articles are shown"},
		{"eight to a member", verdict.WeCom, userText, 8, "", ""},
		{"ten to a member", verdict.WeCom, userText, 10, "too-many-articles", "only the first 8 of 10 articles are shown"},
	} {
		problems := judge(t, tt.chat, tt.pushed, "news", articles(tt.n))
		if tt.problem == "" {
			if problems != nil {
				t.Errorf("%s: %+v", tt.name, problems)
			}
			continue
		}
		if len(problems) != 1 || problems[0].ID != tt.problem || problems[0].Level != verdict.Warning || !strings.Contains(problems[0].Text, tt.text) {
			t.Errorf("%s: %+v, want the warning %s: %s", tt.name, problems, tt.problem, tt.text)
		}
	}
}

// TestMusicWithoutThumbMediaId: the official page requires it and SDKs leave it
// out, so it is a warning. What is left must still be music.
func TestMusicWithoutThumbMediaId(t *testing.T) {
	const url, thumb = "<MusicUrl>https://example.com/a.mp3</MusicUrl>", "<ThumbMediaId>m</ThumbMediaId>"
	for _, tt := range []struct {
		name, music string
		level       verdict.Level
		problem     string
		text        string
	}{
		{"all", "<Music><Title>t</Title>" + url + thumb + "</Music>", "", "", ""},
		{"no link", "<Music><Title>t</Title>" + thumb + "</Music>", "", "", ""},
		{"no thumbnail", "<Music><Title>t</Title>" + url + "</Music>", verdict.Warning, "no-thumb-media-id", "Music/ThumbMediaId is missing"},
		{"no thumbnail, link in high quality", "<Music><HQMusicUrl>https://example.com/a.mp3</HQMusicUrl></Music>", verdict.Warning, "no-thumb-media-id", ""},
		{"empty thumbnail", "<Music>" + url + "<ThumbMediaId></ThumbMediaId></Music>", verdict.Warning, "no-thumb-media-id", "Music/ThumbMediaId is empty"},
		{"thumbnail of blanks", "<Music>" + url + "<ThumbMediaId> </ThumbMediaId></Music>", verdict.Warning, "no-thumb-media-id", "Music/ThumbMediaId is empty"},
		{"thumbnail in other letters", "<Music>" + url + "<thumbMediaId>m</thumbMediaId></Music>", verdict.Warning, "no-thumb-media-id", "Music/ThumbMediaId is missing; Music/thumbMediaId is there, but names are case-sensitive"},
		{"neither", "<Music><Title>t</Title></Music>", verdict.Error, "missing-part", "Music has no link, and Music/ThumbMediaId is missing"},
		{"no Music", url + thumb, verdict.Error, "missing-part", "Music is missing"},
		{"empty Music", "<Music></Music>", verdict.Error, "missing-part", "Music has no link, and Music/ThumbMediaId is missing"},
	} {
		problems := judge(t, verdict.OfficialAccount, userText, "music", tt.music)
		if tt.problem == "" && problems == nil {
			continue
		}
		if len(problems) != 1 || problems[0].ID != tt.problem || problems[0].Level != tt.level || tt.text != "" && problems[0].Text != tt.text {
			t.Errorf("%s: %+v, want the %s %s: %s", tt.name, problems, tt.level, tt.problem, tt.text)
		}
	}
	if problems := judge(t, verdict.WeCom, userText, "music", "<Music>"+url+thumb+"</Music>"); len(problems) != 1 || problems[0].ID != "unknown-msg-type" {
		t.Errorf("WeCom: %+v, which knows no music", problems)
	}
}
