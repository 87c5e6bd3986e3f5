package cli

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/record"
	"wxtool/internal/ui"
)

// exchangeRow is a recorded exchange in a list.
type exchangeRow struct {
	Seq        int       `json:"seq"`               // number in the recording
	Time       time.Time `json:"time"`              // start of the request
	Kind       string    `json:"kind"`              // push, handshake, refused, error, probe or call
	Name       string    `json:"name,omitempty"`    // of the fixture or file that was sent
	Account    string    `json:"account,omitempty"` // the profile
	Method     string    `json:"method"`
	URL        string    `json:"url"` // as recorded: a server knows path and query only
	Platform   string    `json:"platform,omitempty"`
	Mode       string    `json:"mode,omitempty"`
	MsgType    string    `json:"msg_type,omitempty"`
	Event      string    `json:"event,omitempty"`
	ChangeType string    `json:"change_type,omitempty"`
	InfoType   string    `json:"info_type,omitempty"`
	FromUser   string    `json:"from_user,omitempty"`
	Status     int       `json:"status"` // 0: there was no answer
	DurationMS float64   `json:"duration_ms"`
	OK         bool      `json:"ok"`               // the answer was good when it was recorded
	Reason     string    `json:"reason,omitempty"` // the first problem, or the cause
	lang       lang.Language
	quiet      bool
}

func newExchangeRow(r *record.Record, l lang.Language) exchangeRow {
	ex := &r.Exchange
	row := exchangeRow{
		Seq: r.Seq, Time: ex.Start.UTC(), Kind: string(r.Kind), Name: r.Name, Account: r.Account, Method: ex.Request.Method, URL: ex.Request.URL,
		Status: r.Status(), DurationMS: milliseconds(ex.Duration), OK: !r.Failed(), Reason: r.Reason(), lang: l,
	}
	if d := r.Decoded; d != nil {
		row.Platform, row.Mode = d.Platform, d.Mode
	}
	if head, err := message.Scan(r.Message()); err == nil && r.Kind != record.Call {
		row.MsgType, row.Event, row.ChangeType, row.InfoType, row.FromUser = head.MsgType, head.Event, head.ChangeType, head.InfoType, head.FromUserName
	}
	return row
}

func (exchangeRow) JSONType() string { return "exchange" }

func (r exchangeRow) WriteText(p *ui.Printer) {
	if r.quiet {
		p.Linef("%d", r.Seq)
		return
	}
	word := p.Good(wordOK.in(r.lang))
	if !r.OK {
		word = p.Bad(wordBad.in(r.lang))
	}
	outcome := recordSilent.in(r.lang, r.DurationMS)
	if r.Status != 0 {
		outcome = fmt.Sprintf("%d  %.0f ms", r.Status, r.DurationMS)
	}
	p.Linef("%s  %s  %s  %s  %s", p.Bold(padTo(fmt.Sprint(r.Seq), 5)), p.Dim(r.Time.Local().Format(time.DateTime)), word, ui.OneLine(r.what()), outcome)
	if r.Reason != "" {
		p.Linef("  %s%s", labelled(p.Bad, serveBecause, r.lang), ui.OneLine(r.Reason))
	}
}

// what is the kind and what the message is.
func (r exchangeRow) what() string {
	words := []string{r.Kind, r.Mode, r.MsgType, r.Event, r.ChangeType, r.InfoType}
	if r.Kind == string(record.Call) {
		path, _, _ := strings.Cut(r.URL, "?")
		words = []string{r.Kind, r.Method, path}
	}
	if r.FromUser != "" {
		words = append(words, recordFrom.in(r.lang, r.FromUser))
	}
	return strings.Join(slices.DeleteFunc(words, func(word string) bool { return word == "" }), " ")
}

// exchangeResult is a recorded exchange in full.
type exchangeResult struct {
	exchangeRow
	ReceiveID   string              `json:"receive_id,omitempty"`
	Header      map[string][]string `json:"header"`                 // of the request
	Body        string              `json:"body"`                   // of the request, perhaps encrypted
	BodyBase64  []byte              `json:"body_base64,omitempty"`  // body, if it is not UTF-8
	Message     string              `json:"message"`                // of the request, decrypted
	ReplyHeader map[string][]string `json:"reply_header"`           // of the response
	ReplyBody   string              `json:"reply_body"`             // of the response, perhaps encrypted
	ReplyBase64 []byte              `json:"reply_base64,omitempty"` // reply_body, if it is not UTF-8
	Reply       string              `json:"reply"`                  // of the response, decrypted
	Cause       string              `json:"cause,omitempty"`        // why there is no response
	Problems    []record.Problem    `json:"problems"`               // what was wrong with the answer, [] if nothing was
	full        bool
}

func newExchangeResult(r *record.Record, row exchangeRow, full bool) exchangeResult {
	out := exchangeResult{
		exchangeRow: row, Header: r.Exchange.Request.Header, Message: string(r.Message()), Reply: string(r.Reply()),
		ReplyHeader: map[string][]string{}, Problems: []record.Problem{}, full: full,
	}
	out.Body, out.BodyBase64 = textOrBytes(r.Exchange.Request.Body)
	if res := r.Exchange.Response; res != nil {
		out.ReplyHeader = res.Header
		out.ReplyBody, out.ReplyBase64 = textOrBytes(res.Body)
	}
	if r.Exchange.Cause != nil {
		out.Cause = r.Exchange.Cause.Text
	}
	if r.Verdict != nil {
		out.Problems = append(out.Problems, r.Verdict.Problems...)
	}
	if r.Decoded != nil {
		out.ReceiveID = r.Decoded.ReceiveID
	}
	return out
}

func textOrBytes(body []byte) (string, []byte) {
	if utf8.Valid(body) {
		return string(body), nil
	}
	return "", body
}

func (exchangeResult) JSONType() string { return "exchange_detail" }

func (r exchangeResult) WriteText(p *ui.Printer) {
	row := r.exchangeRow
	row.Reason = ""
	row.WriteText(p)
	for _, problem := range r.Problems {
		p.Linef("  %s%s", labelled(p.Bad, wordProblem, r.lang), ui.OneLine(strings.TrimSpace(problem.ID+" "+problem.Text)))
	}
	if r.Name+r.Account != "" {
		p.Linef("  %s", p.Dim(ui.OneLine(strings.TrimSpace(r.Name+"  "+r.Account))))
	}
	p.Linef("  %s %s", ui.OneLine(r.Method), ui.OneLine(r.URL))
	writeHeader(p, r.Header)
	r.writeMessage(p, recordMessage, r.Message, r.Body)
	if r.Cause != "" {
		p.Linef("  %s%s", labelled(p.Bad, wordCause, r.lang), ui.OneLine(r.Cause))
		return
	}
	p.Linef("  %d %s", r.Status, http.StatusText(r.Status))
	writeHeader(p, r.ReplyHeader)
	r.writeMessage(p, recordReply, r.Reply, r.ReplyBody)
}

func writeHeader(p *ui.Printer, header map[string][]string) {
	for _, name := range slices.Sorted(maps.Keys(header)) {
		for _, value := range header[name] {
			p.Linef("  %s", p.Dim(ui.OneLine(name+": "+value)))
		}
	}
}

// writeMessage writes a message, which is the body or was encrypted in it.
func (r exchangeResult) writeMessage(p *ui.Printer, label word, plain, body string) {
	if plain != body {
		p.Linef("  %s", p.Dim(label.in(r.lang)))
	}
	if cmp.Or(plain, body) != "" {
		writeBody(p, plain, r.full, r.lang)
	}
}
