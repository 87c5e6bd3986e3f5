package sandbox

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/push"
	"wxtool/internal/verdict"
)

// MarkFail: after several failures the platform pushes nothing for a minute.
// How many, and that a good push in between forgets them, is a guess; the five
// minutes are those over which the platform's alarms count.
//
// https://developers.weixin.qq.com/doc/service/guide/dev/api/warn_guide.html
const (
	pauseAfter  = 5
	pauseWithin = 5 * time.Minute
	pauseFor    = time.Minute
)

// pause is what an account's failures have come to.
type pause struct {
	Count int       // of failures, fewer than make a pause
	First time.Time // of those counted
	Until time.Time // nothing is pushed in the minute before
}

// holds reports whether it is now. A clock that was put back makes it no longer.
func (p *pause) holds(now time.Time) bool {
	return p != nil && now.Before(p.Until) && !now.Before(p.Until.Add(-pauseFor))
}

// check finds what no failures come to.
func (p *pause) check() error {
	switch {
	case p.Count < 0 || p.Count >= pauseAfter:
		return fmt.Errorf("%d failures are counted", p.Count)
	case p.Until.After(p.First.Add(pauseWithin + pauseFor)):
		return errors.New("it ends later than its failures allow")
	}
	return nil
}

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
		a.AppID, a.Nickname, a.Time.In(china).Format(time.DateTime), a.Content, int(pauseWithin.Minutes()), a.Count, a.Sample)
}

// pausedUntil is when the account is pushed to again, zero if it is now.
func (st *step) pausedUntil() time.Time {
	st.mu.Lock()
	defer st.mu.Unlock()
	if p := st.state.Pauses[st.account.AppID]; p.holds(st.config.Now()) {
		return p.Until
	}
	return time.Time{}
}

// held is a push that is not sent. That its user sees the same fault notice is
// a guess.
func (st *step) held(unsent *push.Push, until time.Time) *Pushed {
	p := newPushed(unsent)
	p.Fixture, p.URL, p.PausedUntil = unsent.Name, st.account.To.String(), &until
	p.Attempts = []deliver.AttemptReport{}
	p.Reply = deliver.ReplyReport{Kind: "none", Problems: []verdict.Problem{}}
	p.Phone = faultShown(verdict.EffectOn(unsent.Expect.Kind, verdict.FamilyOf(unsent.Family)))
	return p
}

// judged counts a delivery, gives an alarm when it was one failure too many, and
// reports whether the state has changed. WeCom has no such rule.
func (st *step) judged(d *deliver.Delivery) (alarm *Alarm, changed bool) {
	if st.account.Platform == Work {
		return nil, false
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	now, all, id := st.config.Now(), st.state.Pauses, st.account.AppID
	p := all[id]
	switch {
	case p.holds(now): // it had begun before the pause
		return nil, false
	case d.OK():
		delete(all, id)
		return nil, p != nil
	case p == nil || p.Count == 0 || now.Sub(p.First) >= pauseWithin:
		p = &pause{First: now}
		all[id] = p
	}
	if p.Count++; p.Count < pauseAfter {
		return nil, true
	}
	alarm = st.alarm(d, p)
	p.Count, p.Until = 0, now.Add(pauseFor)
	return alarm, true
}

// alarm: that Event holds the event's own name is a guess, the platform has
// names like UnSubscribe.
func (st *step) alarm(d *deliver.Delivery, p *pause) *Alarm {
	called := cmp.Or(strings.TrimSpace(d.Push.Head.MsgType+" "+d.Push.Head.Event), "message")
	return &Alarm{
		AppID: st.account.AppID, Nickname: originalID(st.account), Time: p.First, Count: p.Count,
		Content: "微信服务器向公众号推送消息或事件发生多次失败后，暂时不推送消息，一分钟后解除屏蔽",
		Sample:  fmt.Sprintf("[OpenID=%s][Stamp=%d][IP=%s][Event=%s]", st.user.OpenID, st.now.Unix(), d.URL.Hostname(), called),
	}
}
