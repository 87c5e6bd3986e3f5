// Package push is one push of a platform, ready to be sealed and sent: the message,
// its envelope, the account, and the answer that the platform expects.
//
// [New] makes a push of a fixture, and [Of] one of other bytes. Sealing does not
// change a push, so that several goroutines may seal it at the same time.
package push

import (
	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// Push is one message or event to deliver.
type Push struct {
	Name    string           // of the fixture or of the user's file, for reports
	Message []byte           // in plaintext
	Head    message.Head     // of Message
	Form    callback.Form    // of the envelope
	Account callback.Account // as the push is sealed
	Family  string           // platform of the fixture, "" for a user's file
	Expect  expect.Answer
}

// Of returns the push of a message as it is. The head is read here, and is empty if
// the bytes are not a message. No answer is expected yet, see [expect.Guess].
func Of(name string, msg []byte, acct callback.Account) *Push {
	p := &Push{Name: name, Message: msg, Account: acct}
	if head, err := message.Scan(msg); err == nil {
		p.Head = *head
	}
	return p
}

// InForm returns p in an envelope of WeCom, such as that of a push that was recorded. A
// kind of push that is not addressed to the corp gets its own receiveid, such as the id
// of a suite.
func (p *Push) InForm(form callback.Form) *Push {
	in := *p
	in.Form = form
	if in.Account.Platform == callback.Work {
		if id, ok := in.ownReceiveID(); ok {
			in.Account.ReceiveID = id
		}
	}
	return &in
}

// Seal signs the push, and encrypts it if the account or the kind of push requires
// that. It fails with [callback.ErrNoKey].
func (p *Push) Seal(stamp callback.Stamp) (*callback.Signed, error) {
	return p.Account.SealForm(p.Form, p.Message, &p.Head, stamp)
}
