package sandbox

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
