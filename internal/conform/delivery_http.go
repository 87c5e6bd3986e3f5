package conform

import (
	"context"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

const (
	reportHTTP10 = "https://cloud.tencent.com/developer/techpedia/1025/429"
	reportBody   = "https://github.com/node-webot/co-wechat/issues/27"
	reportJSON   = "https://github.com/tencentyun/wafer2-startup/issues/104"
)

// httpCases are about the HTTP around pushes.
func httpCases() []*Case {
	return []*Case{
		{
			Topic: Delivery, Name: "http-1.0", Level: Should, Source: reportHTTP10, Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "A push by HTTP/1.0 is answered too: the platform has sent such requests.", ZH: "HTTP/1.0 的推送也应得到应答：平台发送过这样的请求。"},
			Remedy:      lang.Text{EN: "Allow HTTP/1.0 in the proxy; Envoy and Istio answer 426 unless accept_http_10 is set.", ZH: "在代理中允许 HTTP/1.0；Envoy 和 Istio 未设置 accept_http_10 时返回 426。"},
			Check:       http10,
		},
		{
			Topic: Delivery, Name: "keep-alive", Level: Should, Source: "https://www.rfc-editor.org/rfc/rfc9112#section-9.3", Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "A right push is answered well after a refused one on the same connection, which a proxy keeps open.", ZH: "在代理保持的同一连接上，被拒绝的推送之后，正确的推送应得到有效的应答。"},
			Remedy:      lang.Text{EN: "Read the body of each request before it is answered, or close the connection.", ZH: "应答之前读完每个请求的正文，或关闭连接。"},
			Check:       keepAlive,
		},
		{
			Topic: Delivery, Name: "content-types", Level: Should, Source: reportBody, Control: ByPush, Positive: true,
			Requirement: lang.Text{EN: "A push is read whatever its Content-Type is.", ZH: "无论 Content-Type 是什么，都应能读取推送。"},
			Remedy:      lang.Text{EN: "Read the raw body, and do not leave it to a parser that goes by Content-Type.", ZH: "读取原始正文，不要交给按 Content-Type 选择的解析器。"},
			Check:       contentTypes,
		},
		{
			Topic: Delivery, Name: "json-as-xml", Level: Should, Source: reportJSON, Platform: callback.MP, Control: ByPush, Positive: true, Unless: unlessMiniProgram,
			Requirement: lang.Text{EN: "A JSON push is read, also with the Content-Type text/xml: the data format is set in the console.", ZH: "JSON 推送也应能读取，即使 Content-Type 为 text/xml：数据格式在后台设置。"},
			Remedy:      lang.Text{EN: "Recognize the format by the first byte of the body.", ZH: "按正文的第一个字节识别格式。"},
			Check:       jsonAsXML,
		},
	}
}

// unlessMiniProgram is the reason not to send JSON to an Official Account, which has no
// choice of the format in its console.
func unlessMiniProgram(e *Endpoint) lang.Text {
	if e.control().Platform == "miniprogram" {
		return lang.Text{}
	}
	return lang.Text{EN: "only the URL of a mini program gets JSON", ZH: "只有小程序的 URL 会收到 JSON"}
}

// deliverRaw sends a push in a form that no HTTP library sends.
func (t *Trial) deliverRaw(ctx context.Context, change func(*deliver.RawRequest)) error {
	p, err := t.Message()
	if err != nil {
		return err
	}
	req, signed, err := t.Client.Build(p, t.URL)
	if err != nil {
		return err
	}
	raw, err := deliver.NewRaw(req)
	if err != nil {
		return err
	}
	change(raw)
	t.judgeExchange(p, signed.Mode, t.Client.SendRaw(ctx, t.URL, raw))
	return nil
}

// judgeExchange judges the answer to a push that was sent in another way than Deliver.
func (t *Trial) judgeExchange(p *push.Push, mode callback.Mode, ex exchange.Exchange) {
	d := &deliver.Delivery{Push: p, URL: t.URL, Mode: mode, Attempts: []exchange.Exchange{ex}}
	d.Reply = verdict.Judge(p, mode, d.Attempts)
	t.Judge(d)
}

func http10(ctx context.Context, t *Trial) error {
	return t.deliverRaw(ctx, func(r *deliver.RawRequest) { r.Proto = "HTTP/1.0" })
}

// keepAlive sends a push with a wrong signature and two right ones over one connection.
func keepAlive(ctx context.Context, t *Trial) error {
	client := *t.Client
	client.KeepAlive = true
	_, signed, err := t.Sealed()
	if err != nil {
		return err
	}
	client.Send(ctx, t.Post(deliver.MisSigned(signed.Query), signed))
	for range 2 {
		p, err := t.Message()
		if err != nil {
			return err
		}
		d, err := client.Deliver(ctx, p, t.URL)
		if err != nil {
			return err
		}
		t.Judge(d)
	}
	return nil
}

// contentTypes sends a push with other names of its format, and with that of curl.
func contentTypes(ctx context.Context, t *Trial) error {
	types := []string{"application/xml", "text/xml; charset=utf-8", "application/x-www-form-urlencoded", ""}
	if message.IsJSON(t.control().Message()) {
		types = []string{"application/json; charset=utf-8", "text/xml", "application/x-www-form-urlencoded", ""}
	}
	for _, contentType := range types {
		p, err := t.Message()
		if err != nil {
			return err
		}
		req, signed, err := t.Client.Build(p, t.URL)
		if err != nil {
			return err
		}
		req.Header.Del("Content-Type")
		if contentType != "" {
			req.Header.Set("Content-Type", contentType)
		}
		t.judgeExchange(p, signed.Mode, t.Client.Send(ctx, req))
	}
	return nil
}

// jsonAsXML sends a push in JSON with both types.
func jsonAsXML(ctx context.Context, t *Trial) error {
	for _, contentType := range []string{"application/json", "text/xml"} {
		o := t.pushOptions()
		o.Format = "json"
		p, err := push.New(t.control(), t.Account, o)
		if err != nil {
			return err
		}
		req, signed, err := t.Client.Build(p, t.URL)
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", contentType)
		t.judgeExchange(p, signed.Mode, t.Client.Send(ctx, req))
	}
	return nil
}
