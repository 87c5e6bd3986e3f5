package sandbox

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/lang"
	"wxtool/internal/push"
	"wxtool/internal/sandbox/world"
	"wxtool/internal/verdict"
)

// Pushed is one push to the account's callback URL and the answer.
type Pushed struct {
	deliver.Report
	MsgType     string     `json:"msg_type"`
	Event       string     `json:"event,omitempty"`
	Message     string     `json:"message"`                // plaintext
	Phone       string     `json:"phone,omitempty"`        // what the phone shows of the answer
	PausedUntil *time.Time `json:"paused_until,omitempty"` // the push was not sent
	Alarm       *Alarm     `json:"alarm,omitempty"`        // raised by this push
}

// deliverAll sends the pushes up to the first error, and adds them to the outcome. It
// must not be called during an update of the world.
func (x *execution) deliverAll(ctx context.Context, out *Outcome) error {
	for _, p := range x.pushes {
		if err := x.deliver(ctx, p, out); err != nil {
			return err
		}
	}
	return nil
}

// deliver sends one push, unless the account is paused.
func (x *execution) deliver(ctx context.Context, p *push.Push, out *Outcome) error {
	if until := x.pausedUntil(); !until.IsZero() {
		pushed := x.held(p, until)
		changed := x.showAnswer(out, pushed)
		out.add(pushed)
		return x.keptIf(changed)
	}
	d, err := x.client().Deliver(ctx, p, x.account.To)
	if err == nil {
		err = x.recordPush(d)
	}
	if err != nil {
		return err
	}
	pushed := newPushed(p)
	pushed.Report = d.Report(lang.English)
	pushed.Phone = phoneShows(d)
	alarm, changed := x.judged(d)
	pushed.Alarm = alarm
	said := x.showAnswer(out, pushed)
	out.add(pushed)
	return x.keptIf(changed || said)
}

func (x *execution) keptIf(changed bool) error {
	if !changed {
		return nil
	}
	return x.kept()
}

func (x *execution) client() *deliver.Client {
	client := &deliver.Client{HTTP: x.config.HTTP, Now: x.config.Now, Rand: x.random}
	if client.HTTP == nil {
		client.HTTP = deliver.Transport()
	}
	return client
}

func newPushed(p *push.Push) *Pushed {
	return &Pushed{Message: string(p.Message), MsgType: p.Head.MsgType, Event: p.Head.Event}
}

// Alarm is a message of the platform to the account's alarm group.
type Alarm struct {
	AppID    string    `json:"app_id"`
	Nickname string    `json:"nickname"`
	Time     time.Time `json:"time"` // of the first failure
	Content  string    `json:"content"`
	Count    int       `json:"count"` // within five minutes
	Sample   string    `json:"sample"`
}

// Text is the alarm in the form that the official page shows.
func (a *Alarm) Text() string {
	china := time.FixedZone("CST", 8*3600)
	return fmt.Sprintf("Appid: %s\n昵称: %s\n时间: %s\n内容: %s\n次数: %d分钟 %d次\n错误样例: %s",
		a.AppID, a.Nickname, a.Time.In(china).Format(time.DateTime), a.Content, int(world.PauseWithin.Minutes()), a.Count, a.Sample)
}

// pausedUntil is the end of the account's pause, zero if there is none now.
func (x *execution) pausedUntil() (until time.Time) {
	x.world.Update(func(tx *world.Tx) { until = tx.PausedUntil(x.account.AppID) })
	return until
}

// held reports a push that is not sent. That its user sees the same fault notice is a
// guess.
func (x *execution) held(unsent *push.Push, until time.Time) *Pushed {
	p := newPushed(unsent)
	p.Fixture, p.URL, p.PausedUntil = unsent.Name, x.account.To.String(), &until
	p.Attempts = []deliver.AttemptReport{}
	p.Reply = deliver.ReplyReport{Kind: "none", Problems: []verdict.Rendered{}}
	p.Phone = verdict.EffectOf(unsent.Expect).Notice(familyOf(unsent))
	return p
}

// judged counts a failed delivery, raises an alarm if it is one failure too many, and
// reports whether the state has changed. WeCom has no such rule.
func (x *execution) judged(d *deliver.Delivery) (alarm *Alarm, changed bool) {
	if x.account.Platform == Work {
		return nil, false
	}
	id := x.account.AppID
	changed = x.world.Update(func(tx *world.Tx) {
		if d.OK() {
			tx.PushSucceeded(id)
		} else if count, first := tx.PushFailed(id); count >= world.PauseAfter {
			alarm = x.alarm(d, count, first)
		}
	})
	return alarm, changed
}

// alarm makes the alarm of a delivery. The event's own name as Event is a guess: the
// official page has names like UnSubscribe.
func (x *execution) alarm(d *deliver.Delivery, count int, first time.Time) *Alarm {
	called := cmp.Or(strings.TrimSpace(d.Push.Head.MsgType+" "+d.Push.Head.Event), "message")
	return &Alarm{
		AppID: x.account.AppID, Nickname: originalID(x.account), Time: first, Count: count,
		Content: "微信服务器向公众号推送消息或事件发生多次失败后，暂时不推送消息，一分钟后解除屏蔽",
		Sample:  fmt.Sprintf("[OpenID=%s][Stamp=%d][IP=%s][Event=%s]", x.user.OpenID, x.now.Unix(), d.URL.Hostname(), called),
	}
}
