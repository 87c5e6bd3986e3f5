package push

import (
	"wxtool/internal/callback"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
)

// formOf is the envelope that the fixture names. That of a user's own JSON file is
// known by its keys.
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

// ownReceiveID is the receiveid of pushes that are not addressed to the corp: a
// suite's notice is for the suite and a device's for its model. A smart bot's
// message has an empty one.
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
