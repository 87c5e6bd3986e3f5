package ui_test

import (
	"bytes"
	"strings"
	"testing"

	"wxtool/internal/ui"
)

// textResult is a result with one text.
type textResult struct {
	Text string `json:"text"`
}

func (textResult) JSONType() string      { return "text" }
func (textResult) WriteText(*ui.Printer) {}

// sameString compares AppendString with what PrintJSON writes for the same text.
func sameString(t *testing.T, text string) {
	t.Helper()
	var out bytes.Buffer
	env := &ui.Env{Out: &out}
	if err := env.PrintJSON(textResult{text}); err != nil {
		t.Fatal(err)
	}
	_, value, _ := strings.Cut(out.String(), `"text":`)
	want := "x" + strings.TrimSuffix(value, "}\n")
	if got := string(ui.AppendString([]byte("x"), []byte(text))); got != want {
		t.Errorf("%q: %s, want %s", text, got, want)
	}
}

// TestAppendString: each character, alone, at each place of eight bytes, and cut off.
func TestAppendString(t *testing.T) {
	sameString(t, "")
	for r := rune(0); r < 0x11000; r++ {
		sameString(t, string(r))
	}
	for _, r := range "\x00\t\n\r\x1f \"'<>&/\\\x7f\u0080\u009f\u00a0\u061c\u07ff\u0800\u200e\u2028\u2029\u202e\u2066\u3000中\u9fff\ua000\ud7ff\ue000\ufdd0\ufeff\ufffd\uffff\U0001f600\U0010ffff" {
		for n := range 18 {
			sameString(t, strings.Repeat("a", n)+string(r)+strings.Repeat("中", n))
			sameString(t, strings.Repeat("中", n)+string(r)+strings.Repeat("a", n))
		}
		for cut := range len(string(r)) {
			sameString(t, string(r)[:cut])
			sameString(t, "文"+string(r)[cut:]+"b")
		}
	}
	for b := range 256 {
		sameString(t, "1234567"+string([]byte{byte(b)}))
		sameString(t, string([]byte{byte(b), 0x80, 0x80, 0xE4, 0xB8}))
		sameString(t, string([]byte{0xE4, byte(b), 0x80, byte(b)}))
	}
}

func FuzzAppendString(f *testing.F) {
	f.Add("<xml><Content><![CDATA[你好, \"wxtool\"\n\x02]]></Content></xml>")
	f.Add("\xff\xe4\xb8\u2028\u202e\x7f\u0085\U0001f600")
	f.Fuzz(sameString)
}

func BenchmarkAppendString(b *testing.B) {
	text := []byte("<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<Content><![CDATA[你好，\"wxtool\"，我是中文]]></Content>\n" + strings.Repeat("<MsgId>1234567890123456</MsgId>\n", 5) + "</xml>")
	var dst []byte
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		dst = ui.AppendString(dst[:0], text)
	}
}
