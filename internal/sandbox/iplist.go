package sandbox

// The two paths that answer addresses.
const (
	callbackIPPath = "/cgi-bin/getcallbackip"
	apiIPPath      = "/cgi-bin/get_api_domain_ip"
)

type ipReply struct {
	IPList []string `json:"ip_list"`
	*errorReply
}

// callbackIPs are the addresses that pushes come from: this machine's.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getcallbackip
func (c *call) callbackIPs() (any, error) { return c.ips("127.0.0.1") }

// apiIPs are the addresses of the API.
//
// https://developers.weixin.qq.com/doc/service/api/base/api_getapidomainip
func (c *call) apiIPs() (any, error) { return c.ips("127.0.0.1") }

// ips: on success WeCom says errcode 0, the Official Account nothing.
func (c *call) ips(list ...string) (any, error) {
	reply := ipReply{IPList: list}
	if c.account.Platform == Work {
		success := ok()
		reply.errorReply = &success
	}
	return reply, nil
}

// refusalBody is the body of a refusal: on WeCom it has the list, empty, as live
// answers show.
func (c *call) refusalBody(e errorReply) any {
	path := c.r.URL.Path
	if c.platform() == Work && (path == callbackIPPath || path == apiIPPath) {
		return ipReply{[]string{}, &e}
	}
	return e
}
