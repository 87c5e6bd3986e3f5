package sandbox

import (
	"net/http"
	"strconv"
	"strings"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// subscribeFamily has the subscribe messages (订阅通知).
func subscribeFamily() family {
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/message/subscribe/bizsend", MP, http.MethodPost, false, 0, (*call).sendSubscribed},
			{"/cgi-bin/message/subscribe/send", MP, http.MethodPost, false, 0, (*call).sendSubscribedMini},
		},
		mp: map[int]string{
			43101: "user refuse to accept the msg", // *
		},
	}
}

// consent answers the question whether the account may send one message of a template,
// and pushes the answer.
//
// https://developers.weixin.qq.com/doc/service/guide/product/message/Subscription_Messages/intro.html
func (x *execution) consent() error {
	template, reject := strings.CutSuffix(x.act.Value, ",reject")
	if template == "" || strings.ContainsAny(template, " ,") {
		return actError("consent: %q is not the id of a template", template)
	}
	answer := "accept"
	if reject {
		answer = "reject"
	}
	const list = "SubscribeMsgPopupEvent/List"
	err := x.send(x.action.fixture,
		fixture.Edit{Op: fixture.Unset, Path: list + "[2]"}, set(list+"/TemplateId", template), set(list+"/SubscribeStatusString", answer))
	if err != nil {
		return err // before anything has changed
	}
	if !reject {
		x.tx.Subscribe(x.account.owner(), x.user.Name, template)
	}
	x.show("[订阅通知] " + answer)
	return nil
}

// withdraw takes back the consent to messages of a template in the settings, and pushes
// that. The event is pushed for reject alone, as its page says.
//
// https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/push.html
func (x *execution) withdraw() error {
	if strings.ContainsAny(x.act.Value, " ,") {
		return actError("withdraw: %q is not the id of a template", x.act.Value)
	}
	const list = "SubscribeMsgChangeEvent/List/"
	if err := x.send(x.action.fixture, set(list+"TemplateId", x.act.Value), set(list+"SubscribeStatusString", "reject")); err != nil {
		return err // before anything has changed
	}
	x.tx.Unsubscribe(x.account.owner(), x.user.Name, x.act.Value)
	x.show("[订阅通知] reject")
	return nil
}

// sendSubscribed sends a message that the user has allowed, and then pushes
// subscribe_msg_sent_event. The order of the checks is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/notify/api_sendnewsubscribemsg
func (c *call) sendSubscribed() (any, error) {
	sent, err := c.sendOnce()
	if err != nil {
		return nil, err
	}
	return sent.errorReply, nil
}

// sendSubscribedMini is sendSubscribed of a mini program, which answers a msgid too.
//
// https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/mp-message-management/subscribe-message/sendMessage.html
func (c *call) sendSubscribedMini() (any, error) { return c.sendOnce() }

func (c *call) sendOnce() (templateReply, error) {
	var none templateReply
	var given templateBody
	if err := c.decode(&given); err != nil {
		return none, err
	}
	u, err := c.receiver(given.ToUser)
	switch {
	case err != nil:
		return none, err
	case given.TemplateID == "":
		return none, refuse(40037)
	case !c.tx.SpendSubscription(c.account.owner(), u.Name, given.TemplateID):
		return none, refuse(43101)
	}
	c.tx.AddLine(c.account.owner(), u.Name, world.Line{From: world.FromMessage, Type: "subscribe", Text: given.shows("[订阅通知]")})
	id, _ := strconv.ParseInt("1"+c.tx.Random(18, world.Digits), 10, 64) // 19 digits fit
	const list = "SubscribeMsgSentEvent/List/"
	err = c.pushAfter("subscribe message", u, "subscribe-msg-sent",
		set(list+"TemplateId", given.TemplateID), set(list+"MsgID", strconv.FormatInt(id, 10)))
	return templateReply{ok(), id}, err
}
