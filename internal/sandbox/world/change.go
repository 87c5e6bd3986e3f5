package world

import (
	"bytes"
	"encoding/json"
	"fmt"

	"wxtool/internal/jsonerr"
)

// Kind is the kind of a change. The values are part of the format of the records.
type Kind string

// The kinds of entries. Removing a menu removes the conditional menus with it.
const (
	KindGrant           Kind = "grant"
	KindTicket          Kind = "ticket"
	KindOAuthCode       Kind = "oauth_code"
	KindUserToken       Kind = "user_token"
	KindContactWay      Kind = "contact_way"
	KindCounter         Kind = "counter"
	KindForcedRefresh   Kind = "forced_refresh"
	KindMenu            Kind = "menu"
	KindConditionalMenu Kind = "conditional_menu"
	KindUser            Kind = "user"
	KindPause           Kind = "pause"
	KindPageTicket      Kind = "page_ticket"
	KindTags            Kind = "tags"
	KindChat            Kind = "chat"
	KindLine            Kind = "line"
	KindServants        Kind = "servants"
	KindClock           Kind = "clock"
	KindMedia           Kind = "media"
	KindSubscription    Kind = "subscription"
	KindNews            Kind = "news"
	KindMassJob         Kind = "mass_job"
	KindMassSpeed       Kind = "mass_speed"
	KindSent            Kind = "sent"
)

// Change is a record of one change: the entry of this kind and key was set, or
// removed. As JSON it is {"kind", "key", "value"}, without value if removed.
type Change struct {
	Kind Kind
	Key  string

	value entry // nil: removed
}

// entry is a value of the state.
type entry interface {
	// check refuses a value that no call brings about under the key.
	check(key string) error
}

// newEntry returns an empty entry to decode into, nil for an unknown kind.
func (k Kind) newEntry() entry {
	switch k {
	case KindGrant:
		return &Grant{}
	case KindOAuthCode:
		return &OAuthCode{}
	case KindUserToken:
		return &UserToken{}
	case KindTicket:
		return &Ticket{}
	case KindContactWay:
		return &ContactWay{}
	case KindCounter:
		return &Counter{}
	case KindForcedRefresh:
		return &ForcedRefresh{}
	case KindMenu, KindConditionalMenu:
		return &Menu{}
	case KindUser:
		return &User{}
	case KindPause:
		return &Pause{}
	case KindPageTicket:
		return &PageTicket{}
	case KindTags:
		return &Tags{}
	case KindChat:
		return &Chat{}
	case KindLine:
		return &Line{}
	case KindServants:
		return &Servants{}
	case KindClock:
		return &Clock{}
	case KindMedia:
		return &Media{}
	case KindSubscription:
		return &Subscription{}
	case KindNews:
		return &News{}
	case KindMassJob:
		return &MassJob{}
	case KindMassSpeed:
		return &MassSpeed{}
	case KindSent:
		return &Sent{}
	}
	return nil
}

// Removed reports whether the entry was removed.
func (c Change) Removed() bool { return c.value == nil }

// check refuses a change that no update makes.
func (c Change) check() error {
	if c.Kind.newEntry() == nil {
		return damaged("unknown kind of change %q", c.Kind)
	}
	if c.Kind == KindConditionalMenu {
		place, id := cutConditional(c.Key)
		set, _ := c.value.(*Menu)
		if place == "" || set != nil && set.MenuID != id {
			return damaged("conditional menu %q is not stored under its menuid", c.Key)
		}
	}
	if c.value == nil {
		return nil
	}
	return c.value.check(c.Key)
}

type changeJSON struct {
	Kind  Kind            `json:"kind"`
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value,omitempty"`
}

// MarshalJSON implements [json.Marshaler]. A menu's body keeps its text if the
// encoder does not escape HTML.
func (c Change) MarshalJSON() ([]byte, error) {
	record := changeJSON{Kind: c.Kind, Key: c.Key}
	if c.value != nil {
		value, err := encode(c.value)
		if err != nil {
			return nil, err
		}
		record.Value = value
	}
	return encode(record)
}

// UnmarshalJSON implements [json.Unmarshaler]. The error wraps [ErrState].
func (c *Change) UnmarshalJSON(data []byte) error {
	var record changeJSON
	if err := decodeStrict(data, &record); err != nil {
		return err
	}
	read := Change{Kind: record.Kind, Key: record.Key}
	if value := record.Kind.newEntry(); value != nil && record.Value != nil {
		if string(record.Value) == "null" {
			return damaged("%s %q is null", record.Kind, record.Key)
		}
		if err := decodeStrict(record.Value, value); err != nil {
			return err
		}
		read.value = value
	}
	if err := read.check(); err != nil {
		return err
	}
	*c = read
	return nil
}

// encode writes JSON as a state file has it, without a line break at its end.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}

// decodeStrict refuses unknown members: what is not read would be lost when it is
// written again.
func decodeStrict(data []byte, v any) error {
	strict := json.NewDecoder(bytes.NewReader(data))
	strict.DisallowUnknownFields()
	if err := strict.Decode(v); err != nil {
		return damaged("%s", jsonerr.Describe(err, "the document"))
	}
	return nil
}

func damaged(format string, args ...any) error {
	return unreadable("damaged: %s", fmt.Sprintf(format, args...))
}

func unreadable(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrState, fmt.Sprintf(format, args...))
}
