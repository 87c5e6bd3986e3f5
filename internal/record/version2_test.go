package record_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"wxtool/internal/record"
)

// TestViewIsKept: number, kind, name, account, decrypted view and verdict come back as
// they were, and no secret of them is in the file.
func TestViewIsKept(t *testing.T) {
	list := []*record.Record{
		{Kind: record.Push, Name: "mp/text", Account: "shop", Exchange: sample(),
			Decoded: &record.Decoded{Platform: "mp", Mode: "safe", ReceiveID: "wx1", Message: []byte("<xml>s3cr</xml>"), Reply: []byte("\xffs3cr")},
			Verdict: &record.Verdict{Problems: []record.Problem{{ID: "reply/xml", Level: "error", Text: "s3cr is in it"}}}},
		{Kind: record.Probe, Exchange: sample(), Decoded: &record.Decoded{Message: []byte{}}, Verdict: &record.Verdict{OK: true}},
		{Kind: record.Call, Exchange: sample(), HeaderOrder: []string{"Host", "Accept"}},
	}
	var file bytes.Buffer
	w := record.NewWriter(&file, secrets(), sample().Start.Add(-time.Second))
	w.Seq = 7 // of an earlier run
	for _, r := range list {
		if err := w.Write(r); err != nil {
			t.Fatal(err)
		}
	}
	if strings.Contains(file.String(), "s3cr") {
		t.Errorf("a secret is in %s", file.String())
	}
	for i, got := range all(t, file.String(), secrets()) {
		want := *list[i]
		if want.Version, want.Seq = record.Version, 8+i; !reflect.DeepEqual(*got, want) {
			t.Errorf("record %d\n%+v\nwant\n%+v", i, *got, want)
		}
	}
}

// TestOffset: within a run of a recorder the monotonic clock counts, between two runs
// and in old versions the wall clock.
func TestOffset(t *testing.T) {
	const file = `{"version":2,"seq":4,"time":"2026-11-28T00:00:00Z","mono_ms":5000,"first":true,"method":"POST","url":"/"}
{"version":2,"seq":5,"time":"2026-11-27T00:00:00Z","mono_ms":6000,"method":"POST","url":"/"}
{"version":2,"seq":6,"time":"2026-11-27T00:00:00Z","mono_ms":5900,"method":"POST","url":"/"}
{"version":2,"seq":7,"time":"2026-11-27T00:01:00Z","mono_ms":1,"first":true,"method":"POST","url":"/"}
{"version":2,"seq":8,"time":"2026-11-26T00:00:00Z","mono_ms":1,"first":true,"method":"POST","url":"/"}
{"version":1,"time":"2026-11-26T00:00:02Z","method":"POST","url":"/"}
`
	want := []time.Duration{0, 1000, 900, 60_900, 60_900, 62_900}
	for i, r := range all(t, file, nil) {
		if r.Offset != want[i]*time.Millisecond || r.Seq != i+4 {
			t.Errorf("record %d: number %d, offset %s, want %s", i, r.Seq, r.Offset, want[i]*time.Millisecond)
		}
	}
}

// TestKindOfOldVersions: they were recorded by a callback server.
func TestKindOfOldVersions(t *testing.T) {
	for request, want := range map[string]record.Kind{
		`"method":"GET","url":"/wx?signature=a&echostr=1"`: record.Handshake,
		`"method":"POST","url":"/wx?msg_signature=a"`:      record.Push,
		`"method":"POST","url":"http://h/wx?signature=a"`:  record.Push,
		`"method":"POST","url":"/wx"`:                      record.Error,
		`"method":"GET","url":"/wx?signature=a"`:           record.Error,
		`"method":"POST","url":"/%zz?signature=a"`:         record.Error,
	} {
		if got := all(t, `{"time":"2026-11-28T00:00:00Z",`+request+"}\n", nil); got[0].Kind != want {
			t.Errorf("%s: %q", request, got[0].Kind)
		}
	}
}
