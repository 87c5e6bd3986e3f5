package deliver

import (
	"fmt"
	"net/http"
	"strings"

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
	case push.Form == callback.FormBot && message.IsBotCardEvent(push.Message):
		return 1
	case c.Attempts > 0:
		return c.Attempts
	}
	return Attempts
}

// outcome is what came of an attempt, in a few words.
func outcome(a *exchange.Exchange) string {
	switch {
	case a.Cause == nil:
		return fmt.Sprintf("HTTP status %d", a.Response.Status)
	case a.Cause.ID == exchange.Timeout:
		return "no answer in time"
	}
	return "no answer"
}

// same reports whether all attempts had the same outcome.
func (d *Delivery) same() bool {
	for i := range d.Attempts {
		if outcome(&d.Attempts[i]) != outcome(&d.Attempts[0]) {
			return false
		}
	}
	return true
}

// tries completes a sentence about the last attempt with those before it.
func (d *Delivery) tries() string {
	n := len(d.Attempts)
	switch {
	case n == 1:
		return ""
	case d.same():
		return fmt.Sprintf(", %d times", n)
	}
	return fmt.Sprintf(" at attempt %d; before: %s", n, strings.Join(d.earlier(), ", "))
}

// earlier lists what came of the attempts before the last.
func (d *Delivery) earlier() []string {
	var list []string
	for i := range d.Attempts[:len(d.Attempts)-1] {
		list = append(list, outcome(&d.Attempts[i]))
	}
	return list
}
