package deliver

import (
	"net/http"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/message"
)

// sentAgain reports whether the platform sends a push again after a. All
// platforms do where no answer came. WeCom also does after every status but
// 200, to applications, suites and bots alike
// (developer.work.weixin.qq.com path/90238; the page on group bots names 302).
func (c *Client) sentAgain(a *exchange.Exchange) bool {
	if a.Cause != nil {
		return a.Cause.ID != exchange.TooLarge && a.Cause.ID != exchange.Interrupted
	}
	return c.Account.Platform == callback.Work && a.Response.Status != http.StatusOK
}

// attempts is how often push is sent at most. A click on a bot's card is sent
// once only (developer.work.weixin.qq.com path/101027).
func (c *Client) attempts(push Push) int {
	switch {
	case push.Form == callback.FormBot && isBotCardEvent(push.Message):
		return 1
	case c.Attempts > 0:
		return c.Attempts
	}
	return Attempts
}

// isBotCardEvent reports whether a smart bot's push is a click on a card.
func isBotCardEvent(push []byte) bool {
	o, err := message.ParseJSON(push)
	if err != nil {
		return false
	}
	event, _ := o.Get("event/eventtype")
	return event == "template_card_event"
}
