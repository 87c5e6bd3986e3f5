// Package handlers has a callback server of each SDK, to compare with. They answer a text
// message with its text, as the documents of the SDKs say.
package handlers

import (
	"io"
	"net/http"
	"time"

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
)

// Account is the configuration of a callback.
type Account struct{ Token, ID, Key string }

// Chanxuehong uses github.com/chanxuehong/wechat.
func (a Account) Chanxuehong() http.Handler {
	answer := core.HandlerFunc(func(ctx *core.Context) {
		m := ctx.MixedMsg
		reply := response.NewText(m.FromUserName, m.ToUserName, time.Now().Unix(), m.Content)
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
	s := core.NewServer("", a.ID, a.Token, a.Key, answer, refuse)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r, nil) })
}

// Silenceper uses github.com/silenceper/wechat.
func (a Account) Silenceper() http.Handler {
	ctx := &context.Context{Config: &config.Config{AppID: a.ID, Token: a.Token, EncodingAESKey: a.Key}}
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

// PowerWeChat uses github.com/ArtisanCloud/PowerWeChat.
func (a Account) PowerWeChat() (http.Handler, error) {
	app, err := officialAccount.NewOfficialAccount(&officialAccount.UserConfig{
		AppID: a.ID, Secret: "secret", Token: a.Token, AESKey: a.Key, Log: officialAccount.Log{Driver: &drivers.DummyLogger{}},
	})
	if err != nil {
		return nil, err
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
	}), nil
}
