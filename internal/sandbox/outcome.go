package sandbox

import (
	"context"
	"errors"
	"time"
)

// Outcome is what came of an act.
type Outcome struct {
	Time    time.Time `json:"time"`
	Action  string    `json:"action"`
	Value   string    `json:"value,omitempty"`
	User    Person    `json:"user"` // after the act
	AgentID string    `json:"agent_id,omitempty"`
	Pushes  []Pushed  `json:"pushes"`
	Phone   []string  `json:"phone"` // what the phone shows, in order
	Note    string    `json:"note,omitempty"`
	OK      bool      `json:"ok"` // every push arrived and was answered well
}

func (st *step) outcome() *Outcome {
	return &Outcome{
		Time: st.now, Action: st.action.name, Value: st.act.Value, User: Person(st.user), AgentID: st.agentID,
		Pushes: []Pushed{}, Phone: append([]string{}, st.phone...), Note: st.note, OK: true,
	}
}

func (o *Outcome) add(pushed *Pushed) {
	o.OK = o.OK && pushed.OK
	o.Pushes = append(o.Pushes, *pushed)
	if pushed.Phone != "" {
		o.Phone = append(o.Phone, pushed.Phone)
	}
}

// cutShort says that the act ended before all of it was done.
func (o *Outcome) cutShort(err error) {
	reason := err.Error()
	if errors.Is(err, context.Canceled) {
		reason = "interrupted"
	}
	if o.Note != "" {
		o.Note += "; "
	}
	o.Note += "cut short: " + reason
	o.OK = false
}
