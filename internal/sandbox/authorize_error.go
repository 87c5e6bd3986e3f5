package sandbox

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// pageProblem is the error page of an authorization. Code 0 is a page without a code.
type pageProblem struct {
	code int
	why  string // for the developer, "" if the text says it
}

// pageText is the text of an error page in the platform's words. The sandbox itself
// shows 10003, 10005, 10010 to 10012, 10015 and 10016. The others follow from what it
// does not know, such as a blocked account, or must not be strict about: some SDKs leave
// out an empty state. A user can ask for those, see wantedProblem.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/auth.html
func pageText(code int) string {
	switch code {
	case 10003:
		return "redirect_uri域名与后台配置不一致"
	case 10004:
		return "此公众号被封禁"
	case 10005:
		return "此公众号并没有这些scope的权限"
	case 10006:
		return "必须关注此测试号"
	case 10009:
		return "操作太频繁了，请稍后重试"
	case 10010:
		return "scope不能为空"
	case 10011:
		return "redirect_uri不能为空"
	case 10012:
		return "appid不能为空"
	case 10013:
		return "state不能为空"
	case 10015:
		return "公众号未授权第三方平台，请检查授权状态"
	case 10016:
		return "不支持微信开放平台的Appid，请使用公众号Appid"
	}
	return "该链接无法访问"
}

// page is an error page. The header has its code for programs.
func (p *pageProblem) page(c *call) answer {
	line := pageText(p.code)
	if p.code != 0 {
		line += "，错误码：" + strconv.Itoa(p.code)
	}
	why := ""
	if p.why != "" {
		why = dim(p.why)
	}
	a := pageAnswer("授权失败", "<h3>"+text(line)+"</h3>"+why)
	a.code, a.msg = p.code, pageText(p.code)
	a.header.Set(pageErrorHeader, strconv.Itoa(p.code))
	if p.why != "" {
		a.header.Set(pageNoteHeader, url.QueryEscape(p.why))
	}
	return a
}

// Headers for a [Browser]: the code of an error page, and the notes for the developer.
const (
	pageErrorHeader = "Wxtool-Page-Error"
	pageNoteHeader  = "Wxtool-Page-Note"
)

// wantedProblems are the error pages that a user can ask for.
func wantedProblems() []string { return []string{"10004", "10006", "10009", "10013"} }

// wantedProblem is the error page that a user asks for by the answer to the question.
func (c *call) wantedProblem(answer string) *pageProblem {
	if c.r.URL.Path != authorizePath || c.account.Platform != MP || !slices.Contains(wantedProblems(), answer) {
		return nil
	}
	code, _ := strconv.Atoi(answer)
	return &pageProblem{code, "the user of the sandbox has asked for this page"}
}

// problemButtons ask for an error page.
func (c *call) problemButtons() string {
	if c.r.URL.Path != authorizePath || c.account.Platform != MP {
		return ""
	}
	var b strings.Builder
	for _, code := range wantedProblems() {
		b.WriteString(pageButton("answer", code, code, false))
	}
	return "<hr>" + form(c.r, b.String()) + dim("错误页 (error pages)")
}
