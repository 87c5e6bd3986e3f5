package sandbox

import (
	"cmp"
	"net/http"
	"strings"

	"wxtool/internal/sandbox/world"
)

// monthlyClears is how often per month an account may clear its counts, by all three
// endpoints together.
const monthlyClears = 10

// quotaFamily has the endpoints of quotas. The text of 76003 is our own.
func quotaFamily() family {
	const post = http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/openapi/quota/get", MP, post, false, 0, (*call).showQuota},
			{"/cgi-bin/openapi/quota/clear", MP, post, false, 0, (*call).clearPath},
			{"/cgi-bin/clear_quota", MP, post, false, 0, (*call).clearQuota},
			{"/cgi-bin/clear_quota/v2", MP, post, true, 0, (*call).clearQuotaBySecret},
		},
		mp: map[int]string{
			48006: "forbid to clear quota because of reaching the limit", // *
			76003: "cgi_path is invalid",
			76021: "cgi_path not found, please check",
			76022: "could not use this cgi_path,no permission",
		},
	}
}

type quotaBody struct {
	CGIPath string `json:"cgi_path"`
}

type quota struct {
	DailyLimit int `json:"daily_limit"`
	Used       int `json:"used"`
	Remain     int `json:"remain"`
}

type rateLimit struct {
	CallCount     int `json:"call_count"`
	RefreshSecond int `json:"refresh_second"`
}

type quotaReply struct {
	errorReply
	Quota              quota     `json:"quota"`
	RateLimit          rateLimit `json:"rate_limit"`
	ComponentRateLimit rateLimit `json:"component_rate_limit"`
}

// showQuota answers how often a path was called today. That a limit which is not
// documented is 0 in the answer is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/apimanage/api_getapiquota
func (c *call) showQuota() (any, error) {
	e, err := c.pathAsked()
	if err != nil {
		return nil, err
	}
	used, limit := c.tx.Count(c.account.owner(), e.path, world.Day), cmp.Or(c.config.Limits.Daily[e.path], e.daily)
	reply := quotaReply{errorReply: ok(), Quota: quota{limit, used, max(0, limit-used)}}
	if e.path == "/cgi-bin/stable_token" {
		reply.RateLimit = rateLimit{minuteTokens, int(world.Minute)}
	}
	return reply, nil
}

// pathAsked reads the path that a call is about, which the sandbox need not serve. A
// path of the web API is 76022, as the page of the endpoint says; an unknown path is
// 76021.
func (c *call) pathAsked() (endpoint, error) {
	var given quotaBody
	if err := c.decode(&given); err != nil {
		return endpoint{}, err
	}
	e, known := of(MP, c.endpoints[given.CGIPath])
	if !known {
		e.path = given.CGIPath
		e.daily, known = otherPath(given.CGIPath)
	}
	switch {
	case !strings.HasPrefix(given.CGIPath, "/"):
		return endpoint{}, refuse(76003)
	case strings.HasPrefix(given.CGIPath, "/sns/"):
		return endpoint{}, refuse(76022)
	case !known:
		return endpoint{}, refuse(76021)
	}
	return e, nil
}

// clearPath resets the count of one path.
//
// https://developers.weixin.qq.com/doc/service/api/apimanage/api_clearapiquota
func (c *call) clearPath() (any, error) {
	e, err := c.pathAsked()
	if err != nil {
		return nil, err
	}
	return c.clear(func(what string) bool { return what == e.path })
}

// clearQuota resets the counts of the token's account. That another account's appid is
// 40013 is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/apimanage/api_clearquota
func (c *call) clearQuota() (any, error) {
	var given credentials
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	switch given.AppID {
	case "":
		return nil, refuse(41002)
	case c.account.AppID:
		return c.clear(isPath)
	}
	return nil, refuse(40013)
}

// clearQuotaBySecret is clearQuota without a token. The page's example has the
// parameters in the URL, so that they are accepted there too.
//
// https://developers.weixin.qq.com/doc/service/api/apimanage/api_clearquotabyappsecret
func (c *call) clearQuotaBySecret() (any, error) {
	given := struct {
		AppID     string `json:"appid"`
		AppSecret string `json:"appsecret"`
	}{c.query.Get("appid"), c.query.Get("appsecret")}
	if given.AppID == "" || len(c.body) > 0 {
		if err := c.decode(&given); err != nil {
			return nil, err
		}
	}
	if err := c.identify(credentials{grantType, given.AppID, given.AppSecret, false}); err != nil {
		return nil, err
	}
	return c.clear(isPath)
}

// isPath reports whether a count is that of a path. No clear resets the other counts:
// forced refreshes and the clears themselves.
func isPath(what string) bool { return strings.HasPrefix(what, "/") }

// clear resets the chosen counts of the account.
func (c *call) clear(chosen func(what string) bool) (any, error) {
	if !c.countUpTo(monthlyClears, "clear", world.Month) {
		return nil, refuse(48006)
	}
	c.tx.ClearCounts(c.account.owner(), chosen)
	return ok(), nil
}
