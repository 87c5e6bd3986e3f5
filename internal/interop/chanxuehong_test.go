package interop

import (
	"net/http"
	"reflect"
	"strconv"
	"sync"
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

// chanxuehongPanics are the elements of the embedded pointers to unexported structs in
// MixedMsg. encoding/xml cannot set them and panics, and the connection is closed.
var chanxuehongPanics = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for mixed, i := reflect.TypeFor[core.MixedMsg](), 0; i < mixed.NumField(); i++ {
		if f := mixed.Field(i); f.Anonymous && f.Type.Kind() == reflect.Pointer {
			for k := range f.Type.Elem().NumField() {
				all[f.Type.Elem().Field(k).Tag.Get("xml")] = true
			}
		}
	}
	return all
})

func chanxuehongBreaks(t *testing.T, message string) string {
	t.Helper()
	for name := range fieldsOf(t, message) {
		if chanxuehongPanics()[name] {
			return "closed"
		}
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
