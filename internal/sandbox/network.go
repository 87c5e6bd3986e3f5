package sandbox

import (
	"net/http"
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

// checkCallback reports how the platform reaches the account's callback URL. The sandbox
// resolves and pings nothing, so that the answer is always the same. The order of the
// checks is a guess, and so are the answers to dns and ping alone, the operator of a
// local address, and the time.
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
	case c.account.To == nil:
		return nil, refuse(40201)
	}
	from := given.CheckOperator
	if from == "DEFAULT" {
		from = nearest
	}
	var reply checkReply
	ip := callbackIP(c.account.To)
	if given.Action != "ping" {
		reply.DNS = []resolved{{ip, nearest}}
	}
	if given.Action != "dns" {
		reply.Ping = []pinged{{ip, from, "0%", "0.050ms"}}
	}
	return reply, nil
}

// callbackIP is the IP address in a URL; for a name it is that of this machine.
func callbackIP(callback *url.URL) string {
	if ip, err := netip.ParseAddr(callback.Hostname()); err == nil {
		return ip.String()
	}
	return "127.0.0.1"
}

// The paths whose answers are lists of addresses.
const (
	callbackIPPath = "/cgi-bin/getcallbackip"
	apiIPPath      = "/cgi-bin/get_api_domain_ip"
)

func networkFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{callbackIPPath, "", get, false, 0, (*call).callbackIPs},
			{apiIPPath, "", get, false, 0, (*call).apiIPs},
			{"/cgi-bin/callback/check", MP, post, false, 1440, (*call).checkCallback},
		},
		mp: map[int]string{
			40201: "invalid url",
			40202: "invalid action",
			40203: "invalid check_operator",
		},
	}
}

type ipReply struct {
	IPList []string `json:"ip_list"`
	*errorReply
}

// callbackIPs answers the addresses that pushes come from: this machine's.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getcallbackip
// https://developer.work.weixin.qq.com/document/path/90238
func (c *call) callbackIPs() (any, error) { return c.ips("127.0.0.1") }

// apiIPs answers the addresses of the API.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getapidomainip
// https://developer.work.weixin.qq.com/document/path/92520
func (c *call) apiIPs() (any, error) { return c.ips("127.0.0.1") }

// ips answers a list. On success WeCom adds errcode 0, an Official Account does not.
func (c *call) ips(list ...string) (any, error) {
	reply := ipReply{IPList: list}
	if c.account.Platform == Work {
		success := ok()
		reply.errorReply = &success
	}
	return reply, nil
}

// refusalBody is the body of a refusal. On WeCom it contains the list of an accepted
// call, empty, as answers of the real platform do.
func (c *call) refusalBody(e errorReply) any {
	if c.platform() != Work {
		return e
	}
	switch c.r.URL.Path {
	case callbackIPPath, apiIPPath:
		return ipReply{[]string{}, &e}
	case customersPath:
		return customersReply{e, []string{}}
	case customerPath:
		return customerReply{errorReply: e, Followers: []follower{}}
	}
	return e
}
