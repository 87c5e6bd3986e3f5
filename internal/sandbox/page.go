package sandbox

import (
	"html"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// Pages of the sandbox that a user's browser opens.
const (
	authorizePath   = menu.AuthorizePath
	workLoginPath   = "/wwlogin/sso/login"
	workQRLoginPath = "/wwopen/sso/qrConnect"
)

// phoneCookie says who holds the phone. The cookie is for the pages alone.
const phoneCookie = "wxtool_phone"

func isPage(path string) bool {
	return path == authorizePath || path == workLoginPath || path == workQRLoginPath
}

// notVisitor says why a request for a page is refused. A page of another site may link
// or redirect to it, and nothing else: it cannot post a form or read the answer. ""
// allows it. Only this machine has a phone of the sandbox.
func notVisitor(r *http.Request) string {
	if host := hostOf(r); !ours(host) && !platforms(host) {
		return "Host: is " + host + "; open the page by the address of the sandbox or as localhost"
	}
	navigates := r.Method == http.MethodGet && r.Header.Get("Origin") == "" && r.Header.Get("Sec-Fetch-Mode") == "navigate"
	if problem := crossSite(r); problem != "" && !navigates {
		return problem
	}
	if from, err := netip.ParseAddrPort(r.RemoteAddr); err != nil || !from.Addr().Unmap().IsLoopback() {
		return r.URL.Path + ": only the machine of the sandbox has a phone of it"
	}
	return ""
}

// pageAnswer is the answer of a page: HTML, or a redirect with an empty body.
func pageAnswer(title, body string) answer {
	const style = `body{font:16px/1.6 sans-serif;max-width:26em;margin:2em auto;padding:0 1em;color:#222}` +
		`button{font:inherit;padding:.4em 1.2em;margin:.2em .4em .2em 0;border:1px solid #999;border-radius:4px;background:#fff}` +
		`button.yes{background:#07c160;border-color:#07c160;color:#fff}.dim{color:#666;font-size:14px;overflow-wrap:anywhere}`
	text := "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">" +
		"<meta name=\"viewport\" content=\"width=device-width\"><title>" + html.EscapeString(title) + "</title><style>" + style +
		"</style></head><body>" + body + "</body></html>\n"
	return answer{status: http.StatusOK, kind: "text/html; charset=utf-8", body: []byte(text), header: http.Header{
		// form-action is left out: browsers apply it to the redirect after the form too.
		"Content-Security-Policy": {"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'self'"},
		"X-Content-Type-Options":  {"nosniff"},
		"Referrer-Policy":         {"same-origin"}, // with no-referrer a browser posts the form with Origin: null
		"Cache-Control":           {"no-store"},
	}}
}

// redirect leads back to the page that asked, with a code or "".
func (q *question) redirect(code string) answer {
	a := answer{status: http.StatusFound, header: http.Header{"Location": {q.back(code)}, "Cache-Control": {"no-store"}}}
	for _, note := range q.notes {
		a.header.Add(pageNoteHeader, url.QueryEscape(note))
	}
	return a
}

// text and dim escape what they show.
func text(s string) string { return html.EscapeString(s) }

func dim(s string) string { return `<p class="dim">` + text(s) + "</p>" }

// form posts to the page itself.
func form(r *http.Request, fields string) string {
	return `<form method="post" action="` + text(r.URL.RequestURI()) + `">` + fields + "</form>"
}

func pageButton(name, value, label string, yes bool) string {
	class := ""
	if yes {
		class = ` class="yes"`
	}
	return `<button` + class + ` name="` + text(name) + `" value="` + text(value) + `">` + text(label) + "</button>"
}

// holder is the name of who holds the phone, "" if it is not known yet.
func holder(r *http.Request) string {
	cookie, err := r.Cookie(phoneCookie)
	if err != nil {
		return ""
	}
	name, err := url.QueryUnescape(cookie.Value)
	if err != nil || checkUserName(name) != nil {
		return ""
	}
	return name
}

// keepHolder makes the browser remember who holds the phone, until it is closed.
func (a answer) keepHolder(r *http.Request, name string) answer {
	cookie := http.Cookie{
		Name: phoneCookie, Value: url.QueryEscape(name), Path: r.URL.Path, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
	a.header = a.header.Clone()
	if a.header == nil {
		a.header = http.Header{}
	}
	a.header.Add("Set-Cookie", cookie.String())
	return a
}

// servePage answers a page.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request, body []byte) {
	c := s.begun(r, body)
	var a answer
	changed := s.world.Update(func(tx *world.Tx) {
		c.tx, c.now = tx, tx.Now()
		a = c.page()
	})
	var unkept error
	if changed {
		unkept = s.kept()
	}
	s.settle(c, a, unkept).write(w)
}

// page answers one of the pages. Posts are those of its forms.
func (c *call) page() answer {
	if c.r.Method != http.MethodGet && c.r.Method != http.MethodPost {
		return answer{status: http.StatusMethodNotAllowed, header: http.Header{"Allow": {"GET, POST"}}}
	}
	fields := url.Values{}
	if c.r.Method == http.MethodPost {
		var err error
		if fields, err = url.ParseQuery(string(c.body)); err != nil {
			return answer{status: http.StatusBadRequest, kind: "text/plain; charset=utf-8", body: []byte("the form cannot be read\n")}
		}
	}
	ask, problem := c.question()
	if problem != nil {
		return problem.page(c)
	}
	if problem := c.wantedProblem(fields.Get("answer")); problem != nil {
		return problem.page(c)
	}
	name, chosen := holder(c.r), fields.Get("user")
	switch {
	case fields.Get("answer") == "switch":
		return c.chooser(ask, nil)
	case chosen != "":
		name = chosen
	}
	err := checkUserName(name)
	switch {
	case name == "":
		return c.chooser(ask, nil)
	case err != nil:
		return c.chooser(ask, err)
	}
	once := fields.Get("as") == "outsider" // the cookie has only the name
	ask.outsider = c.account.Platform == Work && (once || c.isOutside(ask, name))
	a := c.reach(ask, name, fields.Get("answer"))
	if chosen != "" && !once {
		a = a.keepHolder(c.r, name)
	}
	return a
}

// isOutside reports whether the user of a name is a customer of the corp and no member.
func (c *call) isOutside(ask *question, name string) bool {
	u, known := c.tx.User(c.account.owner(), name)
	if !known || !u.Outside {
		return false
	}
	ask.notes = append(ask.notes, u.Name+" is a customer of "+c.account.AppID+" and no member")
	return true
}

// chooser asks who holds the phone, after an answer that is no name if there is an err.
func (c *call) chooser(ask *question, err error) answer {
	people, problem := c.tx.UsersOf(c.account.owner()), ""
	if err != nil {
		problem = dim(err.Error())
	}
	var list strings.Builder
	for _, u := range people {
		list.WriteString(pageButton("user", u.Name, u.Name, false))
	}
	name := `<input name="user" required maxlength="64" autofocus> <button class="yes">确定</button>`
	if c.account.Platform == Work {
		name += " " + pageButton("as", "outsider", "企业外的人 (not a member)", false)
	}
	known := ""
	if len(people) > 0 {
		known = form(c.r, list.String())
	}
	return pageAnswer("谁拿着手机？", "<h3>谁拿着手机？</h3>"+dim("Who holds the phone? Choose a user of "+c.account.AppID+", or name a new one.")+
		known+form(c.r, name)+problem+c.problemButtons()+ask.footer())
}

// reach answers when it is known who visits: with the question whether they agree, or
// with the redirect.
func (c *call) reach(ask *question, name, reply string) answer {
	u := person(c.tx, c.account, name)
	asksName := c.account.Platform == MP && ask.scope == scopeUserInfo
	switch {
	case reply == "deny" && ask.silent():
		ask.notes = append(ask.notes, "snsapi_base asks nothing, so the user cannot refuse")
	case reply == "snapshot" && !asksName:
		ask.notes = append(ask.notes, "only snsapi_userinfo of an Official Account has snapshot users")
	}
	switch {
	case reply == "deny" && !ask.silent():
		return ask.redirect("")
	case reply == "allow", reply == "snapshot", ask.silent(), ask.outsider:
		return ask.redirect(c.codeFor(ask, u, reply == "snapshot"))
	}
	return c.consent(ask, u)
}

// consent asks the user to agree.
func (c *call) consent(ask *question, u world.User) answer {
	wants := "获取你的昵称、头像"
	snapshot := pageButton("answer", "snapshot", "快照页 (snapshot user)", false)
	switch {
	case ask.login:
		wants, snapshot = "登录网页", ""
	case c.account.Platform == Work:
		wants, snapshot = "获取你的头像、性别、手机、邮箱等敏感信息", ""
	}
	return pageAnswer("网页授权", "<h3>"+text(c.account.AppID)+" 申请"+text(wants)+"</h3><p>"+text(u.Name)+"</p>"+
		form(c.r, `<input type="hidden" name="user" value="`+text(u.Name)+`">`+pageButton("answer", "deny", "拒绝", false)+pageButton("answer", "allow", "允许", true)+snapshot)+
		form(c.r, pageButton("answer", "switch", "换个人 (another user)", false))+c.problemButtons()+ask.footer())
}
