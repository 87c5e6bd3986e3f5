package yardstick_test

import (
	"net/http"
	"testing"

	"github.com/silenceper/wechat/v2/util"

	"wxtool/internal/interop/handlers"
)

var sdks = handlers.Account{Token: token, ID: id, Key: key}

func powerwechat(t testing.TB) http.Handler {
	handler, err := sdks.PowerWeChat()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// Of the three SDKs, one has encryption as a function of its own.

func silenceperEncrypt(message []byte) func() error {
	return func() error { _, err := util.EncryptMsg(stamp.Random[:], message, id, key); return err }
}

func silenceperDecrypt(encrypt string) func() error {
	return func() error { _, _, err := util.DecryptMsg(id, encrypt, key); return err }
}

// TestSDKsAnswer: what is measured is the whole exchange, with the text in the answer.
func TestSDKsAnswer(t *testing.T) {
	for name, handler := range map[string]http.Handler{"chanxuehong": sdks.Chanxuehong(), "silenceper": sdks.Silenceper(), "powerwechat": powerwechat(t)} {
		checkAnswers(t, name, handler)
	}
}
