package conform

import (
	"bytes"
	"cmp"
	"context"
	"net/http"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
)

// A refusal has two strengths. A server must give no echo and no reply. It should
// answer with a 4xx status, which cases of their own check, so that a server that
// refuses everything with status 200 gets one finding and not twenty.

// MustRefuse sends a request that must get no reply. what is the request in words, as
// in "a push with a wrong signature".
func (t *Trial) MustRefuse(ctx context.Context, req exchange.Request, what lang.Text) (*exchange.Exchange, error) {
	return t.refuse(ctx, Must, req, what)
}

// refuse is MustRefuse with the level of the finding; "" is Must.
func (t *Trial) refuse(ctx context.Context, level Level, req exchange.Request, what lang.Text) (*exchange.Exchange, error) {
	ex := t.Client.Send(ctx, req)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	t.judgeRefusal(cmp.Or(level, Must), &ex, what)
	return &ex, nil
}

// hangs reports whether a request got no answer in time, so that more of its kind would
// take as long.
func hangs(ex *exchange.Exchange) bool { return ex.Cause != nil && ex.Cause.ID == exchange.Timeout }

// settled reports whether there is no use in sending another request of the kind of the
// last: one was not refused, which is enough for a developer to look at, or none is
// answered in time.
func (t *Trial) settled(last *exchange.Exchange) bool {
	level := t.Result.Level()
	return level == Must || level == Should || hangs(last)
}

// judgeRefusal adds a finding where a request that must be refused got a reply.
func (t *Trial) judgeRefusal(level Level, ex *exchange.Exchange, what lang.Text) {
	res := ex.Response
	switch {
	case res == nil || res.Status != http.StatusOK:
		return // no answer and any other status are no reply; the control shows whether the server is still alive
	case t.right.push != nil && isAnswer(res.Body) && bytes.Equal(res.Body, t.right.push.Body):
		t.Add(level, ex, text("%s was answered like a right one", "%s得到与正确请求相同的应答", what))
	case isReply(res.Body):
		t.Add(level, ex, text("%s was answered with a reply", "%s得到了回复", what))
	case t.right.push != nil && bytes.Equal(res.Body, t.right.push.Body) && len(t.Result.Findings) == 0: // once a case is enough
		t.Result.unproven = true
		t.Add(Info, ex, text("%s got the same answer as a right one, so nothing shows that it was refused", "%s得到的应答与正确请求相同，无法判断是否已被拒绝", what))
	}
}

// replies returns 1 if an answer is a reply, or what a right push gets, else 0.
func (t *Trial) replies(ex *exchange.Exchange) int {
	res := ex.Response
	if res != nil && res.Status == http.StatusOK && (isReply(res.Body) || t.right.push != nil && isAnswer(res.Body) && bytes.Equal(res.Body, t.right.push.Body)) {
		return 1
	}
	return 0
}

// isAnswer reports whether a body is more than empty or success.
func isAnswer(body []byte) bool {
	return len(bytes.TrimSpace(body)) > 0 && string(body) != "success"
}

// isReply reports whether a body is a passive reply, encrypted or not.
func isReply(body []byte) bool {
	var e callback.Envelope
	if e.Read(body) != nil {
		return false
	}
	return e.Encrypted() || len(e.Text("MsgType")) > 0 || message.FormatOf(body) == "json" && len(e.Text("msgtype")) > 0
}

// MustNotEcho sends a verification request that must not get the echostr.
func (t *Trial) MustNotEcho(ctx context.Context, v *Verification, what lang.Text) (*exchange.Exchange, error) {
	ex := v.Send(ctx)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if res := ex.Response; res != nil && res.Status == http.StatusOK && bytes.Contains(res.Body, []byte(v.Echostr)) {
		t.Add(Must, &ex, text("%s was answered with the echostr", "%s得到了 echostr", what))
	}
	return &ex, nil
}

// ShouldRefuseWithStatus adds a finding where a refusal has no 4xx status.
func (t *Trial) ShouldRefuseWithStatus(ex *exchange.Exchange, what lang.Text) {
	res := ex.Response
	switch {
	case res == nil:
		t.Add(Should, ex, text("%s got no answer: %s", "%s没有得到应答：%s", what, ex.Cause.Words()))
	case res.Status/100 == 4:
	case res.Status == http.StatusOK && isStatusText(res.Body):
		t.Add(Should, ex, text("%s was answered with HTTP status 200 and the body %q, which is a status only in the text", "%s得到 HTTP 200，正文为 %q：状态码只写在了正文里", what, message.CutText(string(res.Body), 80)))
	case res.Status/100 == 5:
		t.Add(Should, ex, text("%s was answered with HTTP status %d, as after a crash", "%s得到 HTTP %d，看起来是服务器崩溃", what, res.Status))
	default:
		t.Add(Should, ex, text("%s was answered with HTTP status %d instead of 4xx", "%s得到 HTTP %d，应为 4xx", what, res.Status))
	}
}

// isStatusText reports whether a body is only a status code, as of Django's
// HttpResponse(403), which answers 200 with the body 403.
func isStatusText(body []byte) bool {
	b := bytes.TrimSpace(body)
	return len(b) == 3 && b[0] >= '4' && b[0] <= '5' && bytes.Trim(b, "0123456789") == nil
}
