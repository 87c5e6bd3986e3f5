package verdict

import (
	"wxtool/internal/callback"
	"wxtool/internal/message"
)

// NotRead is the ID of the warning that the platform does not read an answer.
const NotRead = "not-read"

// unread judges an answer that the platform does not read: nothing in it is an
// error, but it is not seen by anyone. An encrypted one is shown in plaintext.
func (v *replyJudge) unread(body []byte) {
	plaintext, unopened := v.readable(body)
	v.Kind, v.XML = "other", plaintext
	switch {
	case len(plaintext) == 0:
		v.Kind, v.XML = "empty", nil
	case string(plaintext) == "success":
		v.Kind = "success"
	default:
		if head, err := message.Scan(plaintext); err == nil && head.MsgType != "" {
			v.Kind = head.MsgType
		}
	}
	if v.Encrypted || v.Kind != "empty" && v.Kind != "success" {
		v.add(NotRead, Warning, "the platform ignores it, and nothing of it is shown",
			"the platform does not read the answer to this push; success or nothing is usual%s", unopened)
	}
}

// readable returns the plaintext of an encrypted answer, or body as it is and,
// where it should have opened, what is wrong with it.
func (v *replyJudge) readable(body []byte) (plaintext []byte, unopened string) {
	env, opened := new(callback.Envelope), new(callback.Opened)
	if v.Mode == callback.Plain || env.Read(body) != nil || !env.Encrypted() {
		return body, ""
	}
	v.Encrypted = true
	if err := v.Account.OpenReply(opened, env); err != nil {
		return body, "; it does not decrypt either: " + err.Error()
	}
	return opened.Message, ""
}
