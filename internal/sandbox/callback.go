package sandbox

import (
	"net/netip"
	"net/url"
	"slices"
)

type checkBody struct {
	Action        string `json:"action"`
	CheckOperator string `json:"check_operator"`
}

type resolved struct {
	IP           string `json:"ip"`
	RealOperator string `json:"real_operator"`
}

type pinged struct {
	IP           string `json:"ip"`
	FromOperator string `json:"from_operator"`
	PackageLoss  string `json:"package_loss"`
	Time         string `json:"time"`
}

type checkReply struct {
	DNS  []resolved `json:"dns,omitempty"`
	Ping []pinged   `json:"ping,omitempty"`
}

// checkCallback tells how the platform reaches the account's callback URL. From
// here it is near: nothing is resolved or pinged, so that the answer is always
// the same. The order of the checks, and that each action answers no more than
// itself, is a guess; so are the operator of a local address and the time.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_callbackcheck
func (c *call) checkCallback() (any, error) {
	const nearest = "CAP" // Tencent's own
	var given checkBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	switch {
	case !slices.Contains([]string{"dns", "ping", "all"}, given.Action):
		return nil, refuse(40202)
	case !slices.Contains([]string{"CHINANET", "UNICOM", "CAP", "DEFAULT"}, given.CheckOperator):
		return nil, refuse(40203)
	case c.account.CallbackURL == "":
		return nil, refuse(40201)
	}
	from := given.CheckOperator
	if from == "DEFAULT" {
		from = nearest
	}
	var reply checkReply
	ip := callbackIP(c.account.CallbackURL)
	if given.Action != "ping" {
		reply.DNS = []resolved{{ip, nearest}}
	}
	if given.Action != "dns" {
		reply.Ping = []pinged{{ip, from, "0%", "0.050ms"}}
	}
	return reply, nil
}

// callbackIP is the address that stands in a URL; that of a name is said to be
// this machine's.
func callbackIP(callback string) string {
	if u, err := url.Parse(callback); err == nil {
		if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
			return ip.String()
		}
	}
	return "127.0.0.1"
}
