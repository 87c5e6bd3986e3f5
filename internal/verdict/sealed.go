package verdict

import (
	"cmp"
	"errors"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
)

// decrypt returns the plaintext of a reply whose envelope was read, or false
// where a problem was found that makes reading on pointless.
func (v *replyJudge) decrypt(body []byte) ([]byte, bool) {
	e := &v.envelope
	plain := e.Form == "xml" && len(e.Text("MsgType")) > 0 || e.Form == "json" && v.push.Head.JSON
	switch {
	case !e.Encrypted() && v.mode == callback.Safe && plain:
		v.Kind = cmp.Or(string(e.Text("MsgType")), "other")
		v.add(replyPlaintext, "")
		return nil, false
	case !e.Encrypted():
		return body, true
	case v.mode == callback.Plain:
		v.add(replyEncrypted, "")
		return nil, false
	case e.Form == "xml" && string(e.Root()) != "xml":
		v.add(replyWrongRoot, "", Fact{"root", text(e.Root())})
		return nil, false
	case e.JSON() && !v.push.Head.JSON:
		v.add(replyJSONEnvelope, "")
		return nil, false
	}
	return v.open()
}

// open decrypts the envelope, which must have the form of its push's.
func (v *replyJudge) open() ([]byte, bool) {
	v.Encrypted = true
	if err := v.push.Account.OpenReply(&v.opened, &v.envelope); err != nil {
		v.cannotOpen(err)
		return nil, false
	}
	if v.push.Form != callback.FormUsual && !v.opened.Lower {
		v.add(replyWrongEnvelope, "")
		return nil, false
	}
	if got := v.envelope.Text("Nonce"); v.push.Form == callback.FormBot && string(got) != v.nonce {
		v.add(botWrongNonce, "", Fact{"got", text(got)})
		return nil, false
	}
	return v.opened.Message, true
}

func (v *replyJudge) cannotOpen(err error) {
	why := Fact{"why", reason(err)}
	switch {
	case errors.Is(err, wxcrypt.ErrSignature):
		v.add(replyWrongSignature, "", Fact{"why", reason(wxcrypt.ErrSignature)})
	case errors.Is(err, callback.ErrUnsigned):
		v.add(replyUnsigned, "", why)
	case errors.Is(err, wxcrypt.ErrReceiveID):
		v.add(replyWrongReceiveID, "", why)
	default:
		v.add(replyCannotDecrypt, "", why)
	}
}

// readable is the plaintext of an answer that the platform does not read. Where
// it should have decrypted it is the body, and why says what is wrong with it.
func (v *replyJudge) readable(body []byte) (plaintext []byte, why phrase) {
	if v.mode == callback.Plain || !v.envelope.Encrypted() {
		return body, phrase{}
	}
	v.Encrypted = true
	if err := v.push.Account.OpenReply(&v.opened, &v.envelope); err != nil {
		return body, undecrypted.with(Fact{"why", reason(err)})
	}
	return v.opened.Message, phrase{}
}
