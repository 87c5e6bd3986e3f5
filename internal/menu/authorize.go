package menu

import (
	"net/url"
	"slices"
	"strings"
)

// AuthorizeHost and AuthorizePath are the page that asks who visits another page.
const (
	AuthorizeHost = "open.weixin.qq.com"
	AuthorizePath = "/connect/oauth2/authorize"
)

// authorize checks the URL of an item that leads to the page that asks who visits. A
// fragment does not reach the platform's server, so the phone is where it counts.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
// https://developer.work.weixin.qq.com/document/path/91022
func (v *validator) authorize(text, path string) {
	u, err := url.Parse(text)
	if err != nil || !strings.EqualFold(u.Hostname(), AuthorizeHost) || u.Path != AuthorizePath {
		return
	}
	if u.Fragment != "wechat_redirect" {
		v.warn(path, 0, "asks who visits, and #wechat_redirect is missing at its end, which the platform requires").Hint = "add #wechat_redirect"
	}
	if problem := WrongAuthorizeOrder(u.RawQuery); problem != "" {
		v.warn(path, 0, "asks who visits, and %s", problem)
	}
}

// WrongAuthorizeOrder says which of the parameters of the page that asks who visits
// comes too early in a query, "" if none does. Developers report that the platform
// matches the whole URL.
func WrongAuthorizeOrder(query string) string {
	order := []string{"appid", "redirect_uri", "response_type", "scope", "state"}
	last := -1
	for pair := range strings.SplitSeq(query, "&") {
		name, _, _ := strings.Cut(pair, "=")
		switch i := slices.Index(order, name); {
		case i < 0:
		case i < last:
			return name + ": comes after " + order[last] + ", and the platform wants the order " + strings.Join(order, ", ")
		default:
			last = i
		}
	}
	return ""
}
