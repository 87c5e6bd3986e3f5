package record_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"wxtool/internal/exchange"
	"wxtool/internal/record"
)

func secrets() *record.Secrets {
	return record.NewSecrets(record.Secret{Name: "app_secret", Value: "s3cr+t/="}, record.Secret{Name: "token", Value: "s3cr"}, record.Secret{Name: "none"})
}

func sample() exchange.Exchange {
	return exchange.Exchange{
		Start: time.Date(2026, 11, 28, 3, 4, 5, 678901234, time.UTC), Duration: 1234567 * time.Nanosecond,
		Request: exchange.Request{
			Method: "POST", URL: "/wx?signature=1&secret=s3cr%2Bt%2F%3D", Body: []byte("<xml>s3cr+t/= ${wxtool:token} 你好</xml>"),
			Header: http.Header{"Content-Type": {"text/xml"}, "X-Twice": {"a", "b"}, "X-Latin": {"caf\xe9"}, "X-Token": {"s3cr"}},
		},
		Response: &exchange.Response{Status: 200, Header: http.Header{"Content-Length": {"3"}}, Body: []byte("\xff\xfe\x00"), Chunked: true},
	}
}

func all(t *testing.T, file string, s *record.Secrets) []*record.Record {
	t.Helper()
	var list []*record.Record
	for r, err := range record.Read(strings.NewReader(file), s) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

func written(t *testing.T, s *record.Secrets, list ...exchange.Exchange) string {
	t.Helper()
	var file bytes.Buffer
	w := record.NewWriter(&file, s, sample().Start)
	for _, ex := range list {
		if err := w.Write(&record.Record{Exchange: ex}); err != nil {
			t.Fatal(err)
		}
	}
	return file.String()
}

func TestNothingIsLost(t *testing.T) {
	failed := sample()
	failed.Response, failed.Cause = nil, &exchange.Cause{ID: exchange.Timeout, Text: "no answer with s3cr"}
	empty := sample()
	empty.Request.Body, empty.Response.Body, empty.Response.Header = []byte{}, []byte{}, http.Header{}
	want := []exchange.Exchange{sample(), failed, empty}
	for _, s := range []*record.Secrets{nil, secrets()} {
		got := all(t, written(t, s, want...), s)
		for i, r := range got {
			if !reflect.DeepEqual(r.Exchange, want[i]) || r.Version != record.Version {
				t.Errorf("exchange %d:\n%+v\n%+v\nwant\n%+v", i, r.Exchange, r.Exchange.Response, want[i])
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d records, want %d", len(got), len(want))
		}
	}
}

func TestSecretsAreNotWritten(t *testing.T) {
	file := written(t, secrets(), sample())
	for _, secret := range []string{"s3cr", "%2Bt"} {
		if strings.Contains(file, secret) {
			t.Errorf("%q is in %s", secret, file)
		}
	}
	for _, part := range []string{"secret=${wxtool:app_secret.encoded}", "<xml>${wxtool:app_secret} ${wxtool:}token} ", `"X-Token":["${wxtool:token}"]`} {
		if !strings.Contains(file, part) {
			t.Errorf("%q is not in %s", part, file)
		}
	}
	for r, err := range record.Read(strings.NewReader(file), record.NewSecrets(record.Secret{Name: "token", Value: "x"})) {
		if !errors.Is(err, record.ErrSecret) || r != nil || !strings.Contains(err.Error(), "app_secret") {
			t.Errorf("without the secret: %v, %v", r, err)
		}
	}
}

// Files of versions that had no version in their lines.
func TestVersion0(t *testing.T) {
	const file = `{"time":"2026-11-01T00:00:00Z","duration_ms":0.5,"method":"POST","url":"/?signature=x","header":{"Host":["h"]},"body":"<xml></xml>","status":200,"reply":"success"}
{"time":"2026-11-01T00:00:01Z","duration_ms":1,"method":"POST","url":"/","header":{},"body_base64":"/w==","status":403,"reply":"Forbidden\n"}
`
	got := all(t, file, nil)
	if len(got) != 2 || string(got[0].Exchange.Request.Body) != "<xml></xml>" || string(got[0].Exchange.Response.Body) != "success" || got[0].Exchange.Duration != 500*time.Microsecond ||
		string(got[1].Exchange.Request.Body) != "\xff" || got[1].Exchange.Response.Status != 403 || got[0].Version != 0 {
		t.Errorf("%+v", got)
	}
}

func TestLinesThatCannotBeRead(t *testing.T) {
	good := written(t, nil, sample())
	file := good + "no JSON\n\n" + `{"version":3,"method":"GET","url":"/"}` + "\n" + `{"version":1}` + "\n" + `{"version":1,"method":"GET","url":"${wxtool:"}` + "\n" +
		strings.Repeat("x", record.MaxLine+1) + "\n" + good + good[:len(good)/2]
	want := []error{nil, record.ErrSyntax, record.ErrVersion, record.ErrSyntax, record.ErrSyntax, record.ErrLong, nil, record.ErrCut}
	numbers := []int{0, 2, 4, 5, 6, 7, 0, 9}
	i := 0
	for r, err := range record.Read(strings.NewReader(file), nil) {
		var line *record.LineError
		if !errors.Is(err, want[i]) || (r == nil) != (want[i] != nil) || errors.As(err, &line) && line.Line != numbers[i] {
			t.Errorf("result %d: %v, %v, want %v at line %d", i, r, err, want[i], numbers[i])
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d results, want %d", i, len(want))
	}
	broken := errors.New("broken")
	for _, err := range record.Read(io.MultiReader(strings.NewReader(""), errReader{broken}), nil) {
		if !errors.Is(err, broken) {
			t.Errorf("%v", err)
		}
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

func TestBeforeIsWrittenOnce(t *testing.T) {
	var file bytes.Buffer
	w := record.NewWriter(&file, nil, sample().Start)
	w.Before = []byte("\n")
	for range 2 {
		if err := w.Write(&record.Record{Exchange: sample()}); err != nil {
			t.Fatal(err)
		}
	}
	if lines := strings.Split(file.String(), "\n"); len(lines) != 4 || lines[0] != "" || lines[1] == "" || lines[2] == "" || lines[3] != "" {
		t.Errorf("%q", lines)
	}
}

// TestHAR reads the archive by the names of its specification.
func TestHAR(t *testing.T) {
	failed := sample()
	failed.Response, failed.Cause = nil, &exchange.Cause{ID: exchange.Refused, Text: "nothing listens"}
	file := written(t, nil, sample(), failed)
	var out bytes.Buffer
	if err := record.WriteHAR(&out, "1.0", secrets(), record.Read(strings.NewReader(file), nil)); err != nil {
		t.Fatal(err)
	}
	type pair struct{ Name, Value string }
	var har struct {
		Log struct {
			Version string
			Creator struct{ Name, Version string }
			Entries []struct {
				StartedDateTime time.Time
				Time            float64
				Comment         string
				Request         struct {
					Method, URL          string
					Headers, QueryString []pair
					PostData             struct{ MimeType, Text string }
					BodySize             int
				}
				Response struct {
					Status     int
					StatusText string
					Content    struct {
						Size           int
						Text, Encoding string
					}
				}
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &har); err != nil || strings.Contains(out.String(), "s3cr") {
		t.Fatalf("%v\n%s", err, out.Bytes())
	}
	first, second := har.Log.Entries[0], har.Log.Entries[1]
	switch {
	case len(har.Log.Entries) != 2 || har.Log.Version != "1.2" || har.Log.Creator.Version != "1.0",
		first.Time != 1.234567 || !first.StartedDateTime.Equal(sample().Start) || first.Request.Method != "POST" || first.Request.BodySize != len(sample().Request.Body),
		!strings.Contains(first.Request.PostData.Text, "你好") || first.Request.PostData.MimeType != "text/xml" || len(first.Request.QueryString) != 2,
		first.Response.Status != 200 || first.Response.StatusText != "OK" || first.Response.Content.Encoding != "base64" || first.Response.Content.Text != "//4A" || first.Response.Content.Size != 3,
		second.Response.Status != 0 || second.Comment != "nothing listens":
		t.Errorf("%+v", har)
	}
	out.Reset()
	if err := record.WriteHAR(&out, "1.0", nil, record.Read(strings.NewReader(""), nil)); err != nil || out.String() != `{"log":{"version":"1.2","creator":{"name":"wxtool","version":"1.0"},"entries":[]}}`+"\n" {
		t.Errorf("of nothing: %s, %v", out.String(), err)
	}
}

func FuzzRoundTrip(f *testing.F) {
	f.Add("POST", "/?a=s3cr", "X", "v\xff", []byte("${wxtool:token}"), []byte("\x00"), 200)
	f.Add("GET", "", "", "", []byte(nil), []byte("s3cr+t/="), 0)
	f.Fuzz(func(t *testing.T, method, url, name, value string, body, reply []byte, status int) {
		if method == "" || url == "" || status <= 0 || !utf8.ValidString(method) || !utf8.ValidString(name) { // HTTP has no others
			return
		}
		ex := exchange.Exchange{
			Start: time.Unix(1, 0).UTC(), Request: exchange.Request{Method: method, URL: url, Header: http.Header{name: {value}}, Body: append([]byte{}, body...)},
			Response: &exchange.Response{Status: status, Header: http.Header{}, Body: append([]byte{}, reply...)},
		}
		file := written(t, secrets(), ex)
		if got := all(t, file, secrets()); len(got) != 1 || !reflect.DeepEqual(got[0].Exchange, ex) {
			t.Fatalf("%s\n%+v\nwant\n%+v", file, got[0].Exchange, ex)
		}
	})
}

// FuzzRead: no file makes the reader fail in another way than by a LineError.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"version":1,"method":"GET","url":"${wxtool:base64=/w==}","header":{"A":["${wxtool:}"]}}`))
	f.Add([]byte("{}\n[]\n\xff"))
	f.Fuzz(func(t *testing.T, file []byte) {
		for r, err := range record.Read(bytes.NewReader(file), secrets()) {
			var line *record.LineError
			if (r == nil) != (err != nil) || err != nil && !errors.As(err, &line) {
				t.Fatalf("%v, %v", r, err)
			}
		}
	})
}
