package cli

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"wxtool/internal/wxtest"
)

const batchText = "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName>\n<FromUserName><![CDATA[oBATCH-abcdefghijklmnopqrstu]]></FromUserName>\n" +
	"<CreateTime>1735689600</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好，\"wxtool\"]]></Content>\n<MsgId>1</MsgId>\n</xml>"

// batchLine is a line for decrypt --batch, signed with the Token AAAAA or bare.
func batchLine(signed bool) string {
	encrypt := wxtest.Encrypt(wxtest.ZeroKey, "0123456789abcdef", batchText, "wxba5fad812f8e6fb9")
	if !signed {
		return encrypt + "\n"
	}
	const timestamp, nonce = "1735689600", "1234567890"
	return fmt.Sprintf(`{"encrypt":%q,"msg_signature":%q,"timestamp":%q,"nonce":%q}`+"\n", encrypt, wxtest.Signature("AAAAA", timestamp, nonce, encrypt), timestamp, nonce)
}

// TestBatchMemory: decrypt --batch and encrypt --batch of a long stream need memory only
// for the lines in progress.
func TestBatchMemory(t *testing.T) {
	const size, bound = 48 << 20, 64 << 20
	for command, block := range map[string]string{
		"decrypt": strings.Repeat(batchLine(true), 2000) + strings.Repeat(batchLine(false)+"not base64!\n", 2000),
		"encrypt": strings.Repeat("<xml><Content>hello</Content></xml>\n\"two\\nlines\"\n{\n", 2000),
	} {
		t.Run(command, func(t *testing.T) {
			env, _, stderr := newWorld(t).env()
			input := &endlessLog{block: []byte(block), left: size}
			base := heap()
			checks := 0
			input.check = func() {
				checks++
				if now := heap(); now > base+bound {
					t.Errorf("after %d MB the heap has grown by %d MB", (size-input.left)>>20, (now-base)>>20)
				}
			}
			env.In, env.Out = input, io.Discard
			if code := Main(t.Context(), env, strings.Fields(command+" --batch --token AAAAA --app-id wxba5fad812f8e6fb9 --encoding-aes-key "+wxtest.ZeroKey)); code != exitNo || checks == 0 {
				t.Errorf("exit code %d, %d checks, %s", code, checks, stderr)
			}
		})
	}
}

// BenchmarkDecryptBatch decrypts 10,000 lines.
func BenchmarkDecryptBatch(b *testing.B) {
	for name, signed := range map[string]bool{"signed": true, "bare": false} {
		input := strings.Repeat(batchLine(signed), 10_000)
		b.Run(name, func(b *testing.B) {
			w := newWorld(b)
			b.SetBytes(int64(len(input)))
			b.ReportAllocs()
			for b.Loop() {
				env, _, stderr := w.env()
				env.In, env.Out = bytes.NewReader([]byte(input)), io.Discard
				if code := Main(b.Context(), env, strings.Fields("decrypt --batch --token AAAAA --app-id wxba5fad812f8e6fb9 --encoding-aes-key "+wxtest.ZeroKey)); code != exitOK {
					b.Fatal(stderr)
				}
			}
		})
	}
}

// BenchmarkVerifyLog checks 10,000 lines.
func BenchmarkVerifyLog(b *testing.B) {
	for name, query := range map[string]string{"right": goodQuery, "wrong": badQuery} {
		input := strings.Repeat(`101.226.103.61 - - [25/Apr/2024:17:15:04 +0800] "POST /wx?`+query+`&openid=oLIMIT-abcdefghijklmnopqrstu HTTP/1.0" 200 19 "-" "Mozilla/4.0"`+"\n", 10_000)
		b.Run(name, func(b *testing.B) {
			w := newWorld(b)
			b.SetBytes(int64(len(input)))
			b.ReportAllocs()
			for b.Loop() {
				env, _, stderr := w.env()
				env.In, env.Out = bytes.NewReader([]byte(input)), io.Discard
				if code := Main(b.Context(), env, strings.Fields("verify --log - --token AAAAA")); code > exitNo {
					b.Fatal(stderr)
				}
			}
		})
	}
}
