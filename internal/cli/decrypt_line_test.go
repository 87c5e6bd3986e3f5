package cli

import (
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/ui"
)

// TestBatchLines: the lines of decrypt --batch are what encoding/json writes for
// batchResult.
func TestBatchLines(t *testing.T) {
	texts := []string{"", "hello", "<xml>\n<Content><![CDATA[你好 \"w\" &]]></Content>\n</xml>", "\xff\x00\u2028\u202e\x7f\\", "\ufffd"}
	for _, text := range texts {
		for _, id := range texts {
			o := callback.Opened{Message: []byte(text), ReceiveID: id, Random: [16]byte([]byte("\x00\xff23456789abcdef"))}
			for _, o.Scheme = range []string{"", callback.SchemeMsgSignature} {
				message := newDecryptResult(&o)
				want := new(ui.Env).AppendJSON(nil, batchResult{Line: 12, decryptResult: &message})
				if got := appendBatchResult(nil, 12, &o); string(got) != string(want) {
					t.Errorf("%s, want %s", got, want)
				}
			}
			code := -40001
			for _, f := range []ui.Failure{{Kind: "invalid", Message: text, Hint: id}, {Kind: id, Message: text, Errcode: &code}} {
				want := new(ui.Env).AppendJSON(nil, batchResult{Line: 1 << 40, Error: &f})
				if got := appendBatchError(nil, "message_line", 1<<40, f); string(got) != string(want) {
					t.Errorf("%s, want %s", got, want)
				}
			}
		}
	}
}
