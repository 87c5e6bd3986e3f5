package record

import (
	"net/http"
	"net/url"
	"slices"

	"wxtool/internal/exchange"
)

func newDecoded(d *Decoded, s *Secrets) *decoded {
	if d == nil {
		return nil
	}
	out := &decoded{Platform: d.Platform, Mode: d.Mode, ReceiveID: s.hide(d.ReceiveID)}
	out.Message, out.MessageBase64 = textOf(d.Message, s)
	out.Reply, out.ReplyBase64 = textOf(d.Reply, s)
	return out
}

// textOf is bodyOf for bytes that may be absent.
func textOf(data []byte, s *Secrets) (*string, []byte) {
	if data == nil {
		return nil, nil
	}
	text, base64 := bodyOf(data, s)
	if base64 != nil {
		return nil, base64
	}
	return &text, nil
}

func (d *decoded) restore(r *restorer) *Decoded {
	if d == nil {
		return nil
	}
	return &Decoded{
		Platform: d.Platform, Mode: d.Mode, ReceiveID: r.text(d.ReceiveID),
		Message: r.optional(d.Message, d.MessageBase64), Reply: r.optional(d.Reply, d.ReplyBase64),
	}
}

func (r *restorer) optional(text *string, base64 []byte) []byte {
	switch {
	case text != nil:
		return r.body(*text, nil)
	case base64 != nil:
		return r.body("", base64)
	}
	return nil
}

// hide returns a copy without secrets.
func (v *Verdict) hide(s *Secrets) *Verdict { return v.copied(s.hide) }

func (v *Verdict) restore(r *restorer) *Verdict { return v.copied(r.text) }

func (v *Verdict) copied(change func(string) string) *Verdict {
	if v == nil || len(v.Problems) == 0 {
		return v
	}
	copied := &Verdict{OK: v.OK, Problems: slices.Clone(v.Problems)}
	for i := range copied.Problems {
		copied.Problems[i].Text = change(copied.Problems[i].Text)
	}
	return copied
}

// kindOf is the kind of a request in a file that has no kinds: those were recorded by a
// callback server.
func kindOf(r *exchange.Request) Kind {
	u, err := url.Parse(r.URL)
	if err != nil {
		return Error
	}
	q := u.Query()
	switch {
	case r.Method == http.MethodGet && q.Has("echostr"):
		return Handshake
	case r.Method == http.MethodPost && (q.Has("signature") || q.Has("msg_signature")):
		return Push
	}
	return Error
}
