package cli

import (
	"cmp"
	"fmt"
	"net/http"
	"strings"
	"time"

	"wxtool/internal/account"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

type sandboxAccount struct {
	Platform string `json:"platform"`
	AppID    string `json:"app_id"`
	AgentID  string `json:"agent_id,omitempty"` // WeCom application
	To       string `json:"to,omitempty"`       // callback URL
	// DemoSecret is the AppSecret of the demo account, which is public.
	DemoSecret string `json:"demo_app_secret,omitempty"`
}

type sandboxReady struct {
	Addr     string           `json:"addr"`
	URL      string           `json:"url"`
	Accounts []sandboxAccount `json:"accounts"`
}

func newSandboxReady(addr string, known *sandboxAccounts) sandboxReady {
	ready := sandboxReady{Addr: addr, URL: "http://" + addr, Accounts: []sandboxAccount{}}
	for i, a := range known.list {
		shown := sandboxAccount{Platform: a.Platform, AppID: a.AppID, AgentID: a.AgentID}
		if a.To != nil {
			shown.To = a.To.String()
		}
		if known.used[i].Demo && a.Secret == account.DemoAppSecret {
			shown.DemoSecret = a.Secret
		}
		ready.Accounts = append(ready.Accounts, shown)
	}
	return ready
}

func (sandboxReady) JSONType() string { return "ready" }

func (r sandboxReady) WriteText(p *ui.Printer) {
	p.Linef("%s %s", p.Good("listening on"), p.Bold(r.URL))
	for _, a := range r.Accounts {
		line := padTo(a.Platform, 6) + ui.OneLine(a.AppID)
		if a.AgentID != "" {
			line += "  agent_id " + ui.OneLine(a.AgentID)
		}
		if a.DemoSecret != "" {
			line += "  AppSecret " + a.DemoSecret
		}
		if a.To != "" {
			line += "  pushes to " + ui.OneLine(a.To)
		}
		p.Linef("  %s", line)
	}
	p.Linef("  try: wxtool token --api-base %s", r.URL)
}

// callEvent is one call that the sandbox answered.
type callEvent struct {
	Time    time.Time `json:"time"`
	Method  string    `json:"method"`
	Path    string    `json:"path"`
	AppID   string    `json:"app_id,omitempty"`
	Status  int       `json:"status"`
	Errcode int       `json:"errcode"`
	Errmsg  string    `json:"errmsg,omitempty"`
}

func newCallEvent(e sandbox.Event) callEvent {
	return callEvent{e.Time.UTC(), e.Method, e.Path, e.AppID, e.Status, e.Code, e.Msg}
}

// callSize is roughly the memory of a call's event in bytes.
func callSize(e sandbox.Event) int { return 512 + len(e.Path) + len(e.Msg) }

func (callEvent) JSONType() string { return "call" }

func (e callEvent) WriteText(p *ui.Printer) {
	verdict := p.Good("ok")
	switch {
	case e.Errcode != 0:
		verdict = p.Bad(fmt.Sprintf("%d %s", e.Errcode, ui.Printable(e.Errmsg)))
	case e.Status != http.StatusOK:
		verdict = p.Bad(strings.TrimSpace(http.StatusText(e.Status) + " " + ui.Printable(e.Errmsg)))
	}
	p.Linef("%s %s %s  %s  %s", p.Dim(e.Time.Local().Format(time.TimeOnly)), ui.Printable(e.Method), ui.Printable(e.Path), cmp.Or(ui.Printable(e.AppID), "-"), verdict)
}

// endpointsResult lists the paths of the API.
type endpointsResult struct {
	Endpoints []sandbox.Endpoint `json:"endpoints"`
}

func (endpointsResult) JSONType() string { return "endpoints" }

func (r endpointsResult) WriteText(p *ui.Printer) {
	for _, e := range r.Endpoints {
		limit := ""
		if e.Daily > 0 {
			limit = p.Dim(fmt.Sprintf("  %d a day", e.Daily))
		}
		p.Linef("%s %s %s%s", padTo(cmp.Or(e.Platform, "both"), 5), padTo(cmp.Or(e.Method, "any"), 5), e.Path, limit)
	}
}
