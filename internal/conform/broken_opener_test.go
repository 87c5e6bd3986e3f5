package conform_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net/http"
	"strings"
	"sync/atomic"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

// opener decrypts as a server of its own, with mistakes in some steps. Its zero value is
// right.
type opener struct {
	unpad     func(frame []byte) []byte            // panics where the padding is wrong
	split     func(frame []byte) (msg, id string)  // panics where the length is wrong
	sameID    func(found, want string) bool        // compares receiveids
	first     bool                                 // decrypts before it checks the signature
	refuse    func(w http.ResponseWriter, why any) // answers after a wrong step
	onlyPosts bool                                 // the verification is right
}

// handler decrypts each push in its way, and forwards its message to a right server.
func (o opener) handler(s setting, right http.Handler) http.Handler {
	if o.refuse == nil {
		o.refuse = func(w http.ResponseWriter, _ any) { http.Error(w, "Bad Request", http.StatusBadRequest) }
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		p := &pushed{s, r.URL.Query(), string(body)}
		verification := r.Method == "GET"
		encrypt := p.encrypt()
		if verification {
			encrypt = p.query.Get("echostr")
			p.body = "<Encrypt><![CDATA[" + encrypt + "]]></Encrypt>"
		}
		if verification && (s.platform == callback.MP || o.onlyPosts) {
			right.ServeHTTP(w, r)
			return
		}
		if !o.first && !rightly(p) {
			http.Error(w, "Forbidden", http.StatusForbidden)
			return
		}
		var msg string
		if why := panicOf(func() { msg = o.open(encrypt) }); why != nil {
			o.refuse(w, why)
			return
		}
		if o.first && !rightly(p) {
			http.Error(w, "Forbidden", http.StatusForbidden)
			return
		}
		if verification {
			io.WriteString(w, msg)
			return
		}
		sealed := wxtest.Encrypt(wxtest.Key, "0123456789abcdef", msg, wxtest.AppID)
		p.body = "<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[" + sealed + "]]></Encrypt></xml>"
		query := p.signed()
		if s.platform == callback.MP { // the platform wants the nonce of the push in the reply
			query += "&openid=o"
		}
		forward(w, r, right, query, []byte(p.body))
	})
}

func panicOf(f func()) (why any) {
	defer func() { why = recover() }()
	f()
	return nil
}

// open decrypts an Encrypt value and panics where a step finds it wrong.
func (o opener) open(encrypt string) string {
	frame, err := base64.StdEncoding.DecodeString(encrypt)
	if err != nil || len(frame) == 0 {
		panic("base64")
	}
	key, _ := base64.StdEncoding.DecodeString(wxtest.Key + "=")
	block, _ := aes.NewCipher(key)
	cipher.NewCBCDecrypter(block, key[:16]).CryptBlocks(frame, frame) // panics where it is ragged
	unpad, split, sameID := strictUnpad, strictSplit, func(found, want string) bool { return found == want }
	if o.unpad != nil {
		unpad = o.unpad
	}
	if o.split != nil {
		split = o.split
	}
	if o.sameID != nil {
		sameID = o.sameID
	}
	msg, id := split(unpad(frame))
	if !sameID(id, wxtest.AppID) {
		panic("receiveid")
	}
	return msg
}

func strictUnpad(frame []byte) []byte {
	n := int(frame[len(frame)-1])
	if n < 1 || n > 32 || !bytes.HasSuffix(frame, bytes.Repeat([]byte{byte(n)}, n)) {
		panic("padding")
	}
	return frame[:len(frame)-n]
}

func strictSplit(frame []byte) (msg, id string) {
	n := binary.BigEndian.Uint32(frame[16:20])
	return string(frame[20:][:n]), string(frame[20:][n:])
}

// sliceSplit cuts as Python and JavaScript do: an end beyond the end is the end, and a
// negative one counts from there.
func sliceSplit(frame []byte) (msg, id string) {
	rest, n := frame[20:], int(int32(binary.BigEndian.Uint32(frame[16:20])))
	if n < 0 {
		n = max(0, len(rest)+n)
	}
	n = min(n, len(rest))
	return string(rest[:n]), string(rest[n:])
}

// xmlSplit takes what looks like XML, and digits for the verification.
func xmlSplit(frame []byte) (msg, id string) {
	text := string(frame[20:])
	if begin, end := strings.Index(text, "<xml"), strings.LastIndex(text, "</xml>"); begin >= 0 && end > begin {
		return text[begin : end+len("</xml>")], wxtest.AppID
	}
	return strings.TrimFunc(text, func(r rune) bool { return r < '0' || r > '9' }), wxtest.AppID
}

// runeSplit counts the length in characters.
func runeSplit(frame []byte) (msg, id string) {
	n, rest := int(binary.BigEndian.Uint32(frame[16:20])), []rune(string(frame[20:]))
	return string(rest[:n]), string(rest[n:])
}

// lenientUnpad is that of the official samples in PHP, Java and C#: a wrong padding is none.
func lenientUnpad(frame []byte) []byte {
	n := int(frame[len(frame)-1])
	if n < 1 || n > 32 {
		n = 0
	}
	return frame[:len(frame)-n]
}

// lastByteUnpad is that of the official sample in Go.
func lastByteUnpad(frame []byte) []byte { return frame[:len(frame)-int(frame[len(frame)-1])] }

func anyID(_, _ string) bool { return true }

// serverError answers 500, as frameworks do after an exception.
func serverError(w http.ResponseWriter, _ any) {
	http.Error(w, "Internal Server Error", http.StatusInternalServerError)
}

// apologize answers each error with a text for the user.
func apologize(w http.ResponseWriter, _ any) {
	io.WriteString(w, "<xml><ToUserName></ToUserName><FromUserName></FromUserName><CreateTime>1751328000</CreateTime><MsgType>text</MsgType><Content>系统繁忙</Content></xml>")
}

// endsOnError is a server whose process ends after the first error.
func endsOnError(s setting, right http.Handler) http.Handler {
	var ended atomic.Bool
	inner := opener{refuse: func(http.ResponseWriter, any) { ended.Store(true); panic(http.ErrAbortHandler) }}.handler(s, right)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ended.Load() {
			panic(http.ErrAbortHandler)
		}
		inner.ServeHTTP(w, r)
	})
}
