package sandbox

import (
	"context"
	"errors"
	"html"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// userAgent is what a phone says.
func (b *Browser) userAgent() string {
	const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
	if b.Work {
		return phone + "wxwork/4.1.22 MicroMessenger/7.0.1 Language/zh"
	}
	return phone + "MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN"
}

// loaded is an answer that was read.
type loaded struct {
	status         int
	header         http.Header
	location, body string
}

func (v *visiting) load(method string, to *url.URL, form url.Values) (*loaded, error) {
	ctx, stop := context.WithTimeout(v.ctx, stepPatience)
	defer stop()
	target := *to
	target.Fragment, target.RawFragment = "", ""
	req, err := http.NewRequestWithContext(ctx, method, target.String(), strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", v.userAgent())
	req.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	req.Header.Set("Accept-Language", "zh-CN,zh-Hans;q=0.9")
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		req.Body, req.ContentLength, req.GetBody = nil, 0, nil
	}
	for _, cookie := range v.jar.Cookies(&target) {
		req.AddCookie(cookie)
	}
	res, err := v.HTTP.RoundTrip(req)
	if v.ctx.Err() != nil {
		return nil, context.Cause(v.ctx)
	}
	if err != nil {
		return nil, &TransportError{Err: err, At: target.Scheme + "://" + target.Host}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxPage))
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, &TransportError{Err: err, At: target.Scheme + "://" + target.Host}
	}
	v.jar.SetCookies(&target, res.Cookies())
	got := &loaded{status: res.StatusCode, header: res.Header, body: string(body)}
	if res.StatusCode >= 300 && res.StatusCode < 400 {
		got.location = res.Header.Get("Location")
	}
	return got, nil
}

// title is that of a page, or the beginning of a text.
func title(body string) string {
	if _, rest, found := strings.Cut(body, "<title>"); found {
		inner, _, _ := strings.Cut(rest, "</title>")
		return cut(strings.TrimSpace(html.UnescapeString(inner)))
	}
	if body = strings.TrimSpace(body); strings.HasPrefix(body, "<") {
		return ""
	}
	line, _, _ := strings.Cut(body, "\n")
	return cut(line)
}
