package sandbox

import "net/http"

// endpoint is one call of the API. Without a platform it is on both, without a
// method any will do.
type endpoint struct {
	path     string
	platform string
	method   string
	open     bool // needs no access_token
	run      func(*call) (any, error)
}

// endpoints lists the API.
func endpoints() []endpoint {
	const get, post = http.MethodGet, http.MethodPost
	return []endpoint{
		{"/cgi-bin/token", MP, "", true, (*call).token},
		{"/cgi-bin/stable_token", MP, post, true, (*call).stableToken},
		{"/cgi-bin/gettoken", Work, get, true, (*call).workToken},
		{"/cgi-bin/getcallbackip", "", get, false, (*call).callbackIPs},
		{"/cgi-bin/get_api_domain_ip", "", get, false, (*call).apiIPs},
		{"/cgi-bin/qrcode/create", MP, post, false, (*call).createTicket},
		{"/cgi-bin/showqrcode", MP, get, true, (*call).showTicket},
		{"/cgi-bin/externalcontact/add_contact_way", Work, post, false, (*call).addContactWay},
		{contactPicture, Work, get, true, (*call).showContactWay},
	}
}

func byPath(list []endpoint) map[string]endpoint {
	paths := map[string]endpoint{}
	for _, e := range list {
		paths[e.path] = e
	}
	return paths
}
