package replay

import (
	"bytes"
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/fixture"
	"wxtool/internal/message"
	"wxtool/internal/push"
	"wxtool/internal/record"
	"wxtool/internal/wxcrypt"
)

// found is a callback as it was recorded, and how it is sent.
type found struct {
	record  *record.Record
	query   callback.Query // recorded
	target  *Target
	account callback.Account // of the target, opens what was recorded

	push     *push.Push    // nil for a handshake
	mode     callback.Mode // in which the push was recorded
	platform callback.Platform
	echostr  string // of a handshake, in plaintext
}

// find returns the callback of a record, or why it is not sent. It adds the decoded view
// that the record lacks. The error is that of Target.
func (r *run) find(rec *record.Record) (*found, *Skip, error) {
	query, skip := callbackQuery(rec)
	if skip != nil {
		return nil, skip, nil
	}
	f := &found{record: rec, query: query, platform: platformOf(rec, query)}
	target, err := r.Target(f.platform)
	switch {
	case errors.Is(err, ErrPlatform):
		return nil, &Skip{ReasonPlatform, err}, nil
	case err != nil:
		return nil, nil, err
	}
	f.target, f.account = target, target.Account
	f.account.AnyReceiveID, f.account.Mode = true, callback.Plain // opens pushes of every mode
	if rec.Exchange.Request.Method == http.MethodGet {
		return f, cmp.Or(f.openEchostr(), r.withoutKey(f)), nil
	}
	skip = f.openPush()
	if skip == nil {
		skip = r.withoutKey(f)
	}
	return f, skip, nil
}

// callbackQuery returns the query of a push or a handshake, or why a record is neither.
// A push that its server could not read is one too.
func callbackQuery(rec *record.Record) (callback.Query, *Skip) {
	u, err := url.Parse(rec.Exchange.Request.URL)
	if err != nil {
		return nil, &Skip{ReasonNoCallback, err}
	}
	q := callback.ParseQuery(u.RawQuery)
	signed := q.Get(callback.SchemeSignature)+q.Get(callback.SchemeMsgSignature) != ""
	switch method := rec.Exchange.Request.Method; {
	case rec.Kind == record.Call:
		return nil, &Skip{ReasonCall, nil}
	case rec.Kind == record.Probe:
		return nil, &Skip{ReasonRefused, nil}
	case method == http.MethodPost && (signed || rec.Kind == record.Push), method == http.MethodGet && signed && q.Get("echostr") != "":
		return q, nil
	}
	return nil, &Skip{ReasonNoCallback, nil}
}

// platformOf returns the platform of a callback: WeCom sends no signature without body.
func platformOf(rec *record.Record, q callback.Query) callback.Platform {
	switch {
	case rec.Decoded != nil && rec.Decoded.Platform != "":
		return callback.Platform(rec.Decoded.Platform)
	case q.Get(callback.SchemeSignature) == "" && q.Get(callback.SchemeMsgSignature) != "":
		return callback.Work
	}
	return callback.MP
}

// openEchostr finds the echostr of a handshake. Where that of WeCom cannot be decrypted it
// is the recorded answer, if that was accepted.
func (f *found) openEchostr() *Skip {
	echostr, err := f.account.OpenEchostr(f.query)
	res := f.record.Exchange.Response
	switch {
	case err == nil:
		f.echostr = string(echostr)
	case errors.Is(err, wxcrypt.ErrSignature) && refused(f.record):
		return &Skip{ReasonRefused, err}
	case f.platform == callback.MP:
		f.echostr = f.query.Get("echostr")
	case res != nil && res.Status == http.StatusOK && len(res.Body) > 0 && !f.record.Failed():
		f.echostr = string(res.Body)
	default:
		return &Skip{ReasonEncrypted, err}
	}
	return nil
}

// refused reports whether the recorded server refused a request. A file of an old version
// does not say whether that was for its signature.
func refused(rec *record.Record) bool {
	res := rec.Exchange.Response
	return rec.Kind == record.Refused || rec.Decoded == nil && res != nil && (res.Status == http.StatusForbidden || res.Status == http.StatusUnauthorized)
}

// openPush finds the message of a push.
func (f *found) openPush() *Skip {
	var e callback.Envelope
	e.Read(f.record.Exchange.Request.Body) // what opens it returns the error
	if f.record.Decoded == nil {
		if skip := f.decode(&e); skip != nil {
			return skip
		}
	}
	f.mode = f.modeOf(&e)
	f.push = f.newPush(&e)
	return nil
}

