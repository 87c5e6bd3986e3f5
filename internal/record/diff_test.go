package record_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/exchange"
	"wxtool/internal/record"
)

// answered is a push of a type with its answer.
func answered(seq int, kind record.Kind, msgType, content, reply string) *record.Record {
	return &record.Record{
		Seq: seq, Kind: kind,
		Exchange: exchange.Exchange{
			Request:  exchange.Request{Method: "POST", URL: "/", Body: fmt.Appendf(nil, "<xml><MsgType>%s</MsgType><Content>%s</Content><MsgId>%d</MsgId><CreateTime>%[3]d</CreateTime></xml>", msgType, content, seq)},
			Response: &exchange.Response{Status: 200, Body: []byte(reply)},
		},
	}
}

// differences describes what differs.
func differences(d *record.Differ, old, updated []*record.Record) string {
	var all []string
	for _, r := range old {
		d.Recorded(r)
	}
	for _, r := range updated {
		c := d.New(r)
		switch {
		case c.Recorded == nil:
			all = append(all, fmt.Sprint("+", r.Seq))
		case !c.Equal():
			all = append(all, fmt.Sprint(c.Recorded.Seq, "/", c.New.Seq, " ", c.Message, c.Reply, c.Status))
		}
	}
	for _, r := range d.Left() {
		all = append(all, fmt.Sprint("-", r.Seq))
	}
	return strings.Join(all, "; ")
}

func TestDiffer(t *testing.T) {
	text := func(seq int, content, reply string) *record.Record {
		return answered(seq, record.Push, "text", content, reply)
	}
	image := func(seq int) *record.Record { return answered(seq, record.Push, "image", "", "") }
	refused := answered(9, record.Refused, "text", "a", "success")
	refused.Exchange.Response.Status = 403
	unanswered := text(9, "a", "")
	unanswered.Exchange.Response = nil
	call := func(seq int, url, reply string) *record.Record {
		return &record.Record{Seq: seq, Kind: record.Call, Exchange: exchange.Exchange{Request: exchange.Request{URL: url}, Response: &exchange.Response{Status: 200, Body: []byte(reply)}}}
	}
	tests := []struct {
		name         string
		old, updated []*record.Record
		ignore       []string
		want         string
	}{
		{"the same with new ids and times", []*record.Record{text(1, "a", "success"), image(2)}, []*record.Record{text(3, "a", "success"), image(4)}, nil, ""},
		{"other types in another order", []*record.Record{text(1, "a", ""), image(2)}, []*record.Record{image(1), text(2, "a", "")}, nil, ""},
		{"a message", []*record.Record{text(1, "a", "")}, []*record.Record{text(1, "b", "")}, nil, `1/1 [Content: was "a", is "b"] [] false`},
		{"a message that is ignored", []*record.Record{text(1, "a", "")}, []*record.Record{text(1, "b", "")}, []string{"Content"}, ""},
		{"a reply", []*record.Record{text(1, "a", "<xml><MsgId>1</MsgId><CreateTime>1</CreateTime></xml>")}, []*record.Record{text(1, "a", "<xml><MsgId>2</MsgId><CreateTime>2</CreateTime></xml>")}, nil, `1/1 [] [MsgId: was "1", is "2"] false`},
		{"a status of one that is refused now", []*record.Record{text(1, "a", "success")}, []*record.Record{refused}, nil, "1/9 [] [] true"},
		{"no answer", []*record.Record{text(1, "a", "")}, []*record.Record{unanswered}, nil, "1/9 [] [] true"},
		{"only in one", []*record.Record{image(1), text(2, "a", ""), text(3, "b", "")}, []*record.Record{text(1, "a", ""), answered(2, record.Push, "voice", "", "")}, nil, "+2; -1; -3"},
		{"calls of one path", []*record.Record{call(1, "/cgi-bin/token?a=1", "{}")}, []*record.Record{call(2, "/cgi-bin/token?a=2", `{"a":1}`), call(3, "/cgi-bin/user", "")}, nil, `1/2 [] [a: was missing, is "1"] false; +3`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &record.Differ{Options: record.CompareOptions{Ignore: tt.ignore}}
			if got := differences(d, tt.old, tt.updated); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
	encrypted, opened := scan(), scan()
	opened.Exchange.Request.Body, opened.Decoded = slices.Clone(opened.Decoded.Message), nil
	if got := differences(new(record.Differ), []*record.Record{encrypted}, []*record.Record{opened}); got != "" {
		t.Errorf("encrypted and plain: %s", got)
	}
}
