package replay

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// The parts of an answer that are compared.
const (
	PartStatus = "status" // HTTP status, or why there is none
	PartReply  = "reply"  // in plaintext
)

// Difference is one thing in which an answer differs from the recorded one.
type Difference struct {
	Part string `json:"part"` // status, reply
	message.Difference
}

// ErrEncryptedReply means that a recorded reply is encrypted with another key and has no
// decoded view.
var ErrEncryptedReply = errors.New("the recorded reply cannot be decrypted")

// compare compares an answer with the recorded one.
func (r *run) compare(f *found, now *Result) ([]Difference, error) {
	var found []Difference
	was, is := &f.record.Exchange, now.Exchange()
	if a, b := outcome(was), outcome(is); a != b {
		found = append(found, Difference{PartStatus, message.Difference{Change: message.Changed, Recorded: a, New: b}})
	}
	if was.Response == nil || is.Response == nil {
		return found, nil
	}
	recorded, err := f.recordedReply()
	if err != nil {
		return found, fmt.Errorf("%w: %w", ErrEncryptedReply, err)
	}
	reply := is.Response.Body
	if f.push != nil {
		if plain, err := plaintext(f.push.Account, is.Response); err == nil { // else the difference is that it cannot be decrypted
			reply = plain
		}
	}
	for _, d := range message.Compare(recorded, reply, slices.Concat(message.Volatile(), r.Ignore)...) {
		found = append(found, Difference{PartReply, d})
	}
	return found, nil
}

// outcome is the status of an exchange, or the ID of the cause why there is none.
func outcome(ex *exchange.Exchange) string {
	switch {
	case ex.Response != nil:
		return strconv.Itoa(ex.Response.Status)
	case ex.Cause != nil:
		return cmp.Or(ex.Cause.ID, exchange.Failed)
	}
	return exchange.Failed
}

// recordedReply is the recorded reply in plaintext.
func (f *found) recordedReply() ([]byte, error) {
	if d := f.record.Decoded; d != nil && d.Reply != nil {
		return f.record.Reply(), nil
	}
	return plaintext(f.account, f.record.Exchange.Response)
}

// plaintext is the body of a response, decrypted if it is encrypted. Its signature does
// not matter here.
func plaintext(acct callback.Account, res *exchange.Response) ([]byte, error) {
	var e callback.Envelope
	e.Read(res.Body) // a body that is no envelope is the reply itself
	if !e.Encrypted() {
		return res.Body, nil
	}
	o := new(callback.Opened)
	err := acct.OpenReply(o, &e)
	if errors.Is(err, wxcrypt.ErrSignature) || errors.Is(err, callback.ErrUnsigned) {
		err = acct.OpenUnchecked(o, &e)
	}
	return o.Message, err
}
