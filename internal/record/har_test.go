package record_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"wxtool/internal/record"
)

// harRequired are the members that HAR 1.2 requires, by object, from
// http://www.softwareishard.com/blog/har-12-spec/. Others are optional and are listed in
// harOptional, or begin with an underscore.
var harRequired = map[string][]string{
	"log": {"version", "creator", "entries"}, "creator": {"name", "version"},
	"entries":  {"startedDateTime", "time", "request", "response", "cache", "timings"},
	"request":  {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"},
	"response": {"status", "statusText", "httpVersion", "cookies", "headers", "content", "redirectURL", "headersSize", "bodySize"},
	"headers":  {"name", "value"}, "queryString": {"name", "value"},
	"postData": {"mimeType", "text"}, "content": {"size", "mimeType"}, "timings": {"send", "wait", "receive"},
}

var harOptional = map[string][]string{"entries": {"comment"}, "request": {"postData"}, "content": {"text", "encoding"}}

// checkHAR checks an object and those in it.
func checkHAR(t *testing.T, name string, value any) {
	t.Helper()
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			checkHAR(t, name, item)
		}
	case map[string]any:
		known := map[string]bool{}
		for _, member := range append(harRequired[name], harOptional[name]...) {
			known[member] = true
		}
		for _, member := range harRequired[name] {
			if _, ok := value[member]; !ok {
				t.Errorf("%s has no %s: %v", name, member, value)
			}
		}
		for member, inner := range value {
			if !known[member] && !strings.HasPrefix(member, "_") {
				t.Errorf("%s has %s, which HAR 1.2 has not", name, member)
			}
			checkHAR(t, member, inner)
		}
	}
}

// TestHARIsValid: an archive of all forms of records is one of HAR 1.2.
func TestHARIsValid(t *testing.T) {
	list := []*record.Record{{Exchange: sample()}, {Exchange: sample()}, {Exchange: sample(), Verdict: &record.Verdict{Problems: []record.Problem{{ID: "reply/xml", Text: "not XML"}}}}}
	list[0].Exchange.Response = nil
	list[1].Exchange.Request.Body, list[1].Exchange.Response.Body = nil, nil
	list[2].Exchange.Request.Body = []byte("\xff\x00")
	base := &url.URL{Scheme: "http", Host: "127.0.0.1:8080"}
	var out bytes.Buffer
	err := record.WriteHAR(&out, "1", nil, func(yield func(*record.Record, error) bool) {
		for _, r := range list {
			if !yield(r.At(base), nil) {
				return
			}
		}
	})
	var har map[string]any
	if err := json.Unmarshal(out.Bytes(), &har); err != nil {
		t.Fatal(err)
	}
	if err != nil || len(har) != 1 {
		t.Fatalf("%v, %v", err, har)
	}
	checkHAR(t, "log", har["log"])
	entries := har["log"].(map[string]any)["entries"].([]any)
	if len(entries) != 3 {
		t.Fatalf("%d entries", len(entries))
	}
	for _, e := range entries {
		entry := e.(map[string]any)
		u, err := url.Parse(entry["request"].(map[string]any)["url"].(string))
		if err != nil || u.Host != "127.0.0.1:8080" || u.Query().Get("signature") != "1" {
			t.Errorf("url %v, %v", u, err)
		}
		if _, err := time.Parse(time.RFC3339Nano, entry["startedDateTime"].(string)); err != nil {
			t.Error(err)
		}
	}
	if comment := entries[2].(map[string]any)["comment"]; comment != "not XML" {
		t.Errorf("comment %v", comment)
	}
}
