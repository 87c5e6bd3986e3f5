package push

import (
	"wxtool/internal/callback"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
)

// formOf returns the envelope of a fixture. That of a user's own JSON file follows
// from its keys.
func formOf(f *fixture.Fixture, msg []byte) callback.Form {
	if f.Envelope != "" || !f.Lower {
		return callback.Form(f.Envelope)
	}
	if o, err := message.ParseJSON(msg); err == nil {
		if _, ok := o.Get("aibotid"); ok {
			return callback.FormBot
		}
		if o.Count("base_info") > 0 {
			return callback.FormHardware
		}
	}
	return callback.FormUsual
}

// ownReceiveID returns the receiveid of a push that is not addressed to the corp: the
// suite of a notice, the model of a device, or nothing for a smart bot's message.
func (p *Push) ownReceiveID() (id string, ok bool) {
	switch p.Form {
	case callback.FormBot:
		return "", true
	case callback.FormHardware:
		if o, err := message.ParseJSON(p.Message); err == nil {
			return o.Get("base_info/model_id")
		}
		return "", false
	}
	return p.Head.SuiteID, p.Head.SuiteID != ""
}