// decode adds the decoded view of a push. A push that was refused is sent again only if it
// would be right for the target: then the recorded server had other settings.
func (f *found) decode(e *callback.Envelope) *Skip {
	rec := f.record
	encrypted := f.platform == callback.Work || f.query.Get("encrypt_type") == "aes"
	o := new(callback.Opened)
	err := f.account.OpenPush(o, f.query, e)
	switch {
	case refused(rec) && (errors.Is(err, wxcrypt.ErrSignature) || rec.Kind == record.Refused && (!encrypted || o.ReceiveID != f.target.Account.ReceiveID)):
		return &Skip{ReasonRefused, err}
	case errors.Is(err, wxcrypt.ErrSignature) && encrypted: // it was signed with another Token, perhaps with the same key
		err = f.account.OpenUnchecked(o, e)
	case errors.Is(err, wxcrypt.ErrSignature):
		err = nil
	}
	view := &record.Decoded{Platform: string(f.platform)}
	switch {
	case err == nil && encrypted:
		view.Message, view.ReceiveID = o.Message, o.ReceiveID
	case err != nil:
		if view.Message = plainFields(e, rec.Exchange.Request.Body); view.Message == nil {
			return &Skip{ReasonEncrypted, err}
		}
	}
	rec.Decoded = view
	return nil
}

// plainFields returns the message of a push in compatible mode, which needs no key; nil if
// it is not one.
func plainFields(e *callback.Envelope, body []byte) []byte {
	if !hasTypes(e) {
		return nil
	}
	d, err := message.ParseDocument(body)
	if err != nil || d.Unset("Encrypt") != nil {
		return nil
	}
	return d.Wire()
}

func hasTypes(e *callback.Envelope) bool { return len(e.Text("MsgType"))+len(e.Text("InfoType")) > 0 }

// modeOf returns the mode in which a push was recorded.
func (f *found) modeOf(e *callback.Envelope) callback.Mode {
	switch {
	case f.record.Decoded.Mode != "":
		return callback.Mode(f.record.Decoded.Mode)
	case f.platform == callback.Work:
		return callback.Safe
	case f.query.Get("encrypt_type") != "aes":
		return callback.Plain
	case hasTypes(e):
		return callback.Compatible
	}
	return callback.Safe
}

// newPush returns the push that is sent.
func (f *found) newPush(e *callback.Envelope) *push.Push {
	acct := f.target.Account
	if !f.target.OwnMode && f.platform == callback.MP {
		acct.Mode = f.mode
	}
	msg := bytes.TrimPrefix(f.record.Message(), []byte("\xef\xbb\xbf"))
	p := push.Of(nameOf(f.record), msg, acct)
	if form := e.PushForm(); f.target.OwnReceiveID {
		p.Form = form
	} else {
		p = p.InForm(form)
	}
	if f.target.Expect != nil {
		f.target.Expect(p)
	}
	return p
}

// withoutKey returns a Skip if a callback must be encrypted and there is no key.
func (r *run) withoutKey(f *found) *Skip {
	if r.Verbatim || f.account.Key != nil {
		return nil
	}
	var err error
	if f.push != nil {
		_, err = f.push.Seal(callback.Stamp{})
	} else {
		_, err = f.target.Account.SealEchostr(f.echostr, callback.Stamp{})
	}
	if err != nil {
		return &Skip{ReasonNoKey, err}
	}
	return nil
}

// nameOf names a record: the fixture, the types of the message, or method and path.
func nameOf(rec *record.Record) string {
	req := &rec.Exchange.Request
	path, query, _ := strings.Cut(req.URL, "?")
	switch {
	case rec.Name != "":
		return rec.Name
	case rec.Kind == record.Call:
		return req.Method + " " + path
	case req.Method == http.MethodGet && callback.ParseQuery(query).Get("echostr") != "":
		return "handshake"
	}
	t := fixture.TypesOf(rec.Message())
	words := strings.Fields(strings.Join([]string{t.MsgType, t.Event, t.ChangeType, t.InfoType}, " "))
	switch {
	case len(words) > 0:
		return strings.Join(words, " ")
	case rec.Kind == record.Error:
		return req.Method + " " + path
	}
	return "push"
}
