package deliver_test

import (
	"encoding/json"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// TestReportOfReply: the report has the body with its format, and again under its older
// name. The body of an encrypted reply is in plaintext.
func TestReportOfReply(t *testing.T) {
	plain, safe, work := wxtest.Account(callback.MP, callback.Plain), wxtest.Account(callback.MP, callback.Safe), wxtest.Account(callback.Work, callback.Safe)
	encrypted, err := safe.AppendReply(nil, []byte(goodReply), callback.Stamp{Timestamp: "1751328001", Nonce: "1372623149"}, callback.ReplyXML)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, answer string
		account      callback.Account
		status       int
		body, format string
	}{
		{"xml", goodReply, plain, 200, goodReply, "xml"},
		{"encrypted", string(encrypted), safe, 200, goodReply, "xml"},
		{"json", `{"a":1}`, plain, 200, `{"a":1}`, "json"},
		{"text", "success", plain, 200, "success", "text"},
		{"page", "<!DOCTYPE html><p>500</p>", plain, 500, "<!DOCTYPE html><p>500</p>", "text"},
		{"nothing", "", work, 200, "", ""},
	} {
		d, err := client(t).Deliver(t.Context(), as(tt.account, push.Push{Message: []byte(textPush)}), serve(t, wxtest.Answering(tt.status, tt.answer)))
		if err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(d.Report(lang.English))
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Reply struct {
				Body, XML *string
				Format    string
			}
		}
		if err := json.Unmarshal(data, &got); err != nil {
			t.Fatal(err)
		}
		if r := got.Reply; r.Body == nil || r.XML == nil || *r.Body != tt.body || *r.XML != tt.body || r.Format != tt.format {
			t.Errorf("%s: %s", tt.name, data)
		}
		if tt.format == "" && strings.Contains(string(data), `"format"`) {
			t.Errorf("%s: %s", tt.name, data)
		}
	}
}
