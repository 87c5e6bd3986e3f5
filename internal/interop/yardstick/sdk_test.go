package yardstick_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/ArtisanCloud/PowerLibs/v3/logger/drivers"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/contract"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/messages"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount"
	"github.com/chanxuehong/wechat/mp/core"
	"github.com/chanxuehong/wechat/mp/message/callback/response"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/server"
	"github.com/silenceper/wechat/v2/util"
)

// The handlers of SDKs answer a text message with its text, as their documents say.

func chanxuehong() http.Handler {
	answer := core.HandlerFunc(func(ctx *core.Context) {
		m := ctx.MixedMsg
		reply := response.NewText(m.FromUserName, m.ToUserName, now().Unix(), m.Content)
		send := ctx.RawResponse
		if ctx.EncryptType == "aes" {
			send = func(msg any) error { return ctx.AESResponse(msg, 0, "", nil) }
		}
		if err := send(reply); err != nil {
			http.Error(ctx.ResponseWriter, err.Error(), http.StatusInternalServerError)
		}
	})
	refuse := core.ErrorHandlerFunc(func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, err.Error(), http.StatusForbidden)
	})
	s := core.NewServer("", id, token, key, answer, refuse)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r, nil) })
}

func silenceper() http.Handler {
	ctx := &context.Context{Config: &config.Config{AppID: id, Token: token, EncodingAESKey: key}}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := server.NewServer(ctx)
		s.Writer, s.Request = w, r
		s.SetMessageHandler(func(m *message.MixMessage) *message.Reply {
			return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText(m.Content)}
		})
		if err := s.Serve(); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		if err := s.Send(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	})
}

func powerwechat(t testing.TB) http.Handler {
	app, err := officialAccount.NewOfficialAccount(&officialAccount.UserConfig{
		AppID: id, Secret: "secret", Token: token, AESKey: key, Log: officialAccount.Log{Driver: &drivers.DummyLogger{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		res, err := app.Server.Notify(r, func(e contract.EventInterface) any {
			var body struct{ Content string }
			e.ReadMessage(&body)
			return messages.NewText(body.Content)
		})
		if err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		io.Copy(w, res.Body)
	})
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
	for name, handler := range map[string]http.Handler{"chanxuehong": chanxuehong(), "silenceper": silenceper(), "powerwechat": powerwechat(t)} {
		checkAnswers(t, name, handler)
	}
}
