package conform

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

const (
	pageXXE      = "https://owasp.org/www-community/vulnerabilities/XML_External_Entity_(XXE)_Processing"
	pageLaughs   = "https://cheatsheetseries.owasp.org/cheatsheets/XML_Security_Cheat_Sheet.html"
	pageSlow     = "https://owasp.org/www-community/attacks/Denial_of_Service"
	pageHTTPBody = "https://www.rfc-editor.org/rfc/rfc9112#section-6.3"
	pageMethods  = "https://www.rfc-editor.org/rfc/rfc9110#section-9"
	pageErrors   = "https://www.rfc-editor.org/rfc/rfc9110#section-15.5.1"
)

// robustnessCases are about requests that no platform sends, or that break on their way.
// Any client can send them: a server must be alive after each, which the control
// shows. That it answers them, and not with 500, is a case of its own.
func robustnessCases() []*Case {
	return []*Case{
		{
			Topic: Robustness, Name: "external-entity", Level: Must, Source: pageXXE, Control: ByPush, Unless: unlessXML,
			Requirement: lang.Text{EN: "An external entity in a push is not fetched.", ZH: "不得读取推送中的外部实体。"},
			Remedy:      lang.Text{EN: "Turn off DTDs and external entities in the XML parser; in Python use defusedxml, in PHP do not set LIBXML_NOENT.", ZH: "在 XML 解析器中关闭 DTD 和外部实体；Python 用 defusedxml，PHP 不要设置 LIBXML_NOENT。"},
			Check:       externalEntity,
		},
		{
			Topic: Robustness, Name: "entity-expansion", Level: Should, Source: pageLaughs, Control: ByPush, Unless: unlessXML,
			Requirement: lang.Text{EN: "Entities that a push defines are not expanded into the reply, and do not stop the server.", ZH: "推送自带的实体不得被展开到回复中，也不得使服务器停止服务。"},
			Remedy:      lang.Text{EN: "Refuse a push with a DOCTYPE: the platform sends none.", ZH: "拒绝含 DOCTYPE 的推送：平台不会发送。"},
			Check:       entityExpansion,
		},
		damagedBody("deep-nesting", pageLaughs, lang.Text{EN: "A push with 10,000 nested elements does not stop the server.", ZH: "嵌套一万层元素的推送不得使服务器停止服务。"},
			func([]byte) []byte {
				return []byte("<xml>" + strings.Repeat("<a>", 10000) + strings.Repeat("</a>", 10000) + "</xml>")
			}),
		damagedBody("large-body", pageSlow, lang.Text{EN: "A body of 10 MB does not stop the server.", ZH: "10 MB 的请求正文不得使服务器停止服务。"},
			func([]byte) []byte {
				return []byte("<xml><Content><![CDATA[" + strings.Repeat("0123456789abcdef", 10<<20/16) + "]]></Content></xml>")
			}),
		damagedBody("invalid-utf-8", reportHostile, lang.Text{EN: "A push with bytes that are no UTF-8 does not stop the server.", ZH: "含非 UTF-8 字节的推送不得使服务器停止服务。"},
			func(msg []byte) []byte { return bytes.Replace(msg, []byte(marker), []byte{0xff, 0xfe, 0xc3, 0x28}, 1) }),
		damagedBody("gbk", reportHostile, lang.Text{EN: "A push in GBK does not stop the server.", ZH: "GBK 编码的推送不得使服务器停止服务。"},
			func(msg []byte) []byte { return bytes.Replace(msg, []byte(marker), []byte{0xc4, 0xe3, 0xba, 0xc3}, 1) }),
		damagedBody("empty-body", pageHTTPBody, lang.Text{EN: "A push without a body does not stop the server.", ZH: "没有正文的推送不得使服务器停止服务。"},
			func([]byte) []byte { return nil }),
		damagedBody("no-xml", pageHTTPBody, lang.Text{EN: "A body that is neither XML nor JSON does not stop the server.", ZH: "既不是 XML 也不是 JSON 的正文不得使服务器停止服务。"},
			func([]byte) []byte { return []byte("hello=world&<xml") }),
		{
			Topic: Robustness, Name: "handles-errors", Level: Should, Source: pageErrors, Control: ByPush,
			Requirement: lang.Text{EN: "A body that cannot be parsed is answered with a 4xx status and not with 500.", ZH: "无法解析的正文应以 4xx 状态码应答，而不是 500。"},
			Remedy:      lang.Text{EN: "Handle errors of the parser and answer 400: 500 hides real failures in the log.", ZH: "处理解析错误并返回 400：500 会在日志中掩盖真正的故障。"},
			Check:       handlesErrors,
		},
		{
			Topic: Robustness, Name: "methods", Level: Must, Source: pageMethods, Control: ByPush,
			Requirement: lang.Text{EN: "HEAD, PUT, DELETE and OPTIONS do not stop the server.", ZH: "HEAD、PUT、DELETE 和 OPTIONS 请求不得使服务器停止服务。"},
			Remedy:      lang.Text{EN: "Answer other methods than GET and POST with 405.", ZH: "对 GET 和 POST 以外的方法返回 405。"},
			Check:       otherMethods,
		},
		{
			Topic: Robustness, Name: "half-a-body", Level: Must, Source: pageHTTPBody, Control: ByPush,
			Requirement: lang.Text{EN: "A client that breaks off in the middle of the body does not stop the server.", ZH: "客户端在正文中途断开，不得使服务器停止服务。"},
			Remedy:      lang.Text{EN: "Handle the error of reading a body.", ZH: "处理读取正文时的错误。"},
			Check:       halfBody,
		},
		{
			Topic: Robustness, Name: "stalled-bodies", Level: Should, Source: pageSlow, Control: ByPush,
			Requirement: lang.Text{EN: "Twenty clients that do not send the rest of a body do not keep others from being served.", ZH: "二十个不发送剩余正文的客户端，不应使其他请求得不到服务。"},
			Remedy:      lang.Text{EN: "Serve more requests at a time, set a time limit for reading, or put a proxy that buffers requests before the server.", ZH: "同时处理更多请求，为读取设置时限，或在服务器前放置会缓冲请求的代理。"},
			Check:       stalledBodies,
		},
		{
			Topic: Robustness, Name: "slow-body", Level: Should, Slow: true, Source: pageSlow, Control: ByPush,
			Requirement: lang.Text{EN: "A push whose body takes four seconds to arrive is answered, and others meanwhile.", ZH: "正文需四秒才到齐的推送应得到应答，期间其他推送也应得到应答。"},
			Remedy:      lang.Text{EN: "Serve more than one request at a time, and read a body to its Content-Length.", ZH: "同时处理多个请求，并按 Content-Length 读完正文。"},
			Check:       slowBody,
		},
	}
}

