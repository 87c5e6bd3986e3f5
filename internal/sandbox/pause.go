package sandbox

import (
	"fmt"
	"strings"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/message"
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
	count int
	first time.Time // of those counted
	until time.Time // nothing is pushed before
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
	if p := st.pauses[st.account.AppID]; p != nil && st.config.Now().Before(p.until) {
		return p.until
	}
	return time.Time{}
}

// held is a push that is not sent. That its user sees the same fault notice is
// a guess.
func (st *step) held(push deliver.Push, until time.Time) *Pushed {
	p := newPushed(push)
	p.Fixture, p.URL, p.PausedUntil = push.Name, st.account.To.String(), &until
	p.Attempts = []deliver.AttemptReport{}
	p.Reply = deliver.ReplyReport{Kind: "none", Problems: []message.Problem{}}
	p.Phone = faultShown(deliver.Effect(push.Answer, false))
	return p
}

// judged counts a delivery, and gives an alarm when it was one failure too
// many. WeCom has no such rule.
func (st *step) judged(d *deliver.Delivery) *Alarm {
	if st.account.Platform == Work {
		return nil
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	now := st.config.Now()
	p := st.pauses[st.account.AppID]
	switch {
	case p != nil && now.Before(p.until): // it had begun before the pause
		return nil
	case d.OK():
		delete(st.pauses, st.account.AppID)
		return nil
	case p == nil || p.count == 0 || now.Sub(p.first) >= pauseWithin:
		p = st.countAnew(now)
	}
	if p.count++; p.count < pauseAfter {
		return nil
	}
	alarm := st.alarm(d, p)
	p.count, p.until = 0, now.Add(pauseFor)
	return alarm
}

func (st *step) countAnew(now time.Time) *pause {
	if st.pauses == nil {
		st.pauses = map[string]*pause{}
	}
	p := &pause{first: now}
	st.pauses[st.account.AppID] = p
	return p
}

// alarm: that Event holds the event's own name is a guess, the platform has
// names like UnSubscribe.
func (st *step) alarm(d *deliver.Delivery, p *pause) *Alarm {
	called := "message"
	if head, err := message.Scan(d.Push.Message); err == nil {
		called = strings.TrimSpace(head.MsgType + " " + head.Event)
	}
	return &Alarm{
		AppID: st.account.AppID, Nickname: originalID(st.account), Time: p.first, Count: p.count,
		Content: "微信服务器向公众号推送消息或事件发生多次失败后，暂时不推送消息，一分钟后解除屏蔽",
		Sample:  fmt.Sprintf("[OpenID=%s][Stamp=%d][IP=%s][Event=%s]", st.user.OpenID, st.now.Unix(), d.URL.Hostname(), called),
	}
}
