package servers

import (
	"bytes"
	"fmt"
	"io"
	"net/http"

	"github.com/ArtisanCloud/PowerLibs/v3/http/helper"
	"github.com/ArtisanCloud/PowerLibs/v3/logger/drivers"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/contract"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/messages"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/models"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount"
	oamodels "github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/server/handlers/models"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/work"
	"github.com/chanxuehong/wechat/mp/core"
	"github.com/chanxuehong/wechat/mp/menu"
	"github.com/chanxuehong/wechat/mp/message/callback/request"
	"github.com/chanxuehong/wechat/mp/message/callback/response"
	"github.com/silenceper/wechat/v2"
	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/sirupsen/logrus"
	"github.com/xen0n/go-workwx"
)

// silenceper is the example of the README. Its EncodingAESKey is commented out there, and
// set in the modes that need it.
func silenceper(a Account) (http.Handler, error) {
	logrus.SetOutput(io.Discard) // it logs each message
	wc, memory := wechat.NewWechat(), cache.NewMemory()
	return http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		cfg := &config.Config{AppID: a.ID, AppSecret: "xxx", Token: a.Token, EncodingAESKey: a.Key, Cache: memory}
		server := wc.GetOfficialAccount(cfg).GetServer(req, rw)
		server.SetMessageHandler(func(msg *message.MixMessage) *message.Reply {
			return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText(msg.Content)}
		})
		if err := server.Serve(); err != nil {
			fmt.Fprintln(io.Discard, err) // the README prints it
			return
		}
		server.Send()
	}), nil
}

// chanxuehong is the example of mp/core/README.md, which replies encrypted, and has the
// plain reply in a comment. The id of the account is optional.
func chanxuehong(a Account) (http.Handler, error) {
	reply := func(ctx *core.Context, msg any) {
		if a.Mode == "plain" {
			ctx.RawResponse(msg)
			return
		}
		ctx.AESResponse(msg, 0, "", nil)
	}
	mux := core.NewServeMux()
	mux.DefaultMsgHandleFunc(func(ctx *core.Context) { ctx.NoneResponse() })
	mux.DefaultEventHandleFunc(func(ctx *core.Context) { ctx.NoneResponse() })
	mux.MsgHandleFunc(request.MsgTypeText, func(ctx *core.Context) {
		msg := request.GetText(ctx.MixedMsg)
		reply(ctx, response.NewText(msg.FromUserName, msg.ToUserName, msg.CreateTime, msg.Content))
	})
	mux.EventHandleFunc(menu.EventTypeClick, func(ctx *core.Context) {
		event := menu.GetClickEvent(ctx.MixedMsg)
		reply(ctx, response.NewText(event.FromUserName, event.ToUserName, event.CreateTime, "收到 click 类型的事件"))
	})
	// The README has nil here, for which the SDK writes a line to stderr, and no answer.
	quiet := core.ErrorHandlerFunc(func(http.ResponseWriter, *http.Request, error) {})
	server := core.NewServer("", a.ID, a.Token, a.Key, mux, quiet)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { server.ServeHTTP(w, r, nil) }), nil
}

// powerWeChat is the page "服务端" of the SDK's documents, for the Official Account. It
// shows three answers; this is the one with success.
func powerWeChat(a Account) (http.Handler, error) { return powerWeChatAnswering(a, false) }

// powerWeChatReply is the same with the answer messages.NewText.
func powerWeChatReply(a Account) (http.Handler, error) { return powerWeChatAnswering(a, true) }

func powerWeChatAnswering(a Account, text bool) (http.Handler, error) {
	app, err := officialAccount.NewOfficialAccount(&officialAccount.UserConfig{
		AppID: a.ID, Secret: "secret", Token: a.Token, AESKey: a.Key, Log: officialAccount.Log{Driver: &drivers.DummyLogger{}},
	})
	if err != nil {
		return nil, err
	}
	return powerWeChatPage(app.Server.VerifyURL, func(r *http.Request) (*http.Response, error) {
		return app.Server.Notify(r, func(event contract.EventInterface) any {
			if event.GetMsgType() == models.CALLBACK_MSG_TYPE_TEXT {
				msg := oamodels.MessageText{}
				if err := event.ReadMessage(&msg); err != nil {
					return "error"
				}
			}
			if text {
				return messages.NewText("返回消息内容")
			}
			return kernel.SUCCESS_EMPTY_RESPONSE
		})
	}), nil
}

// powerWeChatWork is the page "服务端" for WeCom.
func powerWeChatWork(a Account) (http.Handler, error) {
	app, err := work.NewWork(&work.UserConfig{
		CorpID: a.ID, AgentID: 1000002, Secret: "secret", Token: a.Token, AESKey: a.Key,
		Log: work.Log{Driver: &drivers.DummyLogger{}}, OAuth: work.OAuth{Callback: "https://example.com/", Scopes: nil},
	})
	if err != nil {
		return nil, err
	}
	return powerWeChatPage(app.Server.VerifyURL, func(r *http.Request) (*http.Response, error) {
		return app.Server.Notify(r, func(contract.EventInterface) any { return kernel.SUCCESS_EMPTY_RESPONSE })
	}), nil
}

// powerWeChatPage is what the pages of both platforms have in common: they panic at an
// error.
func powerWeChatPage(verify, notify func(*http.Request) (*http.Response, error)) http.Handler {
	return gin(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			rs, err := verify(r)
			if err != nil {
				panic(err)
			}
			text, _ := io.ReadAll(rs.Body)
			w.Write(text)
			return
		}
		rs, err := notify(r)
		if err != nil {
			panic(err)
		}
		if err := helper.HttpResponseSend(rs, w); err != nil {
			panic(err)
		}
	})
}

// gin calls a handler as gin.Default does, whose routes are GET and POST: a panic is an
// empty answer with status 500.
func gin(handler http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodPost {
			http.NotFound(w, r)
			return
		}
		kept := &answer{header: w.Header(), status: http.StatusOK}
		defer func() {
			if recover() != nil {
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			w.WriteHeader(kept.status)
			w.Write(kept.body.Bytes())
		}()
		handler(kept, r)
	})
}

// answer keeps an answer until the handler has returned.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

// goWorkwx is the example callback-demo.
func goWorkwx(a Account) (http.Handler, error) {
	hh, err := workwx.NewHTTPHandler(a.Token, a.Key, dummyRxMessageHandler{})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/", hh)
	return mux, nil
}

type dummyRxMessageHandler struct{}

func (dummyRxMessageHandler) OnIncomingMessage(msg *workwx.RxMessage) error {
	fmt.Fprintf(io.Discard, "incoming message: %s\n", msg)
	return nil
}
