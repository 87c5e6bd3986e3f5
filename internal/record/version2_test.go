package record_test

import (
	"bytes"
	"errors"
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

// TestAccountsOfSecrets: a placeholder says whose secret it is, and another account's
// secret of the same name is not taken for it.
func TestAccountsOfSecrets(t *testing.T) {
	of := func(shop, other string) *record.Secrets {
		return record.NewSecrets(record.Secret{Name: "token", Account: "shop", Value: shop}, record.Secret{Name: "token", Account: "a}b%", Value: other})
	}
	ex := sample()
	ex.Request.URL, ex.Request.Body = "/?t=shop%2Btoken", []byte("shop+token other-token <token:shop> ${wxtool:token:shop}")
	file := written(t, of("shop+token", "other-token"), ex)
	for _, part := range []string{"/?t=${wxtool:token.encoded:shop}", "${wxtool:token:shop} ${wxtool:token:a%7Db%25} <token:shop> ${wxtool:}token:shop}"} {
		if !strings.Contains(file, part) {
			t.Errorf("%s is not in %s", part, file)
		}
	}
	if got := all(t, file, of("shop+token", "other-token"))[0].Exchange; !reflect.DeepEqual(got, ex) {
		t.Errorf("%+v\nwant\n%+v", got, ex)
	}
	if got := string(all(t, file, of("new", "newer"))[0].Exchange.Request.Body); got != "new newer <token:shop> ${wxtool:token:shop}" {
		t.Errorf("with new secrets: %s", got)
	}
	for _, err := range record.Read(strings.NewReader(file), record.NewSecrets(record.Secret{Name: "token", Value: "x"})) {
		if !errors.Is(err, record.ErrSecret) || !strings.Contains(err.Error(), `"token:shop"`) {
			t.Errorf("without the accounts: %v", err)
		}
	}
}

// TestUnrestored: records that are only shown need no secret, and what is written of
// them has the same placeholders.
func TestUnrestored(t *testing.T) {
	file := written(t, secrets(), sample())
	r := all(t, file, record.Unrestored())[0]
	if body := string(r.Exchange.Request.Body); body != "<xml>${wxtool:app_secret} ${wxtool:token} 你好</xml>" {
		t.Errorf("%s", body)
	}
	var har bytes.Buffer
	if err := record.WriteHAR(&har, "1", record.Unrestored(), record.Read(strings.NewReader(file), record.Unrestored())); err != nil || !strings.Contains(har.String(), "<xml>${wxtool:app_secret} ${wxtool:token} 你好</xml>") && !strings.Contains(har.String(), `\u003cxml\u003e${wxtool:app_secret} ${wxtool:token} 你好`) {
		t.Errorf("%v\n%s", err, har.String())
	}
}

// TestCutLineInTheMiddle: a recorder was killed and went on with a new line.
func TestCutLineInTheMiddle(t *testing.T) {
	whole := written(t, nil, sample())
	for _, cut := range []int{1, 20, len(whole) / 2, len(whole) - 2} {
		n := 0
		for r, err := range record.Read(strings.NewReader(whole[:cut]+"\n"+whole), nil) {
			if n == 0 && !errors.Is(err, record.ErrCut) || n == 1 && (err != nil || r.Seq != 1) {
				t.Errorf("cut at %d, line %d: %v", cut, n+1, err)
			}
			n++
		}
		if n != 2 {
			t.Errorf("cut at %d: %d results", cut, n)
		}
	}
}

// short is a writer that takes only part of the first line.
type short struct{ bytes.Buffer }

func (s *short) Write(line []byte) (int, error) {
	if s.Len() == 0 {
		n, _ := s.Buffer.Write(line[:len(line)/2])
		return n, errors.New("no space left on device")
	}
	return s.Buffer.Write(line)
}

// TestAfterAFailedWrite the next line does not become a part of the incomplete one, and
// the number of the record that was not written is used again.
func TestAfterAFailedWrite(t *testing.T) {
	var file short
	w := record.NewWriter(&file, nil, sample().Start)
	r := &record.Record{Exchange: sample()}
	if err := w.Write(r); err == nil || r.Seq != 0 {
		t.Fatalf("%v, number %d", err, r.Seq)
	}
	if err := w.Write(r); err != nil || r.Seq != 1 {
		t.Fatalf("%v, number %d", err, r.Seq)
	}
	n := 0
	for r, err := range record.Read(&file.Buffer, nil) {
		if n++; n == 1 && !errors.Is(err, record.ErrCut) || n == 2 && (err != nil || r.Seq != 1) {
			t.Errorf("line %d: %v", n, err)
		}
	}
	if n != 2 {
		t.Errorf("%d lines", n)
	}
}
