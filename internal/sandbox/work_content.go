package sandbox

import (
	"encoding/json"
	"slices"
	"strings"
)

// workArticles is how many articles a message of an application may have.
const workArticles = 8

// workContent has the members of all types of content that the sandbox reads.
type workContent struct {
	Content     string                   `json:"content"`
	MediaID     string                   `json:"media_id"`
	Title       string                   `json:"title"`
	Description string                   `json:"description"`
	URL         string                   `json:"url"`
	Articles    []struct{ Title string } `json:"articles"`
	CardType    string                   `json:"card_type"`
	MainTitle   struct{ Title string }   `json:"main_title"`
}

// readWorkMessage reads a message and checks its content. That the codes of missing
// members are these is a guess.
func (c *call) readWorkMessage() (workMessage, error) {
	var body workMessage
	members, err := c.decodeMessage(&body)
	if err != nil {
		return body, err
	}
	words := map[string]string{
		"text": "", "markdown": "", "image": "[图片]", "voice": "[语音]", "video": "[视频]", "file": "[文件]", "textcard": "[卡片]",
		"news": "[图文]", "mpnews": "[图文]", "miniprogram_notice": "[小程序]", "template_card": "[卡片]",
	}
	word, known := words[body.MsgType]
	if !known {
		return body, refuse(40008)
	}
	var content workContent
	if raw := members[body.MsgType]; raw != nil && json.Unmarshal(raw, &content) != nil {
		return body, refuse(47001)
	}
	if err := c.checkWorkContent(body.MsgType, content); err != nil {
		return body, err
	}
	if err := checkSafe(body); err != nil {
		return body, err
	}
	title := content.Content + content.Title + content.MainTitle.Title
	if len(content.Articles) > 0 {
		title = content.Articles[0].Title
	}
	body.shows = strings.TrimSpace(word + " " + cut(title))
	body.asks = slices.Contains([]string{"button_interaction", "vote_interaction", "multiple_interaction"}, content.CardType)
	return body, nil
}

// checkSafe refuses a wrong safe: 0, 1, and for mpnews 2. News cannot be confidential.
// That other values are 40058 is a guess.
func checkSafe(body workMessage) error {
	switch {
	case body.Safe == 0, body.Safe == 1 && body.MsgType != "news", body.Safe == 2 && body.MsgType == "mpnews":
		return nil
	case body.MsgType == "news":
		return refuse(40074)
	}
	return refuse(40058)
}

// checkWorkContent refuses content whose required members are missing.
func (c *call) checkWorkContent(kind string, content workContent) error {
	switch kind {
	case "text", "markdown":
		if content.Content == "" {
			return refuse(44004)
		}
	case "image", "voice", "video", "file":
		if content.MediaID == "" {
			return refuse(41006)
		}
		_, err := c.ownMedia(content.MediaID)
		return err
	case "textcard":
		return content.checkTextCard()
	case "news", "mpnews":
		return content.checkArticles()
	case "template_card":
		types := []string{"text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction"}
		if !slices.Contains(types, content.CardType) {
			return refuse(40058)
		}
	}
	return nil
}

func (content workContent) checkTextCard() error {
	switch {
	case content.Title == "":
		return refuse(41016)
	case content.Description == "":
		return refuse(41033)
	case content.URL == "":
		return refuse(41010)
	}
	return nil
}

func (content workContent) checkArticles() error {
	switch {
	case len(content.Articles) == 0:
		return refuse(44003)
	case len(content.Articles) > workArticles:
		return refuse(45008)
	case content.Articles[0].Title == "":
		return refuse(41016)
	}
	return nil
}
