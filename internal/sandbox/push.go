package sandbox

import (
	"context"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/message"
)

// Pushed is one push to the account's callback URL and what came back.
type Pushed struct {
	Fixture     string     `json:"fixture"`
	MsgType     string     `json:"msg_type"`
	Event       string     `json:"event,omitempty"`
	Message     string     `json:"message"` // in plaintext
	URL         string     `json:"url"`
	Mode        string     `json:"mode,omitempty"`
	Attempts    []Attempt  `json:"attempts"`
	Status      int        `json:"status,omitempty"` // of the last attempt; 0: no answer
	DurationMS  float64    `json:"duration_ms"`      // of all
	Reply       Reply      `json:"reply"`
	Phone       string     `json:"phone,omitempty"`        // what the phone shows of the answer
	PausedUntil *time.Time `json:"paused_until,omitempty"` // it was not sent
	Alarm       *Alarm     `json:"alarm,omitempty"`        // the platform gave it after this push
	OK          bool       `json:"ok"`
}

// Attempt is one try.
type Attempt struct {
	URL        string  `json:"url"`
	Status     int     `json:"status,omitempty"`
	DurationMS float64 `json:"duration_ms"`
	Error      string  `json:"error,omitempty"`
}

// Reply is the answer as package deliver judges it.
type Reply struct {
	Kind      string            `json:"kind"`
	XML       string            `json:"xml"`
	Encrypted bool              `json:"encrypted"`
	Valid     bool              `json:"valid"`
	Problems  []message.Problem `json:"problems"`
}

// deliver sends one push of the step, unless the account is paused. It must not
// be called under the lock.
func (st *step) deliver(ctx context.Context, push deliver.Push) (*Pushed, error) {
	if until := st.pausedUntil(); !until.IsZero() {
		return st.held(push, until), nil
	}
	d, err := st.client(push).Deliver(ctx, push, st.account.To)
	if err != nil {
		return nil, err
	}
	pushed := newPushed(push)
	pushed.add(d)
	pushed.Phone = phoneShows(d)
	pushed.Alarm = st.judged(d)
	return pushed, nil
}

func (st *step) client(push deliver.Push) *deliver.Client {
	account := st.account.Callback
	account.Platform = callback.Platform(st.account.Platform)
	if st.agentID != "" {
		account.AgentID = st.agentID
	}
	if push.Form == callback.FormBot { // its frames are for nobody by name
		account.ReceiveID = ""
	}
	client := &deliver.Client{Account: account, HTTP: st.config.HTTP, Now: st.config.Now, Rand: st.chance}
	if client.HTTP == nil {
		client.HTTP = deliver.Transport()
	}
	return client
}

func newPushed(push deliver.Push) *Pushed {
	p := &Pushed{Fixture: push.Name, Message: string(push.Message), Attempts: []Attempt{}}
	if head, err := message.Scan(push.Message); err == nil {
		p.MsgType, p.Event = head.MsgType, head.Event
	}
	p.Reply = Reply{Kind: "none", Problems: []message.Problem{}}
	return p
}

func (p *Pushed) add(d *deliver.Delivery) {
	p.URL, p.Mode, p.OK = d.URL.String(), string(d.Mode), d.OK()
	for _, a := range d.Attempts {
		attempt := Attempt{URL: a.Exchange.Request.URL, DurationMS: float64(a.Exchange.Duration) / float64(time.Millisecond)}
		if a.Exchange.Response != nil {
			attempt.Status = a.Exchange.Response.Status
		}
		if a.Failure != nil {
			attempt.Error = a.Failure.Text
		}
		p.Attempts = append(p.Attempts, attempt)
		p.DurationMS += attempt.DurationMS
		p.Status = attempt.Status
	}
	p.Reply = Reply{d.Reply.Kind, string(d.Reply.XML), d.Reply.Encrypted, d.Reply.Valid, append([]message.Problem{}, d.Reply.Problems...)}
}
