package record

import (
	"cmp"
	"iter"
	"maps"
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
// the first in the other, and so on.
type Differ struct {
	Options CompareOptions

	waiting map[string][]Change // without a counterpart yet, by pairKey
}

// Run reads both recordings at the same pace, as memory holds what has no counterpart yet,
// and reports each pair, whether equal or not. What has no counterpart at all follows, first
// that of the new recording. The error is the first of a recording or of report.
func (d *Differ) Run(recorded, updated iter.Seq2[*Record, error], report func(Change) error) error {
	d.waiting = map[string][]Change{}
	nextRecorded, stop := iter.Pull2(recorded)
	defer stop()
	nextNew, stop := iter.Pull2(updated)
	defer stop()
	for more := true; more; {
		r, err, found := nextRecorded()
		if more = found; found && err == nil {
			err = d.pair(Change{Recorded: r}, report)
		}
		if err != nil {
			return err
		}
		r, err, found = nextNew()
		if more = more || found; found && err == nil {
			err = d.pair(Change{New: r}, report)
		}
		if err != nil {
			return err
		}
	}
	return d.rest(report)
}

// pair compares an exchange with its counterpart, or lets it wait for it.
func (d *Differ) pair(one Change, report func(Change) error) error {
	key := pairKey(cmp.Or(one.Recorded, one.New))
	list := d.waiting[key]
	if len(list) == 0 || (list[0].Recorded == nil) == (one.Recorded == nil) {
		d.waiting[key] = append(list, one)
		return nil
	}
	other := list[0]
	if d.waiting[key] = list[1:]; len(list) == 1 {
		delete(d.waiting, key)
	}
	return report(Compare(cmp.Or(other.Recorded, one.Recorded), cmp.Or(other.New, one.New), d.Options))
}

// rest reports what has no counterpart, in order.
func (d *Differ) rest(report func(Change) error) error {
	rest := slices.Concat(slices.Collect(maps.Values(d.waiting))...)
	slices.SortFunc(rest, func(a, b Change) int {
		switch {
		case a.New != nil && b.New != nil:
			return a.New.Seq - b.New.Seq
		case a.New != nil:
			return -1
		case b.New != nil:
			return 1
		}
		return a.Recorded.Seq - b.Recorded.Seq
	})
	for _, c := range rest {
		if err := report(c); err != nil {
			return err
		}
	}
	return nil
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
