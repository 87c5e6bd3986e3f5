package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wxtool/internal/lang"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi/errcode"
)

var errNothingFound = errors.New("explain: the text has no code, and no entry has all its words")

// codeResult is the meaning of a code on a platform, or an unknown code.
type codeResult struct {
	Errcode  int        `json:"errcode"`
	Known    bool       `json:"known"`
	Platform string     `json:"platform,omitempty"`
	Meaning  string     `json:"meaning,omitempty"`
	Term     string     `json:"term,omitempty"`
	Cause    string     `json:"cause,omitempty"`
	Remedy   string     `json:"remedy,omitempty"`
	Source   string     `json:"source,omitempty"`
	IP       string     `json:"ip,omitempty"`
	Rid      string     `json:"rid,omitempty"`
	Time     string     `json:"rid_time,omitempty"`
	Family   string     `json:"family,omitempty"`
	Near     []nearCode `json:"near,omitempty"`
	Pages    []string   `json:"pages,omitempty"`
	first    bool       // nothing is printed before it
	brief    bool       // one line
	quiet    bool
	lang     lang.Language
}

type nearCode struct {
	Errcode  int    `json:"errcode"`
	Platform string `json:"platform"`
	Meaning  string `json:"meaning"`
}

func newCodeResult(e errcode.Entry, r errcode.Reply, env *ui.Env) codeResult {
	l := env.Lang
	return codeResult{
		Errcode: e.Code, Known: true, Platform: e.Platform, Meaning: e.Meaning.In(l), Term: e.Meaning.ZH,
		Cause: e.Cause.In(l), Remedy: e.Remedy.In(l), Source: e.Source.In(l),
		IP: r.IP, Rid: r.Rid, Time: ridTime(r), quiet: env.Quiet, brief: env.Quiet, lang: l,
	}
}

// newUnknownCode returns the result for an unknown code: the topic of its range, codes
// near it and the official pages, for one platform if it is given.
func newUnknownCode(r errcode.Reply, platform string, l lang.Language) codeResult {
	result := codeResult{
		Errcode: r.Code, Platform: platform, IP: r.IP, Rid: r.Rid, Time: ridTime(r),
		Family: errcode.Family(r.Code).In(l), Pages: codePages(r.Code, platform), lang: l,
	}
	for _, e := range errcode.Near(r.Code, platform) {
		result.Near = append(result.Near, nearCode{e.Code, e.Platform, e.Meaning.In(l)})
	}
	return result
}

func codePages(code int, platform string) []string {
	mp, work := []string{errcode.PageMP}, []string{errcode.PageWork + strconv.Itoa(code)}
	switch platform {
	case errcode.MP:
		return mp
	case errcode.Work:
		return work
	}
	return append(mp, work...)
}

func pagesHint(code int) string {
	return "the official lists are " + strings.TrimSuffix(strings.Join(codePages(code, ""), " and "), "?e=0")
}

func ridTime(r errcode.Reply) string {
	if r.Rid == "" {
		return ""
	}
	return r.Time().Format(time.RFC3339)
}

func (codeResult) JSONType() string { return "errcode" }
func (r codeResult) IsOK() bool     { return r.Known }

func (r codeResult) WriteText(p *ui.Printer) {
	head := p.Bold(strconv.Itoa(r.Errcode)) + " " + p.Dim(padTo(r.Platform, 5)) + " "
	switch {
	case r.quiet:
		p.Linef("%d %s %s", r.Errcode, r.Platform, r.Meaning)
		return
	case r.brief:
		p.Linef("%s%s", head, r.title())
		return
	case !r.first:
		p.Linef("")
	}
	switch {
	case r.Known:
		p.Linef("%s%s", head, r.title())
	case r.Platform != "":
		p.Linef("%s%s", head, p.Warn(codeUnknown.in(r.lang)))
	default:
		p.Linef("%s %s", p.Bold(strconv.Itoa(r.Errcode)), p.Warn(codeUnknown.in(r.lang)))
	}
	for _, line := range r.lines() {
		if line.text != "" {
			p.Linef("  %s %s", p.Dim(line.label.in(r.lang)), line.text)
		}
	}
}

// title is the meaning, in English with the Chinese words of the platform.
func (r codeResult) title() string {
	if r.lang == lang.Chinese {
		return r.Meaning
	}
	return r.Meaning + " (" + r.Term + ")"
}

type codeLine struct {
	label word
	text  string
}

func (r codeResult) lines() []codeLine {
	lines := []codeLine{{codeIP, r.IP}, {codeRid, r.Rid}, {codeAsked, r.Time}, {codeCause, r.Cause}, {codeRemedy, r.Remedy}, {codeSource, r.Source}, {codeFamily, r.Family}}
	for _, n := range r.Near {
		lines = append(lines, codeLine{codeNear, fmt.Sprintf("%d %s %s", n.Errcode, padTo(n.Platform, 5), n.Meaning)})
	}
	for _, page := range r.Pages {
		lines = append(lines, codeLine{codePage, page})
	}
	return lines
}
