package interop

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/sbzhu/weworkapi_golang/wxbizmsgcrypt"
)

// sealed is the output of wxtool encrypt.
type sealed struct {
	Body, Encrypt, Timestamp, Nonce, Query string
	MsgSignature                           string `json:"msg_signature"`
}

// opened is the output of wxtool decrypt.
type opened struct {
	Message, Random  string
	ReceiveID        string `json:"receive_id"`
	SignatureChecked bool   `json:"signature_checked"`
}

// oracle is the library that the official pages of WeCom link to.
func oracle(a account) *wxbizmsgcrypt.WXBizMsgCrypt {
	return wxbizmsgcrypt.NewWXBizMsgCrypt(a.token, a.key, a.id, wxbizmsgcrypt.XmlType)
}

// cryptoAccounts have all kinds of keys. The last one has no receiveid, as third-party
// apps of individual developers.
func cryptoAccounts(rng *rand.Rand) []account {
	all := []account{
		corp,
		{"work", "AAAAA", strings.Repeat("A", 43), "wxba5fad812f8e6fb9"},
		{"work", randomText(rng, 32), randomText(rng, 43), "ww" + randomText(rng, 16)},
		{"work", randomText(rng, 3), randomText(rng, 43), randomText(rng, 18)},
		{"work", randomText(rng, 16), randomText(rng, 43), ""},
	}
	return all
}

func (a account) cryptoFlags() []string { return append(a.flags(), "--receive-id", a.id) }

// cryptoMessages covers the cases of length, padding and text. The frame is 20 bytes, the
// message and the receiveid.
func cryptoMessages(rng *rand.Rand, a account) []string {
	all := []string{"x", "success", "我是中文abcd123", awkward, " blanks and line ends \r\n", strings.Repeat("长", 700), `{"MsgType":"text"}`}
	for _, total := range []int{64, 96, 95, 97, 4096} { // multiples of 32, and close to them
		all = append(all, randomText(rng, total-20-len(a.id)))
	}
	for range 4 {
		all = append(all, randomText(rng, 1+rng.IntN(300)))
	}
	return all
}

func TestWeworkOpensWhatWxtoolSeals(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i, a := range cryptoAccounts(rng) {
		messages := cryptoMessages(rng, a)
		t.Run(fmt.Sprintf("account %d", i), func(t *testing.T) {
			t.Parallel()
			for _, message := range messages {
				args := slices.Concat([]string{"encrypt", "--json"}, a.cryptoFlags())
				s := line[sealed](t, must(t, []byte(message), args...))
				got, err := oracle(a).DecryptMsg(s.MsgSignature, s.Timestamp, s.Nonce, []byte(s.Body))
				if err != nil || string(got) != message {
					t.Errorf("%q came out as %q, %+v", message, got, err)
				}
				if want := sign(a.token, s.Timestamp, s.Nonce, s.Encrypt); s.MsgSignature != want {
					t.Errorf("msg_signature %s, want %s", s.MsgSignature, want)
				}
			}
		})
	}
}

func TestWxtoolOpensWhatWeworkSeals(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for i, a := range cryptoAccounts(rng) {
		messages := cryptoMessages(rng, a)
		t.Run(fmt.Sprintf("account %d", i), func(t *testing.T) {
			t.Parallel()
			var batch bytes.Buffer
			var envelopes []string
			for k, message := range messages {
				body, err := oracle(a).EncryptMsg(message, fmt.Sprint(1700000000+k), "nonce"+fmt.Sprint(k))
				if err != nil {
					t.Fatal(err)
				}
				envelopes = append(envelopes, string(body))
				quoted, _ := json.Marshal(map[string]string{"Encrypt": encryptOf(t, string(body))})
				batch.Write(append(quoted, '\n'))
			}
			for k, envelope := range envelopes[:4] {
				r := must(t, []byte(envelope), slices.Concat([]string{"decrypt"}, a.cryptoFlags())...)
				if string(r.Stdout) != messages[k] {
					t.Errorf("%q came out as %q", messages[k], r.Stdout)
				}
				o := line[opened](t, must(t, []byte(envelope), slices.Concat([]string{"decrypt", "--json"}, a.cryptoFlags())...))
				if o.Message != messages[k] || o.ReceiveID != a.id || !o.SignatureChecked {
					t.Errorf("%q came out as %+v", messages[k], o)
				}
			}
			all := lines[opened](t, must(t, batch.Bytes(), slices.Concat([]string{"decrypt", "--batch"}, a.cryptoFlags())...))
			if len(all) != len(messages) {
				t.Fatalf("%d of %d came back", len(all), len(messages))
			}
			for k, o := range all {
				if o.Message != messages[k] || o.ReceiveID != a.id {
					t.Errorf("%q came out as %+v", messages[k], o)
				}
			}
		})
	}
}

