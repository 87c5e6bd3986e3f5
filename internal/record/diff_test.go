package record_test

import (
	"errors"
	"fmt"
	"iter"
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
	d.Run(records(old), records(updated), func(c record.Change) error {
		switch {
		case c.Recorded == nil:
			all = append(all, fmt.Sprint("+", c.New.Seq))
		case c.New == nil:
			all = append(all, fmt.Sprint("-", c.Recorded.Seq))
		case !c.Equal():
			all = append(all, fmt.Sprint(c.Recorded.Seq, "/", c.New.Seq, " ", c.Message, c.Reply, c.Status))
		}
		return nil
	})
	return strings.Join(all, "; ")
}

func records(list []*record.Record) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		for _, r := range list {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// TestDifferReadsInStep: recordings may be larger than the memory, so that neither is read
// as a whole before the other.
func TestDifferReadsInStep(t *testing.T) {
	ahead := 0 // how many more were read of the old recording than of the new
	count := func(step int) iter.Seq2[*record.Record, error] {
		return func(yield func(*record.Record, error) bool) {
			for seq := 1; seq <= 100; seq++ {
				if ahead += step; ahead < -1 || ahead > 1 {
					t.Errorf("%d records ahead", ahead)
					return
				}
				if !yield(answered(seq, record.Push, "text", "a", ""), nil) {
					return
				}
			}
		}
	}
	compared := 0
	err := new(record.Differ).Run(count(1), count(-1), func(c record.Change) error {
		if compared++; c.Recorded.Seq != compared || c.New.Seq != compared {
			t.Errorf("%d with %d", c.Recorded.Seq, c.New.Seq)
		}
		return nil
	})
	if err != nil || compared != 100 {
		t.Errorf("%d were compared, %v", compared, err)
	}
}

// TestDifferEndsWithTheFirstError: of a recording, or of what reports.
func TestDifferEndsWithTheFirstError(t *testing.T) {
	failed := errors.New("failed")
	bad := func(yield func(*record.Record, error) bool) { yield(nil, failed) }
	good := records([]*record.Record{answered(1, record.Push, "text", "a", "")})
	for _, two := range [][2]iter.Seq2[*record.Record, error]{{bad, good}, {good, bad}} {
		if err := new(record.Differ).Run(two[0], two[1], func(record.Change) error { return nil }); err != failed {
			t.Errorf("the error is %v", err)
		}
	}
	none := records(nil)
	for _, two := range [][2]iter.Seq2[*record.Record, error]{{good, good}, {none, good}, {good, none}} {
		if err := new(record.Differ).Run(two[0], two[1], func(record.Change) error { return failed }); err != failed {
			t.Errorf("the error is %v", err)
		}
	}
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