// marker is replaced by bytes that no edit can set.
const marker = "wxtool-marker"

// damagedBody is a case of a push, rightly signed and encrypted, whose message was changed.
func damagedBody(name, source string, requirement lang.Text, change func([]byte) []byte) *Case {
	return &Case{
		Topic: Robustness, Name: name, Level: Must, Source: source, Control: ByPush, Unless: unlessXMLTexts, Requirement: requirement,
		Remedy: lang.Text{EN: "Handle errors of the parser and answer 400, and set a limit for the body.", ZH: "处理解析错误并返回 400，并为正文大小设置上限。"},
		Check: func(ctx context.Context, t *Trial) error {
			p, err := t.Message(set("Content", marker))
			if err != nil {
				return err
			}
			p.Message = change(p.Message)
			requests, err := t.sealedBodies(p)
			if err != nil {
				return err
			}
			return t.survives(ctx, requests)
		},
	}
}

// survives sends requests and adds findings where they get no answer or an error that
// the program did not expect. That the server is alive is shown by the control.
func (t *Trial) survives(ctx context.Context, requests []exchange.Request) error {
	for _, req := range requests {
		ex := t.Client.Send(ctx, req)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		t.judgeSurvival(&ex)
	}
	return nil
}

// judgeSurvival adds a finding if a request got no answer. That the answer is 500 is
// only a note, as one case is about that.
func (t *Trial) judgeSurvival(ex *exchange.Exchange) {
	switch {
	case ex.Cause != nil && ex.Cause.ID == exchange.Timeout:
		t.Add(Should, ex, text("the request got no answer: %s", "该请求没有得到应答：%s", ex.Cause.Words()))
	case failed(ex):
		t.Add(Info, ex, text("the answer is HTTP status 500", "应答为 HTTP 500"))
	}
}

func failed(ex *exchange.Exchange) bool {
	return ex.Response != nil && ex.Response.Status == http.StatusInternalServerError
}

// handlesErrors sends pushes with right signatures and bodies that are no message, and
// reports the first that is answered with 500.
func handlesErrors(ctx context.Context, t *Trial) error {
	for _, body := range []string{"<xml><Content>", "no message"} {
		_, signed, err := t.Sealed()
		if err != nil {
			return err
		}
		req := t.Post(signed.Query, signed)
		req.Body = []byte(body)
		ex := t.Client.Send(ctx, req)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if failed(&ex) {
			t.Add(Should, &ex, text("a body that cannot be parsed was answered with HTTP status 500", "无法解析的正文得到了 HTTP 500"))
			return nil
		}
	}
	return nil
}

// otherMethods sends right signatures by methods that the platform does not use.
func otherMethods(ctx context.Context, t *Trial) error {
	_, signed, err := t.Sealed()
	if err != nil {
		return err
	}
	var requests []exchange.Request
	for _, method := range []string{http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		req := t.Post(signed.Query, signed)
		req.Method = method
		if method == http.MethodHead {
			req.Body = nil
		}
		requests = append(requests, req)
	}
	return t.survives(ctx, requests)
}

// halfBody sends half of a body and ends the connection, three times.
func halfBody(ctx context.Context, t *Trial) error {
	for range 3 {
		p, err := t.Message()
		if err != nil {
			return err
		}
		req, _, err := t.Client.Build(p, t.URL)
		if err != nil {
			return err
		}
		raw, err := deliver.NewRaw(req)
		if err != nil {
			return err
		}
		raw.Body, raw.CloseWrite = raw.Body[:len(raw.Body)/2], true
		client := *t.Client
		client.Deadline = min(t.limit(), time.Second) // no answer is right too
		ex := client.SendRaw(ctx, t.URL, raw)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if failed(&ex) {
			t.judgeSurvival(&ex)
		}
		if res := ex.Response; res != nil && res.Status == http.StatusOK && isReply(res.Body) {
			t.Add(Must, &ex, text("half a push was answered with a reply", "只有一半的推送得到了回复"))
		}
	}
	return nil
}
