package sandbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wxtool/internal/sandbox/world"
)

// Act is what a virtual user does, see [Actions].
type Act struct {
	Platform string            `json:"platform,omitempty"` // MP or Work; may be left out where app_id tells, or else is MP
	AppID    string            `json:"app_id,omitempty"`   // may be left out where the sandbox knows one account of the platform
	AgentID  string            `json:"agent_id,omitempty"` // on WeCom; "" is the account's own
	User     string            `json:"user"`               // a name, or an OpenID that the sandbox gave
	Action   string            `json:"action"`
	Value    string            `json:"value,omitempty"`  // what the action takes
	Tags     []string          `json:"tags,omitzero"`    // the user has these tag ids from now on, [] is none; absent: as before
	Client   string            `json:"client,omitempty"` // and this client_platform_type
	Set      map[string]string `json:"set,omitempty"`    // by path, elements of the first push
}

// ActError is an act that makes no sense. Nothing has changed then.
type ActError struct {
	Problem string // "subject: what is wrong"
	Hint    string // the next step, or ""
	Missing bool   // what is named does not exist
}

func (e *ActError) Error() string { return e.Problem }

func actError(format string, args ...any) *ActError {
	return &ActError{Problem: fmt.Sprintf(format, args...)}
}

// Do lets a virtual user do something and delivers what the platform then
// pushes: within five seconds, up to three times, one push after the other. The
// user's state has changed before the first push, as on the real platform.
//
// The sandbox is not locked while a push is delivered: the callback's server
// may call the API before it answers, and other users may act.
//
// The error is an *ActError, that of Config.Changed, or that of ctx. After the
// latter two the user has acted all the same, and what was pushed until then
// was pushed: Config.ObserveAct is told of it, without the push under way.
func (s *Server) Do(ctx context.Context, act Act) (*Outcome, error) {
	step, err := s.begin(act)
	if err != nil {
		return nil, err
	}
	out := step.outcome()
	if err = s.kept(); err == nil {
		err = step.deliverAll(ctx, out)
	}
	if err != nil {
		out.cutShort(err)
	}
	if s.config.ObserveAct != nil {
		s.config.ObserveAct(out)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// begin takes the step within the sandbox, so that only the pushes are left.
func (s *Server) begin(act Act) (x *execution, err error) {
	s.world.Update(func(tx *world.Tx) { x, err = s.take(tx, act) })
	return x, err
}

func (s *Server) take(tx *world.Tx, act Act) (*execution, error) {
	x, err := s.prepare(tx, act)
	if err != nil {
		return nil, err
	}
	before := x.user
	if err := x.action.take(x); err != nil {
		return nil, err
	}
	if x.account.To == nil {
		if err := x.withoutServer(before); err != nil {
			return nil, err
		}
	}
	stranger := !before.Following
	if stranger && !x.user.Following && len(x.pushes) > 0 && x.account.Platform == MP {
		x.note = x.user.Name + " does not follow, and most phones show such a user no chat; follow comes first"
	}
	tx.SetUser(x.user)
	x.tx = nil
	return x, nil
}

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

func (x *execution) outcome() *Outcome {
	return &Outcome{
		Time: x.now, Action: x.action.name, Value: x.act.Value, User: Person(x.user), AgentID: x.agentID,
		Pushes: []Pushed{}, Phone: append([]string{}, x.phone...), Note: x.note, OK: true,
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
