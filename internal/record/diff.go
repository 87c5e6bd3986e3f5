package record

import (
	"slices"
	"strings"

	"wxtool/internal/message"
)

// Change is what differs between an exchange and its counterpart in another recording.
// One of the two is nil if it has no counterpart.
type Change struct {
	Recorded, New *Record
	Message       []message.Difference // of the decrypted messages
	Reply         []message.Difference // of the decrypted replies
	Status        bool                 // the statuses differ
}

// Equal reports whether nothing differs.
func (c *Change) Equal() bool {
	return c.Recorded != nil && c.New != nil && !c.Status && len(c.Message)+len(c.Reply) == 0
}

// CompareOptions are elements that are not compared, see [message.Compare], beside those
// that are new in each message.
type CompareOptions struct {
	Ignore []string
}

// Compare compares an exchange with its counterpart. MsgId is not compared in messages:
// it is new in each push.
func Compare(recorded, updated *Record, o CompareOptions) Change {
	ignore := append(message.Volatile(), o.Ignore...)
	return Change{
		Recorded: recorded, New: updated, Status: recorded.Status() != updated.Status(),
		Message: message.Compare(recorded.Message(), updated.Message(), append([]string{"MsgId"}, ignore...)...),
		Reply:   message.Compare(recorded.Reply(), updated.Reply(), ignore...),
	}
}

// Status is the status of the response, 0 if there is none.
func (r *Record) Status() int {
	if r.Exchange.Response == nil {
		return 0
	}
	return r.Exchange.Response.Status
}

// Types are the types of the message: MsgType, Event, ChangeType and InfoType, as far as
// it has them.
func (r *Record) Types() string {
	head, err := message.Scan(r.Message())
	if err != nil {
		return ""
	}
	words := []string{head.MsgType, head.Event, head.ChangeType, head.InfoType}
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return word == "" }), " ")
}

// Differ pairs the exchanges of two recordings: the first of a kind and types in one with
// the first in the other, and so on. The zero Differ is ready to use. Only those that
// have no counterpart yet are kept in memory.
type Differ struct {
	Options CompareOptions
	waiting map[string][]*Record
}

// Recorded adds an exchange of the first recording. All of them must be added before the
// first of the other.
func (d *Differ) Recorded(r *Record) {
	if d.waiting == nil {
		d.waiting = map[string][]*Record{}
	}
	key := pairKey(r)
	d.waiting[key] = append(d.waiting[key], r)
}

// New compares an exchange of the second recording with its counterpart.
func (d *Differ) New(r *Record) Change {
	key := pairKey(r)
	if len(d.waiting[key]) == 0 {
		return Change{New: r}
	}
	recorded := d.waiting[key][0]
	d.waiting[key] = d.waiting[key][1:]
	return Compare(recorded, r, d.Options)
}

// Left returns the exchanges of the first recording without a counterpart, in order.
func (d *Differ) Left() []*Record {
	var left []*Record
	for _, list := range d.waiting {
		left = append(left, list...)
	}
	slices.SortFunc(left, func(a, b *Record) int { return a.Seq - b.Seq })
	return left
}

// pairKey is what two counterparts have in common. A refused push is a push: its server
// may have taken it in the other recording.
func pairKey(r *Record) string {
	kind := r.Kind
	if kind == Refused || kind == Error {
		kind = Push
	}
	if r.Kind == Call {
		path, _, _ := strings.Cut(r.Exchange.Request.URL, "?")
		return string(kind) + " " + path
	}
	return string(kind) + " " + r.Types()
}
