package conform

import (
	"context"
	"strconv"
	"sync"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/push"
)

func set(path, value string) fixture.Edit {
	return fixture.Edit{Op: fixture.Set, Path: path, Value: value}
}

func added(path, value string) fixture.Edit {
	return fixture.Edit{Op: fixture.Add, Path: path, Value: value}
}

// event is an event of a user that the endpoint gets, nil if there is none.
func (e *Endpoint) event() *fixture.Fixture {
	return e.first("subscribe-scan", "scan", "click", "menu-click", "enter-agent")
}

// location is the event that reports the user's location.
func (e *Endpoint) location() *fixture.Fixture { return e.first("location-event") }

// first is the first push that has one of the ids.
func (e *Endpoint) first(ids ...string) *fixture.Fixture {
	for _, id := range ids {
		for _, f := range e.Pushes {
			if f.ID == id {
				return f
			}
		}
	}
	return nil
}

func unlessEvents(e *Endpoint) lang.Text {
	if e.event() != nil {
		return lang.Text{}
	}
	return lang.Text{EN: "the URL gets no events of users", ZH: "该 URL 收不到用户事件"}
}

func unlessLocation(e *Endpoint) lang.Text {
	if e.location() != nil {
		return lang.Text{}
	}
	return lang.Text{EN: "the URL gets no LOCATION events", ZH: "该 URL 收不到 LOCATION 事件"}
}

// unlessMessages is the reason not to send changed messages to a URL that gets no texts.
func unlessMessages(e *Endpoint) lang.Text {
	if e.getsTexts() {
		return lang.Text{}
	}
	return lang.Text{EN: "the URL gets no messages of users", ZH: "该 URL 收不到用户消息"}
}

// getsTexts reports whether the control is a text in the usual form, with Content.
func (e *Endpoint) getsTexts() bool {
	f := e.control()
	return f.ID == "text" || f.ID == "mini-text"
}

func unlessXML(e *Endpoint) lang.Text {
	if !message.IsJSON(e.control().Message()) {
		return lang.Text{}
	}
	return lang.Text{EN: "its pushes are JSON", ZH: "其推送为 JSON"}
}

// deliverEdited sends a changed push.
func (t *Trial) deliverEdited(ctx context.Context, f *fixture.Fixture, edits ...fixture.Edit) error {
	p, err := t.Push(f, edits...)
	if err != nil {
		return err
	}
	_, err = t.Deliver(ctx, p)
	return err
}

// answerTime sends five pushes and reports the slowest, if it takes too long.
func answerTime(ctx context.Context, t *Trial) error {
	var slowest *deliver.Delivery
	for range 5 {
		p, err := t.Message()
		if err != nil {
			return err
		}
		d, err := t.Deliver(ctx, p)
		if err != nil {
			return err
		}
		if slowest == nil || d.Last().Duration > slowest.Last().Duration {
			slowest = d
		}
	}
	limit := t.limit() / 2
	if took := slowest.Last().Duration; took > limit && slowest.OK() {
		t.Add(Should, slowest.Last(), text("an answer took %s", "一次应答耗时 %s", took.Round(time.Millisecond)))
	}
	return nil
}

// limit is how long the platform waits for an answer.
func (t *Trial) limit() time.Duration {
	if t.Client.Deadline > 0 {
		return t.Client.Deadline
	}
	return deliver.Deadline
}

// repeated sends a push three times with new signatures, and compares the answers. No
// answer to a repeated push is right too.
func (t *Trial) repeated(ctx context.Context, f *fixture.Fixture) error {
	p, err := t.Push(f)
	if err != nil {
		return err
	}
	first, err := t.Deliver(ctx, p)
	if err != nil || !first.OK() {
		return err
	}
	for n := 2; n <= 3; n++ {
		d, err := t.Deliver(ctx, p)
		if err != nil {
			return err
		}
		if !d.OK() || d.Silent() {
			continue
		}
		if diff := message.Compare(first.Reply.XML, d.Reply.XML, message.Volatile()...); len(diff) > 0 {
			t.Add(Should, d.Last(), text("the push was answered differently when it came for the %s time: %s", "推送第 %[3]s 次到达时得到了不同的应答：%[2]s", ordinal(n), diff[0], strconv.Itoa(n)))
		}
	}
	return nil
}

func ordinal(n int) string { return []string{"first", "second", "third"}[n-1] }

// burst sends pushes of several users at the same time.
func burst(ctx context.Context, t *Trial) error {
	const users = 20
	pushes := make([]*push.Push, users)
	for i := range pushes {
		o := t.pushOptions()
		o.User += strconv.Itoa(i)
		p, err := push.New(t.control(), t.Account, o)
		if err != nil {
			return err
		}
		pushes[i] = p
	}
	deliveries, errs := make([]*deliver.Delivery, users), make([]error, users)
	var all sync.WaitGroup
	for i, p := range pushes {
		all.Go(func() { deliveries[i], errs[i] = t.Client.Deliver(ctx, p, t.URL) })
	}
	all.Wait()
	for i, d := range deliveries {
		if errs[i] != nil {
			return errs[i]
		}
		if !d.OK() && len(t.Result.Findings) == 0 { // the others are the same
			t.Judge(d)
		}
		t.addressed(d, pushes[i])
	}
	return nil
}

// addressed adds a finding if the reply to one user is for another.
func (t *Trial) addressed(d *deliver.Delivery, p *push.Push) {
	if d.Reply.Document == nil || len(t.Result.Findings) > 0 {
		return
	}
	if to, ok := d.Reply.Document.Get("ToUserName"); ok && to != p.Head.FromUserName {
		t.Add(Must, d.Last(), text("the reply to %s is addressed to %s", "给 %s 的回复写成了发给 %s", p.Head.FromUserName, to))
	}
}

// orderReversed sends a message whose CreateTime is before that of the message before it.
func orderReversed(ctx context.Context, t *Trial) error {
	for _, ago := range []time.Duration{0, 30 * time.Second} {
		o := t.pushOptions()
		o.Now = o.Now.Add(-ago)
		p, err := push.New(t.control(), t.Account, o)
		if err != nil {
			return err
		}
		if _, err := t.Deliver(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

// locationStream sends five LOCATION events of one user, a second apart by their
// CreateTime.
func locationStream(ctx context.Context, t *Trial) error {
	for second := range 5 {
		o := t.pushOptions()
		o.Now = o.Now.Add(time.Duration(second-5) * time.Second)
		p, err := push.New(t.location(), t.Account, o)
		if err != nil {
			return err
		}
		if _, err := t.Deliver(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
