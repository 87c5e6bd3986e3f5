package sandbox

import (
	"net/http"
	"slices"
)

// endpoint is one call of the API. Without a platform it is on both, without a
// method any will do.
type endpoint struct {
	path     string
	platform string
	method   string
	open     bool // needs no access_token
	daily    int  // calls a day and account; 0: no limit is documented
	run      func(*call) (any, error)
}

// endpoints lists the API with the daily limits of an account in production,
// which are those of the pages of the endpoints and of
// https://developers.weixin.qq.com/doc/service/Message_Management/API_Call_Limits.html
func endpoints() []endpoint {
	const get, post = http.MethodGet, http.MethodPost
	return []endpoint{
		{"/cgi-bin/token", MP, "", true, 2000, (*call).token},
		{"/cgi-bin/stable_token", MP, post, true, 500000, (*call).stableToken},
		{"/cgi-bin/gettoken", Work, get, true, 0, (*call).workToken},

		{callbackIPPath, "", get, false, 0, (*call).callbackIPs},
		{apiIPPath, "", get, false, 0, (*call).apiIPs},
		{"/cgi-bin/callback/check", MP, post, false, 1440, (*call).checkCallback},
		{"/cgi-bin/openapi/quota/get", MP, post, false, 0, (*call).showQuota},
		{"/cgi-bin/openapi/quota/clear", MP, post, false, 0, (*call).clearPath},
		{"/cgi-bin/clear_quota", MP, post, false, 0, (*call).clearQuota},
		{"/cgi-bin/clear_quota/v2", MP, post, true, 0, (*call).clearQuotaBySecret},

		{"/cgi-bin/qrcode/create", MP, post, false, 100000, (*call).createTicket},
		{ticketPicture, MP, get, true, 0, (*call).showTicket},
		{"/cgi-bin/externalcontact/add_contact_way", Work, post, false, 0, (*call).addContactWay},
		{contactPicture, Work, get, true, 0, (*call).showContactWay},

		{"/cgi-bin/menu/create", MP, post, false, 1000, (*call).createMenu},
		{"/cgi-bin/menu/get", MP, get, false, 10000, (*call).getMenu},
		{"/cgi-bin/menu/delete", MP, get, false, 1000, (*call).deleteMenu},
		{"/cgi-bin/menu/addconditional", MP, post, false, 2000, (*call).addConditional},
		{"/cgi-bin/menu/delconditional", MP, post, false, 2000, (*call).deleteConditional},
		{"/cgi-bin/menu/trymatch", MP, post, false, 20000, (*call).tryMatch},
		{"/cgi-bin/get_current_selfmenu_info", MP, get, false, 0, (*call).selfMenu},
		{"/cgi-bin/menu/create", Work, post, false, 0, (*call).createMenu},
		{"/cgi-bin/menu/get", Work, get, false, 0, (*call).getWorkMenu},
		{"/cgi-bin/menu/delete", Work, get, false, 0, (*call).deleteMenu},
	}
}

// Endpoint is a call that the sandbox knows. Platform is "" for both, Method ""
// for any.
type Endpoint struct {
	Path     string `json:"path"`
	Platform string `json:"platform,omitempty"`
	Method   string `json:"method,omitempty"`
	Daily    int    `json:"daily_limit,omitempty"`
}

// Endpoints lists the calls of the API.
func Endpoints() []Endpoint {
	var list []Endpoint
	for _, e := range endpoints() {
		list = append(list, Endpoint{e.path, e.platform, e.method, e.daily})
	}
	return list
}

// byPath groups endpoints: some paths are on both platforms and differ.
func byPath(list []endpoint) map[string][]endpoint {
	paths := map[string][]endpoint{}
	for _, e := range list {
		paths[e.path] = append(paths[e.path], e)
	}
	return paths
}

// of finds the endpoint of a platform.
func of(platform string, found []endpoint) (endpoint, bool) {
	i := slices.IndexFunc(found, func(e endpoint) bool { return e.platform == "" || e.platform == platform })
	if i < 0 {
		return endpoint{}, false
	}
	return found[i], true
}
