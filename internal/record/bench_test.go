package record_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/record"
)

// usual is a push in safe mode as serve records it.
func usual() *record.Record {
	const message = "<xml><ToUserName><![CDATA[gh_8a3f2c9d7b10]]></ToUserName>\n<FromUserName><![CDATA[oFan]]></FromUserName>\n<CreateTime>1751328000</CreateTime>\n<MsgType><![CDATA[text]]></MsgType>\n<Content><![CDATA[你好, this is a \"question\" on an order]]></Content>\n<MsgId>24123456789012345</MsgId></xml>"
	const sealed = "<xml><ToUserName><![CDATA[gh_8a3f2c9d7b10]]></ToUserName><Encrypt><![CDATA[" + "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==" + "]]></Encrypt></xml>"
	return &record.Record{
		Kind: record.Push,
		Exchange: exchange.Exchange{
			Start: time.Unix(1751328000, 123456789), Duration: 123456,
			Request: exchange.Request{
				Method: "POST", URL: "/?signature=11f2a91d64cad5ea25650dd5375ee466684fcaea&timestamp=1751328000&nonce=1765297008&encrypt_type=aes&msg_signature=11f2a91d64cad5ea25650dd5375ee466684fcaea", Body: []byte(sealed),
				Header: http.Header{"Accept": {"*/*"}, "User-Agent": {"Mozilla/4.0"}, "Content-Type": {"text/xml"}, "Content-Length": {"733"}, "Pragma": {"no-cache"}},
			},
			Response: &exchange.Response{Status: 200, Header: http.Header{"Content-Type": {"text/xml; charset=utf-8"}, "X-Content-Type-Options": {"nosniff"}}, Body: []byte(sealed)},
		},
		Decoded: &record.Decoded{Platform: "mp", Mode: "safe", ReceiveID: "wx8888888888888888", Message: []byte(message), Reply: []byte(message)},
		Verdict: &record.Verdict{OK: true},
	}
}

// BenchmarkWrite writes one record to nowhere.
func BenchmarkWrite(b *testing.B) {
	s := record.NewSecrets(record.Secret{Name: "token", Value: "wxtool-demo-token"}, record.Secret{Name: "encoding_aes_key", Value: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"})
	w := record.NewWriter(io.Discard, s, time.Unix(1751328000, 0))
	r := usual()
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Write(r); err != nil {
			b.Fatal(err)
		}
	}
}
