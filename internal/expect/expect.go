// Package expect is the answer that a platform expects to a push: its kind and
// what it must contain.
package expect

import "strings"

// Kind is a kind of answer. The values are those of a fixture's reply key.
type Kind string

const (
	Passive  Kind = "passive"  // a passive reply, success, or nothing
	Card     Kind = "card"     // WeCom: update_button or update_template_card, success, or nothing
	Transfer Kind = "transfer" // mini program: transfer_customer_service, success, or nothing
	Bot      Kind = "bot"      // WeCom: a smart bot's own JSON replies, or nothing
	Fields   Kind = "fields"   // a structured acknowledgement with the Fields of the Answer
	Success  Kind = "success"  // the literal success and nothing else
	Empty    Kind = "empty"    // nothing at all
	Unread   Kind = "none"     // the body is not read; success or nothing is usual
	Unknown  Kind = "unknown"  // the pages do not say whether a passive reply is shown
	Self     Kind = "self"     // the message is itself an answer
)

// Answer is an expected answer. The zero Answer says that nothing is known; see
// [Guess].
type Answer struct {
	Kind    Kind
	Fields  []Field // of a structured acknowledgement
	Content string  // of a passive text reply, "" for any
}

// Field is an element that must be there, with Value as its text unless that is
// empty.
type Field struct{ Name, Value string }

// Guess is the answer to a push that no fixture describes: a notice, which has an
// InfoType, takes success, and all others may be answered.
func Guess(infoType string) Answer {
	if infoType != "" {
		return Answer{Kind: Success}
	}
	return Answer{Kind: Passive}
}

// String is the kind, and what must be in the answer: fields: ErrCode=0.
func (a Answer) String() string {
	if len(a.Fields) == 0 {
		return string(a.Kind)
	}
	return string(a.Kind) + ": " + a.FieldList()
}

// FieldList lists the fields, as ErrCode=0, ErrMsg=success.
func (a Answer) FieldList() string {
	var list []string
	for _, f := range a.Fields {
		if f.Value == "" {
			list = append(list, f.Name)
		} else {
			list = append(list, f.Name+"="+f.Value)
		}
	}
	return strings.Join(list, ", ")
}