// Binary data is not changed either.
func TestWxtoolOpensBinary(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	message := make([]byte, 5000)
	for i := range message {
		message[i] = byte(rng.Uint32())
	}
	body, cryptErr := oracle(corp).EncryptMsg(string(message), "1700000000", "1")
	if cryptErr != nil {
		t.Fatal(cryptErr)
	}
	r := must(t, body, slices.Concat([]string{"decrypt"}, corp.cryptoFlags())...)
	if !bytes.Equal(r.Stdout, message) {
		t.Error("the bytes have changed")
	}
}

func TestWeworkSignatures(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, a := range cryptoAccounts(rng) {
		body, cryptErr := oracle(a).EncryptMsg("hello", "1700000000", "42")
		if cryptErr != nil {
			t.Fatal(cryptErr)
		}
		e := fieldsOf(t, string(body))
		r := must(t, []byte(e["Encrypt"]), slices.Concat([]string{"sign", "--encrypt", "-", "--timestamp", "1700000000", "--nonce", "42", "--field", "msg_signature"}, a.cryptoFlags())...)
		if got := strings.TrimSpace(string(r.Stdout)); got != e["MsgSignature"] {
			t.Errorf("wxtool signs %s, the oracle %s", got, e["MsgSignature"])
		}

		const echostr = "1616140317555161061"
		r = must(t, nil, slices.Concat([]string{"sign", "--echostr", echostr, "--url", "http://localhost/cb?x=1", "--field", "url"}, a.cryptoFlags())...)
		u, err := url.Parse(strings.TrimSpace(string(r.Stdout)))
		if err != nil {
			t.Fatal(err)
		}
		q := u.Query()
		got, cryptErr := oracle(a).VerifyURL(q.Get("msg_signature"), q.Get("timestamp"), q.Get("nonce"), q.Get("echostr"))
		if cryptErr != nil || string(got) != echostr {
			t.Errorf("the oracle reads %s as %q, %+v", u, got, cryptErr)
		}
	}
}

// Both reject the same input, with the same code.
func TestWeworkRefusals(t *testing.T) {
	body, cryptErr := oracle(corp).EncryptMsg("hello", "1700000000", "42")
	if cryptErr != nil {
		t.Fatal(cryptErr)
	}
	e := fieldsOf(t, string(body))
	other := corp
	other.id = "ww0000000000000000"
	for _, c := range []struct {
		name      string
		account   account
		signature string
		body      string
	}{
		{"signature", corp, strings.Repeat("0", 40), string(body)},
		{"receiveid", other, e["MsgSignature"], string(body)},
		{"no XML", corp, e["MsgSignature"], "<xml><Encrypt>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, want := oracle(c.account).DecryptMsg(c.signature, "1700000000", "42", []byte(c.body))
			if want == nil {
				t.Fatal("the oracle takes it")
			}
			r := wxtool(t, []byte(c.body), slices.Concat([]string{"decrypt", "--msg-signature", c.signature, "--timestamp", "1700000000", "--nonce", "42"}, c.account.cryptoFlags())...)
			if r.Code != 1 || !strings.Contains(string(r.Stderr), fmt.Sprint(want.ErrCode)) {
				t.Errorf("exit code %d without %d:\n%s", r.Code, want.ErrCode, r.Stderr)
			}
		})
	}
}

func encryptOf(t *testing.T, envelope string) string {
	t.Helper()
	e := fieldsOf(t, envelope)["Encrypt"]
	if _, err := base64.StdEncoding.DecodeString(e); err != nil {
		t.Fatal(err)
	}
	return e
}
