package sandbox

import (
	"context"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/push"
)

// Pushed is one push to the account's callback URL and what came back.
type Pushed struct {
	deliver.Report
	MsgType     string     `json:"msg_type"`
	Event       string     `json:"event,omitempty"`
	Message     string     `json:"message"`                // in plaintext
	Phone       string     `json:"phone,omitempty"`        // what the phone shows of the answer
	PausedUntil *time.Time `json:"paused_until,omitempty"` // it was not sent
	Alarm       *Alarm     `json:"alarm,omitempty"`        // the platform gave it after this push
}

// deliverAll sends the pushes of the step, as far as there is no error, and adds
// them to what came of it. It must not be called under the lock.
func (st *step) deliverAll(ctx context.Context, out *Outcome) error {
	for _, p := range st.pushes {
		if err := st.deliver(ctx, p, out); err != nil {
			return err
		}
	}
	return nil
}

// deliver sends one push, unless the account is paused.
func (st *step) deliver(ctx context.Context, p *push.Push, out *Outcome) error {
	if until := st.pausedUntil(); !until.IsZero() {
		out.add(st.held(p, until))
		return nil
	}
	d, err := st.client().Deliver(ctx, p, st.account.To)
	if err != nil {
		return err
	}
	pushed := newPushed(p)
	pushed.Report = d.Report()
	pushed.Phone = phoneShows(d)
	alarm, changed := st.judged(d)
	pushed.Alarm = alarm
	out.add(pushed)
	if changed {
		return st.kept()
	}
	return nil
}

func (st *step) client() *deliver.Client {
	client := &deliver.Client{HTTP: st.config.HTTP, Now: st.config.Now, Rand: st.chance}
	if client.HTTP == nil {
		client.HTTP = deliver.Transport()
	}
	return client
}

func newPushed(p *push.Push) *Pushed {
	return &Pushed{Message: string(p.Message), MsgType: p.Head.MsgType, Event: p.Head.Event}
}
