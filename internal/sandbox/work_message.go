package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"time"

	"wxtool/internal/sandbox/world"
)

// repeatedWithin is how long the same message is not sent again if the request asks for
// that, and no other time.
const repeatedWithin = 1800

// An application may send this many messages to a member; the platform drops others, and
// answers as if it had sent them.
const (
	messagesAMinute = 30
	messagesAnHour  = 1000
)

// workMessageFamily has the messages of a WeCom application to members. The text of
// 82001 is our own; those of 40031, 40074 and of missing members are guesses.
func workMessageFamily() family {
	return family{
		endpoints: []endpoint{{"/cgi-bin/message/send", Work, http.MethodPost, false, 0, (*call).sendToMembers}},
		work: map[int]string{
			40008: "invalid message type",
			40074: "news message not support safe",
			41006: "missing media_id",
			41010: "missing url",
			41016: "missing title",
			41033: "missing description",
			44003: "empty news message",
			44004: "empty content",
			45008: "article size out of limit",
			81013: "user & party & tag all invalid", // *
			82001: "user & party & tag all empty",
		},
	}
}

type workMessage struct {
	ToUser  string      `json:"touser"`
	ToParty string      `json:"toparty"`
	ToTag   string      `json:"totag"`
	MsgType string      `json:"msgtype"`
	AgentID json.Number `json:"agentid"`
	Safe    int         `json:"safe"`
	Once    int         `json:"enable_duplicate_check"`
	Within  int         `json:"duplicate_check_interval"` // seconds

	shows string // on the phone
	asks  bool   // a card whose buttons answer
}

// sendToMembers sends a message to members who see the application. The order of the
// checks is a guess, and so is that unreached receivers are left out of an answer that
// has none. A message that is sent again within the time of a duplicate check is
// answered, and not delivered.
//
// https://developer.work.weixin.qq.com/document/path/90236
func (c *call) sendToMembers() (any, error) {
	body, err := c.readWorkMessage()
	if err != nil {
		return nil, err
	}
	agent, err := c.messageAgent(body.AgentID.String())
	if err != nil {
		return nil, err
	}
	if body.ToUser+body.ToParty+body.ToTag == "" {
		return nil, refuse(82001)
	}
	reached, reply := c.receivers(body, agent)
	if len(reached) == 0 {
		refused := refuse(81013)
		refused.more = func(e errorReply) any { reply.errorReply = e; return reply }
		return nil, refused
	}
	if !c.repeated(body, agent) {
		for _, u := range reached {
			if c.dropped(agent, u) {
				continue
			}
			c.tx.AddLine(c.account.owner(), u.Name, world.Line{From: world.FromMessage, Type: body.MsgType, Text: body.shows})
		}
	}
	reply.MsgID = c.tx.Random(43, world.TokenAlphabet)
	if body.asks {
		reply.ResponseCode = c.tx.Random(43, world.TokenAlphabet)
	}
	return reply, nil
}

// dropped counts a message to a member, and reports whether it is one too many.
func (c *call) dropped(agent string, u world.User) bool {
	what := "messages of " + agent + " to " + u.Name
	return !c.countUpTo(messagesAMinute, what+" in a minute", world.Minute) || !c.countUpTo(messagesAnHour, what+" in an hour", world.Hour)
}

// repeated reports whether the request asks not to send the same message again, and the
// application has sent it. A message is the same if its JSON is.
func (c *call) repeated(body workMessage, agent string) bool {
	within := time.Duration(cmp.Or(body.Within, repeatedWithin)) * time.Second
	return body.Once == 1 && c.tx.SentWithin(c.account.owner(), digest("message", agent, string(c.body)), within)
}

// messageAgent reads the application of a message.
func (c *call) messageAgent(given string) (string, error) {
	agent, isNumber := agentNumber(given)
	switch {
	case given == "":
		return "", refuse(41011)
	case !isNumber:
		return "", refuse(40056)
	case c.foreignAgent(c.account, agent):
		return "", refuse(301002)
	}
	return agent, nil
}
