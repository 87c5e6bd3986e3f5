package sandbox

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// question is what a web page asks: who visits it.
type question struct {
	account   *Account
	agent     string   // WeCom application
	to        *url.URL // redirect_uri
	scope     string
	state     string
	login     bool     // WeCom in the browser of a computer
	notes     []string // for the developer, the platform shows none of them
	untrusted bool
	outsider  bool // WeCom: who visits is not a member
}

// silent reports whether the user is not asked.
func (q *question) silent() bool { return !q.login && q.scope == scopeBase }

// back is the redirect_uri with a code, or without one if the user refused. The code
// comes before the fragment of a page that has one, which is a guess.
func (q *question) back(code string) string {
	to := *q.to
	var more []string
	if code != "" {
		more = append(more, "code="+url.QueryEscape(code))
	}
	if q.state != "" || !q.login {
		more = append(more, "state="+url.QueryEscape(q.state))
	}
	if to.RawQuery != "" {
		more = append([]string{to.RawQuery}, more...)
	}
	to.RawQuery = strings.Join(more, "&")
	return to.String()
}

func (q *question) footer() string {
	var b strings.Builder
	for _, note := range q.notes {
		b.WriteString(dim(note))
	}
	return "<hr>" + dim(q.to.String()) + b.String()
}

// codeFor gives out the code of a visit.
func (c *call) codeFor(q *question, u world.User, snapshot bool) string {
	if !q.outsider && !snapshot {
		c.tx.SetUser(u) // known to the account from now on, as a user who does not follow
	}
	v := visitAs(u, q.scope, snapshot && c.account.Platform == MP && q.scope == scopeUserInfo)
	v.AgentID, v.Login, v.Untrusted, v.Outsider = q.agent, q.login, q.untrusted, q.outsider
	return c.tx.AddOAuthCode(v, c.now.Add(codeLifetime)).Code
}

// question reads the parameters of a page. The order of the checks is a guess.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
func (c *call) question() (*question, *pageProblem) {
	if c.r.URL.Path != authorizePath {
		return c.loginQuestion()
	}
	p := c.query
	switch {
	case p.Get("appid") == "":
		return nil, &pageProblem{10012, ""}
	case p.Get("redirect_uri") == "":
		return nil, &pageProblem{10011, ""}
	case p.Get("scope") == "":
		return nil, &pageProblem{10010, ""}
	case !c.find(MP, p.Get("appid")) && !c.find(Work, p.Get("appid")):
		return nil, &pageProblem{10016, "the sandbox has no account of this appid"}
	case p.Get("response_type") != "code":
		return nil, &pageProblem{0, "response_type: is not code"}
	}
	if problem := menu.WrongAuthorizeOrder(c.r.URL.RawQuery); problem != "" {
		return nil, &pageProblem{0, problem}
	}
	if p.Get("component_appid") != "" {
		return nil, &pageProblem{10015, "the sandbox has no component"}
	}
	q := &question{account: c.account, scope: p.Get("scope"), state: p.Get("state")}
	q.notes = stateNotes(p.Has("state"), q.state)
	if c.account.Platform == Work {
		return c.workQuestion(q)
	}
	if q.scope != scopeBase && q.scope != scopeUserInfo {
		return nil, &pageProblem{10005, "scope: is " + q.scope + ", it must be snsapi_base or snsapi_userinfo"}
	}
	trusted, note := c.resolve(q)
	if !trusted {
		return nil, &pageProblem{10003, note}
	}
	return q, nil
}

// resolve reads redirect_uri and reports whether its domain is a trusted one, with a
// note on why or why not.
func (c *call) resolve(q *question) (trusted bool, note string) {
	to, err := url.Parse(c.query.Get("redirect_uri"))
	if err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == "" {
		q.to = &url.URL{}
		return false, "redirect_uri: is not a URL with http or https; is it escaped once?"
	}
	q.to = to
	domains := c.account.OAuthDomains
	if domains == nil {
		if loopback(to.Hostname()) {
			q.notes = append(q.notes, "oauth_domain is not set, so any port of this machine is accepted; the platform compares the whole host with 网页授权域名")
			return true, ""
		}
		return false, "redirect_uri: has the host " + to.Host + ", and oauth_domain is not set, so only this machine is accepted"
	}
	if slices.ContainsFunc(domains, func(d string) bool { return strings.EqualFold(d, to.Host) }) {
		return true, ""
	}
	note = "redirect_uri: has the host " + to.Host + ", and oauth_domain is " + strings.Join(domains, ", ")
	if host, _, err := net.SplitHostPort(to.Host); err == nil && slices.Contains(domains, strings.ToLower(host)) {
		note += "; a port is part of the host"
	}
	return false, note
}

func loopback(host string) bool {
	if host = strings.ToLower(host); host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// stateNotes is about what the page of the platform says of state. Whether it refuses
// other values is not known.
func stateNotes(given bool, state string) []string {
	switch {
	case !given:
		return []string{"state: is missing; the platform's error page 10013 may be the answer, and a login without it can be forged"}
	case len(state) > 128:
		return []string{"state: has more than 128 bytes, the limit of the platform"}
	case strings.Trim(state, world.Alphanumeric) != "":
		return []string{"state: has other characters than a-z, A-Z and 0-9, which the platform does not promise to keep"}
	}
	return nil
}
