// Package push is one push of a platform, ready to be sealed and sent: the
// message, the envelope and the account that go with it, and the answer that the
// platform expects.
//
// [New] makes a push of a fixture, [Of] one of bytes that no fixture describes. A
// push does not change after that, so that it may be sealed by several goroutines
// at the same time. It is sealed anew for each attempt, see [Push.Seal].
package push

import (
	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// Push is one message or event to deliver.
type Push struct {
	Name    string // of the fixture or of the user's file, for reports
	Message []byte // in plaintext
	Head    message.Head
	Form    callback.Form    // of the envelope
	Account callback.Account // as the push is sealed
	Family  string           // platform of the fixture, "" for a user's file
	Expect  expect.Answer
}

// Of returns the push of a message as it is. Its head is read once, here; that of
// bytes that are no message is empty. Of such a push no answer is expected yet,
// see [expect.Guess].
func Of(name string, msg []byte, acct callback.Account) *Push {
	p := &Push{Name: name, Message: msg, Account: acct}
	if head, err := message.Scan(msg); err == nil {
		p.Head = *head
	}
	return p
}

// Seal signs the push, and encrypts it where the account or the kind of push asks
// for it. It fails with [callback.ErrNoKey].
func (p *Push) Seal(stamp callback.Stamp) (*callback.Signed, error) {
	return p.Account.SealForm(p.Form, p.Message, &p.Head, stamp)
}
