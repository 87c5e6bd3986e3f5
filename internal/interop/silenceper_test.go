package interop

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/server"
)

func silenceperServer(t *testing.T, a account, in *inbox, skipValidate bool) string {
	ctx := &context.Context{Config: &config.Config{AppID: a.id, Token: a.token, EncodingAESKey: a.key}}
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := server.NewServer(ctx)
		s.Writer, s.Request = w, r
		s.SkipValidate(skipValidate)
		s.SetMessageHandler(func(m *message.MixMessage) *message.Reply {
			in.add(fields{
				"ToUserName": string(m.ToUserName), "FromUserName": string(m.FromUserName), "CreateTime": strconv.FormatInt(m.CreateTime, 10),
				"MsgType": string(m.MsgType), "MsgId": strconv.FormatInt(m.MsgID, 10), "Content": m.Content, "MediaId": m.MediaID,
				"Format": m.Format, "Label": m.Label, "Scale": strconv.FormatFloat(m.Scale, 'f', -1, 64), "Title": m.Title, "Url": m.URL,
				"Event": string(m.Event), "EventKey": m.EventKey, "Ticket": m.Ticket,
			})
			return &message.Reply{MsgType: message.MsgTypeText, MsgData: message.NewText(answered + m.Content)}
		})
		if err := s.Serve(); err != nil {
			http.Error(w, err.Error(), http.StatusForbidden)
			return
		}
		if err := s.Send(); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
		}
	}))
}

func TestSilenceper(t *testing.T) {
	in := &inbox{}
	to := silenceperServer(t, official, in, false)
	t.Run("handshake", func(t *testing.T) { shakeOK(t, official, to) })
	for _, mode := range []string{"plain", "compatible", "safe"} {
		t.Run(mode, func(t *testing.T) {
			checkOfficial(t, to, mode, in)
			checkAll(t, official, to, mode, in, never)
		})
	}
}

// Servers with a wrong configuration: wxtool must report the problem.
func TestSilenceperMisconfigured(t *testing.T) {
	otherToken, otherKey, otherID := official, official, official
	otherToken.token, otherKey.key, otherID.id = "anotherToken", strings.Repeat("B", 43), "wx0000000000000000"
	text := push{name: "mp/text"}

	t.Run("signature not checked", func(t *testing.T) {
		h := shake(t, official, silenceperServer(t, official, &inbox{}, true))
		wantProblem(t, h.Problems, "signature-not-checked")
	})
	t.Run("token", func(t *testing.T) {
		to := silenceperServer(t, otherToken, &inbox{}, false)
		wantProblem(t, shake(t, official, to).Problems, "refused-signature", "Token")
		wantProblem(t, send(t, official, to, text).Reply.Problems, "http-status", "403")
	})
	t.Run("key", func(t *testing.T) {
		to := silenceperServer(t, otherKey, &inbox{}, false)
		wantProblem(t, send(t, official, to, text, "--mode", "safe").Reply.Problems, "http-status", "403")
	})
	t.Run("app id", func(t *testing.T) {
		to := silenceperServer(t, otherID, &inbox{}, false)
		wantProblem(t, send(t, official, to, text, "--mode", "safe").Reply.Problems, "http-status", "403")
	})
}
