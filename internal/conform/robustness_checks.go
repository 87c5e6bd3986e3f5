package conform

import (
	"context"
	"strings"
	"sync"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/deliver"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/push"
)

// sealedBodies returns the requests that bring a message to the server: sealed, and where
// that means encrypted also as the body itself, as an attacker sends it.
func (t *Trial) sealedBodies(p *push.Push) ([]exchange.Request, error) {
	req, signed, err := t.Client.Build(p, t.URL)
	if err != nil {
		return nil, err
	}
	requests := []exchange.Request{req}
	if signed.Mode != callback.Plain {
		req.Body = p.Message
		requests = append(requests, req)
	}
	return requests, nil
}

// doctyped returns the control push with a DOCTYPE before it and an entity in Content.
func (t *Trial) doctyped(doctype, content string) ([]exchange.Request, error) {
	p, err := t.Message()
	if err != nil {
		return nil, err
	}
	msg := string(p.Message)
	if i := strings.LastIndex(msg, "</"); i >= 0 {
		msg = msg[:i] + "<Wxtool>" + content + "</Wxtool>" + msg[i:]
	}
	if start, end := strings.Index(msg, "<Content>"), strings.Index(msg, "</Content>"); start >= 0 && end > start {
		msg = msg[:start] + "<Content>" + content + msg[end:]
	}
	p.Message = []byte(doctype + msg)
	return t.sealedBodies(p)
}

// entityExpansion sends entities that grow to 100,000 copies of a word: enough to be seen
// in a reply, and harmless.
func entityExpansion(ctx context.Context, t *Trial) error {
	const word = "wxtoolhaha"
	doctype := `<!DOCTYPE xml [<!ENTITY a "` + word + `">`
	for name := 'b'; name <= 'f'; name++ {
		doctype += `<!ENTITY ` + string(name) + ` "` + strings.Repeat("&"+string(name-1)+";", 10) + `">`
	}
	requests, err := t.doctyped(doctype+"]>", "&f;")
	if err != nil {
		return err
	}
	for _, req := range requests {
		ex := t.Client.Send(ctx, req)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if strings.Contains(t.plainAnswer(&ex), word) {
			t.Add(Should, &ex, lang.Text{EN: "the reply contains an expanded entity: unless the parser limits expansion, a small push can use all memory of the server", ZH: "回复中出现了展开后的实体：若解析器不限制展开，一条很小的推送就能耗尽服务器内存"})
			continue
		}
		t.judgeSurvival(&ex)
	}
	return nil
}

// plainAnswer is the body of an answer, decrypted if it is encrypted.
func (t *Trial) plainAnswer(ex *exchange.Exchange) string {
	if ex.Response == nil {
		return ""
	}
	var e callback.Envelope
	var o callback.Opened
	if e.Read(ex.Response.Body) == nil && e.Encrypted() && t.Account.OpenReply(&o, &e) == nil {
		return string(o.Message)
	}
	return string(ex.Response.Body)
}

// partial is the raw form of a push, whose body a case does not send at once.
func (t *Trial) partial() (*push.Push, *deliver.RawRequest, callback.Mode, error) {
	p, err := t.Message()
	if err != nil {
		return nil, nil, "", err
	}
	req, signed, err := t.Client.Build(p, t.URL)
	if err != nil {
		return nil, nil, "", err
	}
	raw, err := deliver.NewRaw(req)
	return p, raw, signed.Mode, err
}

// stalledBodies keeps connections open on which half a body was sent, and sends a push.
func stalledBodies(ctx context.Context, t *Trial) error {
	stalled, end := context.WithCancel(ctx)
	var all sync.WaitGroup
	defer all.Wait()
	defer end()
	client := *t.Client
	client.Deadline = 2 * t.limit() // as long as the push may take
	for range 20 {
		_, raw, _, err := t.partial()
		if err != nil {
			return err
		}
		raw.Body = raw.Body[:len(raw.Body)/2]
		all.Go(func() { client.SendRaw(stalled, t.URL, raw) })
	}
	return t.meanwhile(ctx)
}

// meanwhile sends a push shortly after other requests have begun.
func (t *Trial) meanwhile(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-time.After(100 * time.Millisecond):
	}
	p, err := t.Message()
	if err != nil {
		return err
	}
	_, err = t.Deliver(ctx, p)
	return err
}

// slowBody sends a push in eight pieces, half a second apart, and others meanwhile.
func slowBody(ctx context.Context, t *Trial) error {
	p, raw, mode, err := t.partial()
	if err != nil {
		return err
	}
	client := *t.Client
	client.Deadline = t.limit() + deliver.Deadline
	raw.Pause, raw.Pieces = slowPause, 8
	slow := make(chan exchange.Exchange, 1)
	go func() { slow <- client.SendRaw(ctx, t.URL, raw) }()
	err = t.meanwhile(ctx)
	ex := <-slow
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if status := ex.Response; status == nil || status.Status != 408 { // a time limit of the server is right too
		t.judgeExchange(p, mode, ex)
	}
	return err
}

const slowPause = 500 * time.Millisecond
