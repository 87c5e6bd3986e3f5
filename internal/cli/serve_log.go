package cli

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"wxtool/internal/echo"
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// errEnough ends the server when --exit-after is reached.
var errEnough = errors.New("enough pushes")

// errTimeUp ends the server after --timeout.
var errTimeUp = errors.New("the time is up")

type readyEvent struct {
	Addr string `json:"addr"`
	URL  string `json:"url"`
	lang lang.Language
}

func (readyEvent) JSONType() string { return "ready" }

func (r readyEvent) WriteText(p *ui.Printer) {
	p.Linef("%s %s", p.Good(serveListening.in(r.lang)), p.Bold(r.URL))
}

// serveEvent is one request as it is printed.
type serveEvent struct {
	Type       string      `json:"type"` // push, handshake, refused, error
	Time       time.Time   `json:"time"`
	Method     string      `json:"method"`
	URL        string      `json:"url"`
	Status     int         `json:"status"`
	DurationMS float64     `json:"duration_ms"`
	Mode       string      `json:"mode,omitempty"`
	MsgType    string      `json:"msg_type,omitempty"`
	Event      string      `json:"event,omitempty"`
	ChangeType string      `json:"change_type,omitempty"`
	InfoType   string      `json:"info_type,omitempty"`
	FromUser   string      `json:"from_user,omitempty"`
	ReceiveID  string      `json:"receive_id,omitempty"`
	Message    string      `json:"message,omitempty"`
	Reply      *replyEvent `json:"reply,omitempty"`
	Reason     string      `json:"reason,omitempty"`
	Hint       string      `json:"hint,omitempty"`
	lang       lang.Language
}

type replyEvent struct {
	Body   string `json:"body"`
	Format string `json:"format,omitempty"` // xml, json or text; none of an empty body
	XML    string `json:"xml"`              // Body under its older name
}

func newServeEvent(e *echo.Event, l lang.Language) serveEvent {
	ex := e.Exchange
	out := serveEvent{
		Type: string(e.Kind), Time: ex.Start.UTC(), Method: ex.Request.Method, URL: ex.Request.URL,
		Status: ex.Response.Status, DurationMS: milliseconds(ex.Duration),
		MsgType: e.Head.MsgType, Event: e.Head.Event, ChangeType: e.Head.ChangeType, InfoType: e.Head.InfoType, FromUser: e.Head.FromUserName, lang: l,
	}
	if e.Push != nil {
		out.Mode, out.ReceiveID, out.Message = string(e.Push.Mode), e.Push.ReceiveID, string(e.Push.Message)
	}
	switch {
	case e.Diagnosis != nil && !e.Diagnosis.Valid:
		out.Reason, out.Hint = e.Diagnosis.Reason, e.Diagnosis.Hint
	case e.Err != nil:
		reason, hint := refusalWords(e.Err)
		out.Reason, out.Hint = reason.In(l), cmp.Or(e.Undiagnosed.In(l), hint.In(l))
	default:
		body := string(e.Reply)
		out.Reply = &replyEvent{body, message.FormatOf(e.Reply), body}
	}
	if len(e.Control) > 0 {
		out.Hint = serveControl.in(l)
	}
	return out
}

// JSONType implements [ui.Result].
func (e serveEvent) JSONType() string { return e.Type }

func (e serveEvent) WriteText(p *ui.Printer) {
	paint := p.Good
	if e.Status != http.StatusOK {
		paint = p.Bad
	}
	word := paint(kindOf(e.Type, e.lang))
	what := strings.Join(strings.Fields(strings.Join([]string{e.Mode, e.MsgType, e.Event, e.ChangeType, e.InfoType}, " ")), " ")
	p.Linef("%s %s  %s  %d  %.0f ms", p.Dim(e.Time.Local().Format("15:04:05")), word, ui.OneLine(what), e.Status, e.DurationMS)
	if e.Message != "" {
		p.Block("  ", e.Message)
	}
	if e.Reason != "" {
		p.Linef("  %s%s", labelled(p.Bad, serveBecause, e.lang), ui.Printable(e.Reason))
	}
	if e.Hint != "" {
		p.Linef("  %s%s", labelled(p.Bold, serveHint, e.lang), ui.Printable(e.Hint))
	}
	if e.Reply != nil {
		p.Linef("  %s", p.Dim(serveAnswered.in(e.lang)))
		p.Block("  ", cmp.Or(e.Reply.Body, serveEmpty.in(e.lang)))
	}
}

// kindOf is the type of an event in a language.
func kindOf(event string, l lang.Language) string {
	switch echo.Kind(event) {
	case echo.Handshake:
		return serveHandshake.in(l)
	case echo.Pushed:
		return servePush.in(l)
	case echo.Refused:
		return serveRefused.in(l)
	}
	return serveFailed.in(l)
}

// refusalWords is why a request was not served and the next step, if there is one, in
// each language.
func refusalWords(err error) (reason, hint lang.Text) {
	failure, _ := classify(err)
	reason = verdict.Words(err)
	if own, ok := errors.AsType[interface {
		error
		Words() lang.Text
	}](err); ok {
		reason = own.Words()
	}
	reason.EN, hint = failure.Message, cryptHint(err)
	if errors.Is(err, echo.ErrAge) {
		hint = lang.Text{EN: "--max-age 0 accepts requests of any age", ZH: "--max-age 0 接受任意时间的请求"}
	}
	if hint.EN == "" {
		hint.EN = failure.Hint
	}
	return reason, hint
}

// serveLog is what serve does with a request before it is answered: it keeps it
// in the record, passes it to those who show it, and counts the pushes. Its
// methods are called for one request at a time.
type serveLog struct {
	recorder *recorder
	settings *settings
	feed     exchange.Feed[*echo.Event]
	stop     context.CancelCauseFunc
	left     int // pushes until the end; 0: no end
	quiet    bool
}

func (l *serveLog) record(e *echo.Event) error {
	if l.recorder == nil {
		return nil
	}
	err := l.recorder.write(serveRecord(e, l.settings))
	if err != nil {
		l.stop(err)
	}
	return err
}

func (l *serveLog) observe(e *echo.Event) {
	if !l.quiet {
		l.feed.Publish(e, e.Size())
	}
	if e.Kind != echo.Pushed || l.left == 0 {
		return
	}
	if l.left--; l.left == 0 {
		l.left = -1
		l.stop(errEnough)
	}
}
