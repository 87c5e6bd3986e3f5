package verdict

import (
	"cmp"
	"errors"
	"net/url"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/wxcrypt"
)

// decrypt returns the reply's plaintext, or false when a problem was found that
// makes reading on pointless.
func (v *replyJudge) decrypt(body []byte) ([]byte, bool) {
	env := new(callback.Envelope)
	err := env.Read(body)
	encrypted := err == nil && env.Encrypted()
	switch {
	case !encrypted && v.Mode == callback.Safe && err == nil && (env.Form == "xml" && len(env.Text("MsgType")) > 0 || env.Form == "json" && v.Head.JSON):
		v.fault("plaintext-in-safe-mode", "the reply is plaintext; where pushes are encrypted the reply must be too")
		v.XML, v.Kind = body, cmp.Or(string(env.Text("MsgType")), "other")
		return nil, false
	case !encrypted:
		return body, true
	case v.Mode == callback.Plain:
		v.fault("encrypted-in-plain-mode", "the reply is encrypted, but the push was not: the account is in plain mode")
		return nil, false
	}
	if env.Form == "xml" && string(env.Root()) != "xml" {
		v.fault("wrong-root", "the reply's root element is <%s>, it must be <xml>", env.Root())
		return nil, false
	}
	if env.JSON() && !v.Head.JSON {
		v.fault("json-envelope", "the encrypted reply is JSON, but the push was XML; answer in the form in which it came")
		return nil, false
	}
	return v.open(env)
}

func (v *replyJudge) cannotOpen(err error) {
	id := "cannot-decrypt"
	switch {
	case errors.Is(err, wxcrypt.ErrSignature):
		v.fault("wrong-msg-signature", "MsgSignature is not that of Token, TimeStamp, Nonce and Encrypt: %v", wxcrypt.ErrSignature)
		return
	case errors.Is(err, callback.ErrUnsigned):
		id = "unsigned"
	case errors.Is(err, wxcrypt.ErrReceiveID):
		id = "wrong-receiveid"
	}
	v.fault(id, "%v", err)
}

// open decrypts a reply, which must have the form of its push's envelope.
func (v *replyJudge) open(env *callback.Envelope) ([]byte, bool) {
	v.Encrypted = true
	opened := new(callback.Opened)
	if err := v.Account.OpenReply(opened, env); err != nil {
		v.cannotOpen(err)
		return nil, false
	}
	if v.Form != callback.FormUsual && !opened.Lower {
		v.fault("wrong-envelope", "the reply's envelope must be JSON with the names encrypt, msgsignature, timestamp and nonce, as the push's is")
		return nil, false
	}
	if v.Form == callback.FormBot && string(env.Text("Nonce")) != v.nonce {
		v.fault("wrong-nonce", "the reply's nonce is %q; a smart bot's reply repeats the nonce of the URL", env.Text("Nonce"))
		return nil, false
	}
	return opened.Message, true
}

func nonceOf(a *exchange.Exchange) string {
	u, err := url.Parse(a.Request.URL)
	if err != nil {
		return ""
	}
	return u.Query().Get("nonce")
}
