package sandbox

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/push"
	"wxtool/internal/sandbox/world"
	"wxtool/internal/verdict"
)

// Alarm is what the platform writes to the account's alarm group.
type Alarm struct {
	AppID    string    `json:"app_id"`
	Nickname string    `json:"nickname"`
	Time     time.Time `json:"time"` // of the first failure
	Content  string    `json:"content"`
	Count    int       `json:"count"` // within five minutes
	Sample   string    `json:"sample"`
}

// Text is the alarm as the official page shows it.
func (a *Alarm) Text() string {
	china := time.FixedZone("CST", 8*3600)
	return fmt.Sprintf("Appid: %s\n昵称: %s\n时间: %s\n内容: %s\n次数: %d分钟 %d次\n错误样例: %s",
		a.AppID, a.Nickname, a.Time.In(china).Format(time.DateTime), a.Content, int(world.PauseWithin.Minutes()), a.Count, a.Sample)
}

// pausedUntil is when the account is pushed to again, zero if it is now.
func (st *step) pausedUntil() (until time.Time) {
	st.world.Update(func(tx *world.Tx) { until = tx.PausedUntil(st.account.AppID) })
	return until
}

// held is a push that is not sent. That its user sees the same fault notice is
// a guess.
func (st *step) held(unsent *push.Push, until time.Time) *Pushed {
	p := newPushed(unsent)
	p.Fixture, p.URL, p.PausedUntil = unsent.Name, st.account.To.String(), &until
	p.Attempts = []deliver.AttemptReport{}
	p.Reply = deliver.ReplyReport{Kind: "none", Problems: []verdict.Rendered{}}
	p.Phone = verdict.EffectOf(unsent.Expect).Notice(familyOf(unsent))
	return p
}

// judged counts a delivery, gives an alarm when it was one failure too many, and
// reports whether the state has changed. WeCom has no such rule.
func (st *step) judged(d *deliver.Delivery) (alarm *Alarm, changed bool) {
	if st.account.Platform == Work {
		return nil, false
	}
	id := st.account.AppID
	changed = st.world.Update(func(tx *world.Tx) {
		if d.OK() {
			tx.PushSucceeded(id)
		} else if count, first := tx.PushFailed(id); count >= world.PauseAfter {
			alarm = st.alarm(d, count, first)
		}
	})
	return alarm, changed
}

// alarm: that Event holds the event's own name is a guess, the platform has
// names like UnSubscribe.
func (st *step) alarm(d *deliver.Delivery, count int, first time.Time) *Alarm {
	called := cmp.Or(strings.TrimSpace(d.Push.Head.MsgType+" "+d.Push.Head.Event), "message")
	return &Alarm{
		AppID: st.account.AppID, Nickname: originalID(st.account), Time: first, Count: count,
		Content: "微信服务器向公众号推送消息或事件发生多次失败后，暂时不推送消息，一分钟后解除屏蔽",
		Sample:  fmt.Sprintf("[OpenID=%s][Stamp=%d][IP=%s][Event=%s]", st.user.OpenID, st.now.Unix(), d.URL.Hostname(), called),
	}
}
