package conform

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
)

// answerCases are about what refusals of encrypted pushes look like.
func answerCases() []*Case {
	return []*Case{
		{
			Name: "refused-with-4xx", Level: Should, Source: reportReceiveID,
			Requirement: lang.Text{EN: "A push that cannot be decrypted, or is for another receiveid, is refused with a 4xx status.", ZH: "无法解密或 receiveid 不一致的推送应以 4xx 状态码拒绝。"},
			Remedy:      lang.Text{EN: "Catch all errors of the decryption, in a library too, and answer 400; 5xx is for errors of the server itself.", ZH: "捕获解密过程（包括库中）的所有错误并返回 400；5xx 只用于服务器自身的错误。"},
			Check:       refusedFramesWithStatus,
		},
		{
			Name: "no-oracle", Level: Should, Source: pageOracle, Unless: unlessReceiveID,
			Requirement: lang.Text{EN: "The refusals of a wrong padding and of another receiveid have the same status and body: a difference is a padding oracle.", ZH: "填充错误与 receiveid 不一致时，拒绝的状态码和正文应相同：有差异即构成填充预言（padding oracle）。"},
			Remedy:      lang.Text{EN: "Answer 400 with a fixed text to every push that cannot be decrypted, and write the reason only to the log.", ZH: "所有无法解密的推送都返回 400 和固定文本，原因只写入日志。"},
			Check:       noOracle,
		},
		{
			Name: "signature-first", Level: Should, Source: pageOracle,
			Requirement: lang.Text{EN: "A push with a wrong msg_signature is refused in the same way whether or not it can be decrypted: the signature is checked first.", ZH: "msg_signature 错误的推送，无论能否解密都应以相同方式拒绝：先校验签名，再解密。"},
			Remedy:      lang.Text{EN: "Check msg_signature before decrypting anything.", ZH: "先校验 msg_signature，再解密。"},
			Check:       signatureFirst,
		},
	}
}

const pageOracle = "https://cheatsheetseries.owasp.org/cheatsheets/Cryptographic_Storage_Cheat_Sheet.html"

// refusedFramesWithStatus sends what cannot be decrypted, of which a server may treat each
// in its own way.
func refusedFramesWithStatus(ctx context.Context, t *Trial) error {
	list := []tampering{wrongKey, ragged, oneBlock, garbage("!!!!"), ofLength(func(uint32) uint32 { return 1 << 31 }, number("0x80000000"))}
	if unlessReceiveID(t.Endpoint) == (lang.Text{}) {
		list = append(list, receivedBy("another", "receiveid 不同", func(string) string { return "wx0000000000000000" }))
	}
	for _, x := range list {
		s, encrypt, err := t.tampered(x)
		if err != nil {
			return err
		}
		ex := t.Client.Send(ctx, s.request(encrypt))
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if t.replies(&ex) > 0 {
			continue // other cases report this
		}
		if t.ShouldRefuseWithStatus(&ex, x.push()); t.settled(&ex) {
			return nil
		}
	}
	return nil
}

// badPadding is a frame whose last byte is no padding; the message and receiveid are right.
var badPadding = tampering{
	what: lang.Text{EN: "with a wrong padding", ZH: "填充错误的"},
	encrypt: func(f *frame, _ io.Reader) (string, error) {
		f.padding = func(n int) []byte {
			p := pkcs7(n)
			p[len(p)-1] = 0xFF
			return p
		}
		return f.seal()
	},
}

// noOracle compares the refusals of a wrong padding and of another receiveid.
func noOracle(ctx context.Context, t *Trial) error {
	other := receivedBy("another", "receiveid 不同", func(string) string { return "wx0000000000000000" })
	send := func(x tampering) (*exchange.Exchange, error) {
		s, encrypt, err := t.tampered(x)
		if err != nil {
			return nil, err
		}
		ex := t.Client.Send(ctx, s.request(encrypt))
		return &ex, context.Cause(ctx)
	}
	return t.sameRefusal(send, badPadding, other)
}

// signatureFirst compares the refusals of wrongly signed pushes, one of which can be
// decrypted.
func signatureFirst(ctx context.Context, t *Trial) error {
	intact := tampering{what: lang.Text{EN: "with a wrong msg_signature", ZH: "msg_signature 错误的"}, encrypt: func(f *frame, _ io.Reader) (string, error) { return f.seal() }}
	broken := badPadding
	broken.what = lang.Text{EN: "with a wrong msg_signature and padding", ZH: "msg_signature 和填充都错误的"}
	send := func(x tampering) (*exchange.Exchange, error) {
		s, encrypt, err := t.tampered(x)
		if err != nil {
			return nil, err
		}
		req := deliver.Post(misSigned(s.signed.Query).AddTo(t.URL), s.signed.ContentType, s.body(encrypt))
		ex := t.Client.Send(ctx, req)
		return &ex, context.Cause(ctx)
	}
	return t.sameRefusal(send, intact, broken)
}

// misSigned makes only msg_signature wrong.
func misSigned(q callback.Query) callback.Query {
	wrong := append(callback.Query(nil), q...)
	for i, p := range wrong {
		if p.Name == callback.SchemeMsgSignature {
			wrong[i].Value = wrongOf(p.Value)
		}
	}
	return wrong
}

// sameRefusal sends two kinds of wrong pushes, each twice, and adds a finding where the
// refusals show which is which. Bodies that differ within a kind, such as those with the
// time, are not compared.
func (t *Trial) sameRefusal(send func(tampering) (*exchange.Exchange, error), a, b tampering) error {
	var got [4]*exchange.Exchange
	for i, x := range []tampering{a, b, a, b} {
		ex, err := send(x)
		if err != nil {
			return err
		}
		if hangs(ex) || t.replies(ex) > 0 {
			return nil // other cases report this
		}
		got[i] = ex
	}
	ofA, ofB := got[0], got[1]
	switch {
	case status(ofA) != status(got[2]) || status(ofB) != status(got[3]):
		return nil
	case status(ofA) != status(ofB):
	case !bytes.Equal(bodyOf(ofA), bodyOf(got[2])), !bytes.Equal(bodyOf(ofB), bodyOf(got[3])), bytes.Equal(bodyOf(ofA), bodyOf(ofB)):
		return nil
	}
	t.Add(Should, ofB, text("%s was answered with %s, %s with %s", "%s得到 %s，%s得到 %s", a.push(), answerWords(ofA), b.push(), answerWords(ofB)))
	return nil
}

// status is the status of an answer, 0 for none.
func status(ex *exchange.Exchange) int {
	if ex.Response == nil {
		return 0
	}
	return ex.Response.Status
}

func bodyOf(ex *exchange.Exchange) []byte {
	if ex.Response == nil {
		return nil
	}
	return ex.Response.Body
}

// answerWords describes an answer.
func answerWords(ex *exchange.Exchange) lang.Text {
	if ex.Response == nil {
		return lang.Text{EN: "a closed connection", ZH: "连接关闭"}
	}
	return text("HTTP status %d (%s) and %q", "HTTP %d（%s）和 %q", ex.Response.Status, http.StatusText(ex.Response.Status), message.CutText(string(ex.Response.Body), 80))
}
