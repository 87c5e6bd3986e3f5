package sandbox

import (
	"strings"
	"time"

	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/sandbox/world"
)

// An account may send customer messages to a user for a while after the user did
// something: this many, and this long.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
const (
	afterMessage    = 5
	afterMessageFor = 48 * time.Hour
	afterEvent      = 3
	afterEventFor   = time.Minute
)

// ChatLine is one line of a chat: what a user sent, or what the user's phone shows.
// From is "user", "reply" for an answer to a push, or "message" for a call of the API.
type ChatLine struct {
	Time  time.Time `json:"time"`
	From  string    `json:"from"`               // user, reply (an answer to a push) or message (sent by the API)
	Type  string    `json:"msg_type"`           // of the message, or the event
	Text  string    `json:"text"`               // as the phone shows it
	Media string    `json:"media_id,omitempty"` // of a picture, voice message, video or article
}

// Chat is the chat of a user with one account.
type Chat struct {
	User  Person     `json:"user"`  // as the account knows them
	Lines []ChatLine `json:"lines"` // the last hundred, in order
}

// Chats returns the chats of the user of a name or OpenID with each account that knows
// the user. The error is an *ActError if none does.
func (s *Server) Chats(user string) ([]Chat, error) {
	chats := []Chat{}
	users := s.world.Users()
	s.world.Update(func(tx *world.Tx) {
		for _, u := range users {
			if u.Name == user || u.OpenID == user {
				chats = append(chats, Chat{personOf(u), linesOf(tx.Lines(u.Account(), u.Name, 0))})
			}
		}
	})
	if len(chats) == 0 {
		e := actError("user: the sandbox has no user %q", user)
		e.Missing, e.Hint = true, "wxtool sandbox users lists them"
		return nil, e
	}
	return chats, nil
}

func linesOf(lines []world.Line) []ChatLine {
	list := []ChatLine{}
	for _, line := range lines {
		list = append(list, ChatLine(line))
	}
	return list
}

// converse adds what the user sends to the chat, and lets the account answer by
// customer messages for a while.
func (x *execution) converse(sent []*push.Push) {
	owner, name := x.account.owner(), x.user.Name
	for _, p := range sent {
		c := x.tx.Chat(owner, name)
		switch {
		case p.Head.MsgType != "event":
			c.Messages = world.Allowance{Left: afterMessage, Ends: x.now.Add(afterMessageFor)}
			c.Exchanged = x.now
		case opensChat(p.Head.Event):
			c.Events = world.Allowance{Left: afterEvent, Ends: x.now.Add(afterEventFor)}
		}
		x.tx.SetChat(owner, name, c)
		if text := userSays(p); text != "" {
			kind := strings.TrimPrefix(p.Head.MsgType+" "+p.Head.Event, "event ")
			x.tx.AddLine(owner, name, world.Line{From: world.FromUser, Type: strings.TrimSpace(kind), Text: text})
		}
	}
	x.shown = x.tx.Chat(owner, name).Next
}

// opensChat reports whether customer messages are allowed after an event.
func opensChat(event string) bool {
	switch event {
	case "subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg":
		return true
	}
	return false
}

// userSays is the line of a push in the chat, "" for none.
func userSays(p *push.Push) string {
	doc, err := message.ParseDocument(p.Message)
	if err != nil {
		return ""
	}
	words := map[string]shown{
		"text": {element: "Content"}, "image": {word: "[图片]"}, "voice": {word: "[语音]", element: "Recognition"}, "video": {word: "[视频]"},
		"shortvideo": {word: "[小视频]"}, "file": {word: "[文件]", element: "Title"}, "link": {word: "[链接]", element: "Title"},
		"location":        {word: "[位置]", element: "Label"},
		"event/subscribe": {word: "[关注]"}, "event/unsubscribe": {word: "[取消关注]"},
		"event/SCAN": {word: "[扫码]", element: "EventKey"}, "event/CLICK": {word: "[菜单]", element: "EventKey"},
		"event/click": {word: "[菜单]", element: "EventKey"}, // of WeCom
	}
	kind := p.Head.MsgType
	if kind == "event" {
		kind += "/" + p.Head.Event
	}
	line := words[kind]
	text, _ := doc.Get(line.element)
	return strings.TrimSpace(line.word + " " + cut(text))
}

// showAnswer continues the chat after a push: the phone shows the messages that arrived
// meanwhile, then the answer. It reports whether the state has changed.
func (x *execution) showAnswer(out *Outcome, pushed *Pushed) (changed bool) {
	owner, name := x.account.owner(), x.user.Name
	return x.world.Update(func(tx *world.Tx) {
		for _, line := range tx.Lines(owner, name, x.shown) {
			if line.From == world.FromMessage {
				out.Phone = append(out.Phone, line.Text)
			}
		}
		if pushed.Phone != "" {
			tx.AddLine(owner, name, world.Line{From: world.FromReply, Type: pushed.Reply.Kind, Text: pushed.Phone})
		}
		c := tx.Chat(owner, name)
		if pushed.Phone != "" {
			c.Exchanged = tx.Now()
			tx.SetChat(owner, name, c)
		}
		x.shown = c.Next
	})
}
