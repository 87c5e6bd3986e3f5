package interop

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"testing"

	"github.com/xen0n/go-workwx"
)

// workwxKeep is a handler that stores the message.
type workwxKeep struct{ got *workwx.RxMessage }

func (k *workwxKeep) OnIncomingMessage(m *workwx.RxMessage) error {
	k.got = m
	return nil
}

// readWorkwx uses the HTTP handler, which reports errors only as a status. RxMessage has
// the content of the event in an unexported field.
func readWorkwx(p pushed) (values []any, typed bool, err error) {
	var kept workwxKeep
	h, err := workwx.NewHTTPHandler(corp.token, corp.key, &kept)
	if err != nil {
		return nil, false, err
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, p.request())
	if w.Code != http.StatusOK || kept.got == nil {
		return nil, false, errors.New(http.StatusText(w.Code))
	}
	m := kept.got
	head := fields{
		"FromUserName": m.FromUserID, "CreateTime": strconv.FormatInt(m.SendTime.Unix(), 10), "MsgType": string(m.MsgType),
		"MsgId": strconv.FormatInt(m.MsgID, 10), "AgentID": strconv.FormatInt(m.AgentID, 10), "Event": string(m.Event), "ChangeType": string(m.ChangeType),
	}
	_, unknown := m.EventUnknown()
	extras := unexported(reflect.ValueOf(m).Elem(), "extras")
	return []any{head, extras.Interface()}, !unknown, nil
}

func TestWorkwxLossless(t *testing.T) {
	lossless(t, "workwx", pushesOf(t, corp, "work"), readWorkwx)
}
