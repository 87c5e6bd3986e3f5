package sandbox

import (
	"context"
	"errors"
	"fmt"
	"time"

	"wxtool/internal/sandbox/world"
)

// Act is a request that a virtual user acts, see [Actions].
type Act struct {
	Platform string            `json:"platform,omitempty"` // MP or Work; default: that of app_id, or else MP
	AppID    string            `json:"app_id,omitempty"`   // default: the only account of the platform
	AgentID  string            `json:"agent_id,omitempty"` // on WeCom; default: that of the account
	User     string            `json:"user"`               // a name, or the OpenID of an existing user
	Action   string            `json:"action"`
	Value    string            `json:"value,omitempty"`  // see Action.Value
	Tags     []string          `json:"tags,omitzero"`    // tag ids that replace the user's; absent: no change
	Client   string            `json:"client,omitempty"` // client_platform_type that replaces the user's
	Set      map[string]string `json:"set,omitempty"`    // element values of the first push, by path

	origin string // of the sandbox, where PicUrl leads to; "" if unknown
}

// ActError is an act that was refused before it changed anything.
type ActError struct {
	Problem string // "subject: problem"
	Hint    string // what to do about it, or ""
	Missing bool   // something that the act names does not exist
}

func (e *ActError) Error() string { return e.Problem }

func actError(format string, args ...any) *ActError {
	return &ActError{Problem: fmt.Sprintf(format, args...)}
}

// Do lets a virtual user act and delivers the pushes of the platform, one after the
// other, each within five seconds and up to three times. The state changes before the
// first push, as on the real platform.
//
// The state is not locked while a push is delivered: the callback server may call the
// API before it answers, and other users may act.
//
// The error is an *ActError, that of Config.Changed, or that of ctx. On the latter
// two, the state change and completed pushes stay; Config.ObserveAct gets the partial
// Outcome.
func (s *Server) Do(ctx context.Context, act Act) (*Outcome, error) {
	x, err := s.begin(act)
	if err != nil {
		return nil, err
	}
	x.media.Delete(x.forgotten)
	out := x.outcome()
	if err = s.kept(); err == nil {
		err = x.deliverAll(ctx, out)
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

// begin carries out an act up to its pushes, in one update of the world.
func (s *Server) begin(act Act) (x *execution, err error) {
	s.world.Update(func(tx *world.Tx) { x, err = s.carryOut(tx, act) })
	return x, err
}

func (s *Server) carryOut(tx *world.Tx, act Act) (*execution, error) {
	x, err := s.prepare(tx, act)
	if err != nil {
		return nil, err
	}
	before := x.user
	if err := x.action.carryOut(x); err != nil {
		return nil, err
	}
	x.withoutMessages()
	sent := x.pushes
	if x.account.To == nil {
		if err := x.withoutServer(before); err != nil {
			return nil, err
		}
	}
	x.noteStranger(before)
	tx.SetUser(x.user)
	x.converse(sent)
	x.tx = nil
	return x, nil
}

// noteStranger notes that the user does what a user who does not follow can hardly do.
func (x *execution) noteStranger(before world.User) {
	switch {
	case len(x.pushes) == 0, before.Follows(x.agentID), x.user.Follows(x.agentID):
	case x.account.Platform == MP:
		x.note = x.user.Name + " does not follow, and most phones show such a user no chat; follow comes first"
	case x.agentID != "" && !x.action.outside:
		x.note = x.user.Name + " does not see the application, so message/send does not reach this member; follow comes first"
	}
}

// Outcome is the result of an act.
type Outcome struct {
	Time    time.Time `json:"time"`
	Action  string    `json:"action"`
	Value   string    `json:"value,omitempty"`
	User    Person    `json:"user"` // after the act
	AgentID string    `json:"agent_id,omitempty"`
	Pushes  []Pushed  `json:"pushes"`
	Phone   []string  `json:"phone"`          // what the phone shows, in order
	Code    string    `json:"code,omitempty"` // that a mini program gets of login or phone
	Note    string    `json:"note,omitempty"`
	OK      bool      `json:"ok"` // every push was delivered and answered correctly
}

func (x *execution) outcome() *Outcome {
	return &Outcome{
		Time: x.now, Action: x.action.name, Value: x.act.Value, User: personOf(x.user), AgentID: x.agentID,
		Pushes: []Pushed{}, Phone: append([]string{}, x.phone...), Code: x.code, Note: x.note, OK: true,
	}
}

func (o *Outcome) add(pushed *Pushed) {
	o.OK = o.OK && pushed.OK
	o.Pushes = append(o.Pushes, *pushed)
	if pushed.Phone != "" {
		o.Phone = append(o.Phone, pushed.Phone)
	}
}

// cutShort notes that the act ended early.
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
