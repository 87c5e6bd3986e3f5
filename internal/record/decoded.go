package record

import (
	"net/http"
	"net/url"

	"wxtool/internal/exchange"
)

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

func (v *Verdict) restore(r *restorer) *Verdict {
	if v != nil {
		for i := range v.Problems {
			v.Problems[i].Text = r.text(v.Problems[i].Text)
			v.Problems[i].ID = r.text(v.Problems[i].ID)
		}
	}
	return v
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
