package sandbox

import (
	"context"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Limits of a visit.
const (
	maxSteps     = 20
	maxPage      = 1 << 20
	stepPatience = 30 * time.Second
)

// Browser opens web pages as a user's phone does, without a screen: it follows
// redirects, keeps cookies, says MicroMessenger, and goes to the sandbox where a page
// sends it to the platform.
//
// The error of Open is a [*TransportError], an [*ActError] for an address that is none,
// or the cause of the context.
type Browser struct {
	Sandbox string // origin of the sandbox, such as http://127.0.0.1:8090
	HTTP    http.RoundTripper
	User    string // name of the user who holds the phone
	Answer  string // to a question for consent: allow, deny or snapshot; or an error page, see ErrorPages
	Twice   bool   // load the page to which the platform returns twice, as WeChat may
	Work    bool   // WeCom instead of WeChat
}

// ErrorPages are the numbers of the pages that a user can ask the platform for.
func ErrorPages() []string { return wantedProblems() }

// Step is one request of a visit.
type Step struct {
	Method   string   `json:"method"`             // GET, or POST for an answer to the platform
	URL      string   `json:"url"`                // where the page is; the platform's is at the sandbox
	Status   int      `json:"status"`             // of the answer
	Location string   `json:"location,omitempty"` // of a redirect
	What     string   `json:"what,omitempty"`     // what the step is about, such as authorize
	Error    string   `json:"error,omitempty"`    // the platform's error page
	Code     int      `json:"code,omitempty"`     // the number of the error page
	Notes    []string `json:"notes,omitempty"`    // what the platform may refuse, or does not show
}

// Visit is the result of opening a page.
type Visit struct {
	User   string `json:"user"`            // who holds the phone
	URL    string `json:"url"`             // where the visit ended
	Status int    `json:"status"`          // of the last answer
	Title  string `json:"title,omitempty"` // of the last page
	Steps  []Step `json:"steps"`           // the requests, in order
	Asked  bool   `json:"asked"`           // the platform was asked who visits
	OK     bool   `json:"-"`               // no error page, and no status of 400 or more
	Body   string `json:"-"`               // of the last page
}

// visiting is a visit in progress.
type visiting struct {
	*Browser
	ctx      context.Context
	jar      http.CookieJar
	sandbox  *url.URL
	visit    *Visit
	named    map[string]bool // hosts that the user of wxtool has named
	returned bool            // the last step was a return from the platform
}

// Open visits an address, which may be one of the platform's own pages.
func (b *Browser) Open(ctx context.Context, address string) (*Visit, error) {
	if err := checkUserName(b.User); err != nil {
		return nil, err
	}
	if !strings.Contains(address, "://") {
		address = "http://" + address
	}
	next, err := url.Parse(address)
	if err != nil || next.Host == "" || next.Scheme != "http" && next.Scheme != "https" {
		return nil, &ActError{Problem: fmt.Sprintf("open %q: is not the URL of a page", address), Hint: "such as http://localhost:3000/account"}
	}
	origin, err := url.Parse(b.Sandbox)
	if err != nil {
		return nil, actError("the address of the sandbox: %v", err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	v := &visiting{Browser: b, ctx: ctx, jar: jar, sandbox: origin, visit: &Visit{User: b.User, Steps: []Step{}}, named: map[string]bool{next.Host: true}}
	for next != nil {
		if len(v.visit.Steps) >= maxSteps {
			v.last().Error = "more than " + strconv.Itoa(maxSteps) + " requests; the page and the platform send the phone to each other"
			break
		}
		if next, err = v.step(next); err != nil {
			return nil, err
		}
	}
	v.visit.OK = v.last().Error == "" && v.visit.Status < http.StatusBadRequest
	return v.visit, nil
}

func (v *visiting) last() *Step { return &v.visit.Steps[len(v.visit.Steps)-1] }

// step makes one request, and returns where it leads, nil at the end.
func (v *visiting) step(to *url.URL) (*url.URL, error) {
	if v.atPlatform(to) {
		return v.askPlatform(to)
	}
	loads := 1
	if v.returned && v.Twice {
		loads = 2
	}
	v.returned = false
	var res *loaded
	for load := range loads {
		var err error
		if res, err = v.load(http.MethodGet, to, nil); err != nil {
			return nil, err
		}
		s := Step{Method: http.MethodGet, URL: to.String(), Status: res.status, Location: res.location}
		if loads > 1 {
			s.What = fmt.Sprintf("load %d of 2", load+1)
		}
		v.add(s, res)
		if res.status >= http.StatusBadRequest {
			return nil, nil
		}
	}
	if res.location != "" {
		return v.follow(to, res.location)
	}
	return v.linked(res.body), nil
}

func (v *visiting) add(s Step, res *loaded) {
	v.visit.Steps = append(v.visit.Steps, s)
	v.visit.URL, v.visit.Status, v.visit.Title, v.visit.Body = s.URL, s.Status, title(res.body), res.body
}

// follow resolves a redirect. A page can name any host, and the phone of a virtual user
// opens only those that the user of wxtool has named, and this machine.
func (v *visiting) follow(from *url.URL, location string) (*url.URL, error) {
	next, err := from.Parse(location)
	if err != nil || next.Scheme != "http" && next.Scheme != "https" || next.Host == "" {
		v.last().Error = "Location: is not a URL that a phone can open"
		return nil, nil
	}
	if next.Fragment == "" {
		next.Fragment, next.RawFragment = from.Fragment, from.RawFragment
	}
	if v.atPlatform(next) {
		return from.Parse(location) // its fragment must be its own
	}
	if !v.named[next.Host] && !loopback(next.Hostname()) {
		v.last().Notes = append(v.last().Notes, "the redirect leads to "+next.Host+", which is another machine, so the visit ends here; open its URL to visit it")
		return nil, nil
	}
	return next, nil
}

// linked is where a page sends its visitor by script: to the platform, at most once.
func (v *visiting) linked(body string) *url.URL {
	const start = "https://open.weixin.qq.com" + authorizePath + "?"
	_, rest, found := strings.Cut(body, start)
	if v.visit.Asked || !found {
		return nil
	}
	if end := strings.IndexAny(rest, "\"'`<> \t\r\n\\"); end >= 0 {
		rest = rest[:end]
	}
	next, err := url.Parse(start + strings.ReplaceAll(rest, "&amp;", "&"))
	if err != nil {
		return nil
	}
	v.last().Notes = append(v.last().Notes, "the page has the address of the platform in it, and no redirect; the phone opens it as a script would")
	return next
}

// atPlatform reports whether an address is a page of the platform.
func (v *visiting) atPlatform(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	return isPage(u.Path) && (platforms(host) || u.Host == v.sandbox.Host)
}

// askPlatform answers the platform's page as the user, and returns to where it
// redirects.
func (v *visiting) askPlatform(to *url.URL) (*url.URL, error) {
	v.visit.Asked = true
	here := *to
	here.Scheme, here.Host, here.Fragment, here.RawFragment = v.sandbox.Scheme, v.sandbox.Host, "", ""
	form := url.Values{"user": {v.User}, "answer": {v.Answer}}
	res, err := v.load(http.MethodPost, &here, form)
	if err != nil {
		return nil, err
	}
	s := Step{Method: http.MethodPost, URL: to.String(), Status: res.status, Location: res.location, What: "authorize: " + v.User}
	if v.Answer != "allow" {
		s.What += ", " + v.Answer
	}
	if to.Path == authorizePath && to.Fragment != "wechat_redirect" {
		s.Notes = append(s.Notes, "#wechat_redirect: is missing at the end of the URL, and the platform requires it")
	}
	for _, note := range res.header.Values(pageNoteHeader) {
		if note, err := url.QueryUnescape(note); err == nil {
			s.Notes = append(s.Notes, note)
		}
	}
	if number := res.header.Get(pageErrorHeader); number != "" {
		s.Code, _ = strconv.Atoi(number)
		s.Error = pageText(s.Code)
	} else if res.location == "" {
		return nil, ErrNotSandbox
	}
	v.add(s, res)
	if s.Error != "" {
		return nil, nil
	}
	v.returned = true
	if back, err := here.Parse(res.location); err == nil {
		v.named[back.Host] = true // oauth_domain names it, or it is this machine
	}
	return v.follow(&here, res.location)
}
