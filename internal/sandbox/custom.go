package sandbox

import (
	"encoding/json"
	"net/http"
	"time"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	customTextBytes = 2048
	customArticles  = 1
	typingFor       = 15 * time.Second
	typingAfter     = 30 * time.Second
)

// customFamily has the customer messages, which an account sends to a user who has just
// written, clicked, scanned or followed.
func customFamily() family {
	const post = http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/message/custom/send", MP, post, false, 500000, (*call).sendCustom},
			{"/cgi-bin/message/custom/typing", MP, post, false, 0, (*call).typing},
		},
		mp: map[int]string{
			40008: "invalid message type",
			41006: "media_id missing",
			44003: "empty news data",
			44004: "empty content",
			45002: "content size out of limit", // *
			45008: "article size out of limit",
			45015: "response out of time limit or subscription is canceled", // *
			45047: "out of response count limit",                            // *
			45072: "invalid command",
			45080: "need sending message to user, or recving message from user in the last 30 seconds before typing",
			45081: "you are already typing",
		},
	}
}

// customBody is a customer message. Its content is in the member that msgtype names.
type customBody struct {
	ToUser  string
	MsgType string
	Servant string
	content customContent
}

// customContent has the members of all types of content that the sandbox reads.
type customContent struct {
	Content     string                     `json:"content"`
	MediaID     string                     `json:"media_id"`
	Title       string                     `json:"title"`
	ArticleID   string                     `json:"article_id"`
	ThumbID     string                     `json:"thumb_media_id"`
	HeadContent string                     `json:"head_content"`
	TailContent string                     `json:"tail_content"`
	CardID      string                     `json:"card_id"`
	Articles    []struct{ Title string }   `json:"articles"`
	List        []struct{ Content string } `json:"list"`
}

// readCustom reads a message.
func (c *call) readCustom() (customBody, error) {
	var head struct {
		ToUser        string `json:"touser"`
		MsgType       string `json:"msgtype"`
		CustomService struct {
			Account string `json:"kf_account"`
		} `json:"customservice"`
	}
	members, err := c.decodeMessage(&head)
	if err != nil {
		return customBody{}, err
	}
	body := customBody{ToUser: head.ToUser, MsgType: head.MsgType, Servant: head.CustomService.Account}
	if raw, given := members[head.MsgType]; given && json.Unmarshal(raw, &body.content) != nil {
		return body, refuse(47001)
	}
	return body, nil
}

// sendCustom sends a message to a user, within the allowance that the user's last
// message or event has opened. That the content is checked before the allowance, and
// that the allowance of an event is used before that of a message, are guesses.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
func (c *call) sendCustom() (any, error) {
	body, err := c.readCustom()
	if err != nil {
		return nil, err
	}
	u, err := c.receiver(body.ToUser)
	if err != nil {
		return nil, err
	}
	kind, known := customTypes()[body.MsgType]
	if !known {
		return nil, refuse(40008)
	}
	if err := c.checkServant(body.Servant); err != nil {
		return nil, err
	}
	if err := kind.check(&body.content); err != nil {
		return nil, err
	}
	if err := c.checkCustom(body); err != nil {
		return nil, err
	}
	chat := c.tx.Chat(c.account.owner(), u.Name)
	if err := c.spendAllowance(&u, &chat); err != nil {
		return nil, err
	}
	chat.Exchanged, chat.Typing = c.now, time.Time{}
	c.tx.SetChat(c.account.owner(), u.Name, chat)
	c.tx.AddLine(c.account.owner(), u.Name, world.Line{
		From: world.FromMessage, Type: body.MsgType, Text: kind.shows(&body.content), Media: body.content.MediaID,
	})
	return ok(), nil
}

// checkCustom checks that what a message names exists. 40007 for mpnews with another id
// than that of articles was seen, with the article_id of published ones; that those
// already published still have their media_id, 53600 for an unknown article_id, and
// that the picture of a mini program is checked, are guesses.
//
// https://developers.weixin.qq.com/community/personal/oCJUsw2HijDCvzhaa74scChiJsEk/question
func (c *call) checkCustom(body customBody) error {
	content := body.content
	switch body.MsgType {
	case "mpnews":
		n, found := c.tx.News(content.MediaID)
		if !found || n.AppID != c.account.AppID {
			return refuse(40007)
		}
		return nil
	case "mpnewsarticle":
		_, err := c.published(content.ArticleID)
		return err
	case "miniprogrampage":
		if content.ThumbID == "" {
			return nil
		}
		return c.checkMedia(content.ThumbID)
	}
	if content.MediaID == "" {
		return nil // the type has none
	}
	return c.checkMedia(content.MediaID)
}

// receiver finds the user of a touser. That a missing one is 40003 is a guess.
func (c *call) receiver(openID string) (world.User, error) {
	if openID == "" {
		return world.User{}, refuse(40003)
	}
	return c.user(openID)
}

// spendAllowance counts a message to the user.
func (c *call) spendAllowance(u *world.User, chat *world.Chat) error {
	open := chat.Events.Open(c.now) || chat.Messages.Open(c.now)
	switch {
	case !u.Following || !open:
		return refuse(45015)
	case chat.Events.Open(c.now) && chat.Events.Left > 0:
		chat.Events.Left--
	case chat.Messages.Open(c.now) && chat.Messages.Left > 0:
		chat.Messages.Left--
	default:
		return refuse(45047)
	}
	return nil
}

// typing shows the user that the account is typing, for 15 seconds or until the next
// message; not again meanwhile, and only within 30 seconds after a message of either.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_typing
// https://developers.weixin.qq.com/miniprogram/dev/framework/open-ability/customer-message/typing.html
func (c *call) typing() (any, error) {
	var given struct {
		ToUser  string `json:"touser"`
		Command string `json:"command"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	u, err := c.receiver(given.ToUser)
	if err != nil {
		return nil, err
	}
	chat := c.tx.Chat(c.account.owner(), u.Name)
	switch given.Command {
	case "Typing":
		if err := c.mayType(&u, &chat); err != nil {
			return nil, err
		}
		chat.Typing = c.now.Add(typingFor)
	case "CancelTyping":
		chat.Typing = time.Time{}
	default:
		return nil, refuse(45072)
	}
	c.tx.SetChat(c.account.owner(), u.Name, chat)
	return ok(), nil
}

func (c *call) mayType(u *world.User, chat *world.Chat) error {
	switch {
	case !u.Following || !chat.Events.Open(c.now) && !chat.Messages.Open(c.now):
		return refuse(45015)
	case c.now.Sub(chat.Exchanged) > typingAfter:
		return refuse(45080)
	case c.now.Before(chat.Typing):
		return refuse(45081)
	}
	return nil
}
