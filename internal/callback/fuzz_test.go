package callback_test

import (
	"errors"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// FuzzReadEnvelope checks that an envelope is either read or rejected with an official
// code, and that its methods are consistent.
func FuzzReadEnvelope(f *testing.F) {
	v := wxtest.Official("V4")
	for _, seed := range []string{"", "success", v.Encrypt, xmlBody(plainV4, v.Encrypt), `{"Encrypt":"` + v.Encrypt + `","TimeStamp":1}`, "<xml><Encrypt/><Encrypt/></xml>", "{", "%20"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		env, err := readEnvelope(body)
		if err != nil {
			if !errors.Is(err, wxcrypt.ErrParse) || env != nil {
				t.Fatalf("%v, %v", env, err)
			}
			return
		}
		if env.JSON() != (env.Form == "json") || env.Form == "bare" && len(env.Encrypt()) == 0 {
			t.Fatalf("%+v", env)
		}
	})
}

// FuzzOpen checks that no request makes the account panic, that the result is a message
// or an error, and that the error is a documented one.
func FuzzOpen(f *testing.F) {
	query, body := safePush(f)
	f.Add(query, []byte(body))
	v := wxtest.Official("V1")
	f.Add("msg_signature="+v.MsgSignature+"&timestamp="+v.Timestamp+"&nonce="+v.Nonce+"&echostr="+v.Encrypt, []byte(v.Encrypt))
	f.Add("signature="+wxtest.Signature("tok3n", "1", "2")+"&timestamp=1&nonce=2&echostr=9", []byte(mpText))
	f.Add("encrypt_type=aes", []byte(`{"Encrypt":"AAAAAAAAAAAAAAAAAAAAAA=="}`))
	f.Fuzz(func(t *testing.T, rawQuery string, body []byte) {
		q := callback.ParseQuery(rawQuery)
		for _, a := range []*callback.Account{mpAccount(t, callback.Plain), mpAccount(t, callback.Compatible), mpAccount(t, callback.Safe), workAccount(t)} {
			checkAnswer(t, q, body, a)
			resigned := signedAgain(t, a, q, body)
			checkAnswer(t, resigned, body, a)
		}
	})
}

// signedAgain replaces the signatures by right ones, so that the frame is decrypted.
func signedAgain(t *testing.T, a *callback.Account, q callback.Query, body []byte) callback.Query {
	t.Helper()
	ts, nonce := q.Get("timestamp"), q.Get("nonce")
	fourth := q.Get("echostr")
	if env, err := readEnvelope(body); err == nil && len(env.Encrypt()) > 0 {
		fourth = string(env.Encrypt())
	}
	return append(callback.Query{
		{Name: "signature", Value: wxtest.Signature(a.Token, ts, nonce)},
		{Name: "msg_signature", Value: wxtest.Signature(a.Token, ts, nonce, fourth)},
	}, q...)
}

func checkAnswer(t *testing.T, q callback.Query, body []byte, a *callback.Account) {
	t.Helper()
	o, err := a.Open(q, body)
	if (o == nil) == (err == nil) {
		t.Fatalf("Open = %v, %v", o, err)
	}
	if err == nil && (a.Mode == callback.Safe && o.Mode == callback.Plain || o.Scheme == "") {
		t.Fatalf("%s %s took %+v", a.Platform, a.Mode, o)
	}
	if _, official := wxcrypt.Code(err); err != nil && !official && !errors.Is(err, callback.ErrPlain) {
		t.Fatalf("an undocumented error: %v", err)
	}
	if reply, err := openReply(a, body); (reply == nil) == (err == nil) {
		t.Fatalf("OpenReply = %v, %v", reply, err)
	}
	if echostr, err := a.OpenEchostr(q); err != nil && echostr != nil {
		t.Fatalf("OpenEchostr = %q, %v", echostr, err)
	}
}

// FuzzSeal checks that any bytes can be sent in safe mode and arrive unchanged.
func FuzzSeal(f *testing.F) {
	for _, seed := range []string{mpText, mpJSON, componentPush, workText, suitePush, "", "<xml/>", "{}", "\x00\xff"} {
		f.Add([]byte(seed), "nonce")
	}
	f.Fuzz(func(t *testing.T, msg []byte, nonce string) {
		stamp := testStamp
		stamp.Nonce = nonce
		for _, a := range []*callback.Account{mpAccount(t, callback.Safe), workAccount(t)} {
			s, err := a.Seal(msg, stamp)
			if err != nil {
				t.Fatal(err)
			}
			o, err := a.Open(callback.ParseQuery(s.Query.Encode()), s.Body)
			if err != nil || string(o.Message) != string(msg) {
				t.Fatalf("%s: %v, %v\n%s", a.Platform, o, err, s.Body)
			}
		}
		if _, err := mpAccount(t, callback.Compatible).Seal(msg, stamp); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzClaim checks that any query and body get a diagnosis, and that it is consistent.
func FuzzClaim(f *testing.F) {
	for _, s := range scenes(f) {
		f.Add(s.signed(s.right("tok3n")), s.bodyBytes())
		f.Add(s.signed(wxtest.Digest("x")), s.bodyBytes())
	}
	f.Add("signature=a&amp;timestamp=%2531&nonce=%zz", []byte("x"))
	f.Fuzz(func(t *testing.T, rawQuery string, body []byte) {
		opts := diagnoseOptions()
		opts.Now, opts.MaxAge = time.Unix(1735689600, 0), time.Hour
		for _, a := range []*callback.Account{mpAccount(t, callback.Plain), workAccount(t)} {
			c := callback.NewClaim(rawQuery, body)
			v := a.Diagnose(c, opts)
			if v.Valid != (v.Reason == "") || !v.Valid && v.Hint == "" {
				t.Fatalf("%+v", v)
			}
			fourth := c.Encrypt
			if fourth == "" {
				fourth = c.Query.Get("echostr")
			}
			parts := []string{a.Token, c.Query.Get("timestamp"), c.Query.Get("nonce")}
			if v.Scheme == callback.SchemeMsgSignature {
				parts = append(parts, fourth)
			}
			if v.Valid && v.Got != wxtest.Signature(parts...) {
				t.Fatalf("valid, but %+v", v)
			}
		}
	})
}
