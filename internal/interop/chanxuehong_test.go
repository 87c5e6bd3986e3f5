package interop

import (
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/chanxuehong/wechat/mp/core"
	"github.com/chanxuehong/wechat/mp/message/callback/response"
)

func chanxuehongServer(t *testing.T, in *inbox) string {
	handler := core.HandlerFunc(func(ctx *core.Context) {
		m := ctx.MixedMsg
		in.add(fields{
			"ToUserName": m.ToUserName, "FromUserName": m.FromUserName, "CreateTime": strconv.FormatInt(m.CreateTime, 10),
			"MsgType": string(m.MsgType), "MsgId": strconv.FormatInt(m.MsgId, 10), "Content": m.Content, "MediaId": m.MediaId,
			"Format": m.Format, "Label": m.Label, "Scale": strconv.Itoa(m.Scale), "Title": m.Title, "Url": m.URL,
			"Event": string(m.EventType), "EventKey": m.EventKey, "Ticket": m.Ticket,
		})
		reply := response.NewText(m.FromUserName, m.ToUserName, time.Now().Unix(), answered+m.Content)
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
	s := core.NewServer("", official.id, official.token, official.key, handler, refuse)
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.ServeHTTP(w, r, nil) }))
}

// MixedMsg has embedded pointers to unexported structs, which encoding/xml cannot
// set: a message with one of their elements panics and the connection is closed.
var chanxuehongPanics = regexp.MustCompile("<(TotalCount|FilterCount|SentCount|ErrorCount|ExpiredTime|FailTime|FailReason|KfAccount|FromKfAccount|ToKfAccount|UniqId|PoiId|CardId|UserCardCode|OuterStr|ConnectTime|ExpireTime|PlaceId|FileKey)>")

func chanxuehongBreaks(message string) string {
	if chanxuehongPanics.MatchString(message) {
		return "closed"
	}
	return ""
}

func TestChanxuehong(t *testing.T) {
	in := &inbox{}
	to := chanxuehongServer(t, in)
	t.Run("handshake", func(t *testing.T) { shakeOK(t, official, to) })
	for _, mode := range []string{"plain", "compatible", "safe"} {
		t.Run(mode, func(t *testing.T) {
			checkOfficial(t, to, mode, in)
			checkAll(t, official, to, mode, in, chanxuehongBreaks)
		})
	}
}
