package callback_test

import (
	"errors"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// TestOpenCarried: a signature in the envelope is checked in every spelling, and an
// element that only looks like a signature is an error.
func TestOpenCarried(t *testing.T) {
	e := wxtest.Encrypt(wxtest.Key, testRandom, mpText, wxtest.AppID)
	broken := wxtest.Encrypt(wxtest.OtherKey, testRandom, mpText, wxtest.AppID)
	const when = `"timestamp":"1735689600","nonce":"N1"`
	right, plain := wxtest.Signature("tok3n", "1735689600", "N1", e), wxtest.Signature("tok3n", "1735689600", "N1")
	for name, tt := range map[string]struct {
		body    string
		covered bool
		is      error
	}{
		"no signature":                            {`{"Encrypt":"` + e + `"}`, false, nil},
		"as in a reply":                           {`{"Encrypt":"` + e + `","MsgSignature":"` + right + `","TimeStamp":1735689600,"Nonce":"N1"}`, true, nil},
		"as in a reply, wrong":                    {`{"Encrypt":"` + e + `","MsgSignature":"` + plain + `","TimeStamp":1735689600,"Nonce":"N1"}`, false, wxcrypt.ErrSignature},
		"as in a reply, no nonce":                 {`{"Encrypt":"` + e + `","MsgSignature":"` + right + `","TimeStamp":1735689600}`, false, callback.ErrUnsigned},
		"as in a query":                           {`{"encrypt":"` + e + `","msg_signature":"` + right + `",` + when + `}`, true, nil},
		"as in a query, wrong":                    {`{"encrypt":"` + e + `","msg_signature":"` + plain + `",` + when + `}`, false, wxcrypt.ErrSignature},
		"as in a query, no timestamp":             {`{"encrypt":"` + e + `","msg_signature":"` + right + `","nonce":"N1"}`, false, callback.ErrUnsigned},
		"as in a query, no nonce":                 {`{"encrypt":"` + e + `","msg_signature":"` + right + `","timestamp":"1735689600"}`, false, callback.ErrUnsigned},
		"signature of the body":                   {`{"encrypt":"` + e + `","signature":"` + right + `",` + when + `}`, true, nil},
		"signature of the URL":                    {`{"encrypt":"` + e + `","signature":"` + plain + `",` + when + `}`, false, nil},
		"signature, wrong":                        {`{"encrypt":"` + e + `","signature":"` + wxtest.Digest("x") + `",` + when + `}`, false, wxcrypt.ErrSignature},
		"both, one wrong":                         {`{"encrypt":"` + e + `","msg_signature":"` + right + `","signature":"` + wxtest.Digest("x") + `",` + when + `}`, false, wxcrypt.ErrSignature},
		"MsgSignature right, msg_signature wrong": {`{"Encrypt":"` + e + `","MsgSignature":"` + right + `","TimeStamp":"1735689600","Nonce":"N1","msg_signature":"` + plain + `"}`, false, wxcrypt.ErrSignature},
		"an empty msg_signature":                  {`{"encrypt":"` + e + `","msg_signature":"",` + when + `}`, false, nil},
		"in a URL":                                {`{"encrypt":"` + e + `","url":"/wx?msg_signature=` + right + `&timestamp=1735689600&nonce=N1"}`, true, nil},
		"in a URL, wrong":                         {`{"encrypt":"` + e + `","url":"/wx?msg_signature=` + plain + `&timestamp=1735689600&nonce=N1"}`, false, wxcrypt.ErrSignature},
		"a URL without a signature":               {`{"encrypt":"` + e + `","url":"/wx"}`, false, nil},
		"msg_sign":                                {`{"encrypt":"` + e + `","msg_sign":"` + right + `",` + when + `}`, false, callback.ErrUnknownSignature},
		"msgsig":                                  {`{"encrypt":"` + e + `","msgsig":"` + right + `",` + when + `}`, false, callback.ErrUnknownSignature},
		"msgsign":                                 {`{"encrypt":"` + e + `","msgsign":"` + right + `",` + when + `}`, false, callback.ErrUnknownSignature},
		"sig":                                     {`{"encrypt":"` + e + `","sig":"` + right + `",` + when + `}`, false, callback.ErrUnknownSignature},
		"wxSign":                                  {`{"encrypt":"` + e + `","wxSign":"` + right + `",` + when + `}`, false, callback.ErrUnknownSignature},
		"wx_signature":                            {`{"encrypt":"` + e + `","wx_signature":"` + right + `",` + when + `}`, false, callback.ErrUnknownSignature},
		"design":                                  {`{"encrypt":"` + e + `","design":"flat",` + when + `}`, false, nil},
		"another key":                             {`{"encrypt":"` + broken + `"}`, false, wxcrypt.ErrPadding},
		"no Encrypt":                              {`{"msg_signature":"` + right + `",` + when + `}`, false, callback.ErrPlain},
	} {
		t.Run(name, func(t *testing.T) {
			env, err := readEnvelope([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			var o callback.Opened
			err = mpAccount(t, callback.Safe).OpenCarried(&o, env)
			if !errors.Is(err, tt.is) || tt.is == nil && (string(o.Message) != mpText || (o.Scheme == callback.SchemeMsgSignature) != tt.covered) {
				t.Errorf("%v, scheme %q, message %q", err, o.Scheme, o.Message)
			}
		})
	}
}
