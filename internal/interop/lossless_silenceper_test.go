package interop

import (
	"encoding/json"
	"encoding/xml"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/silenceper/wechat/v2/cache"
	miniconfig "github.com/silenceper/wechat/v2/miniprogram/config"
	minicontext "github.com/silenceper/wechat/v2/miniprogram/context"
	mini "github.com/silenceper/wechat/v2/miniprogram/message"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/server"
	workconfig "github.com/silenceper/wechat/v2/work/config"
	workcontext "github.com/silenceper/wechat/v2/work/context"
	"github.com/silenceper/wechat/v2/work/externalcontact"
	"github.com/silenceper/wechat/v2/work/kf"
)

// mixedTypes are the types that MixMessage supports: the constants of its package, and
// the types in the comments of its fields.
var mixedTypes = []string{
	string(message.MsgTypeText), string(message.MsgTypeImage), string(message.MsgTypeVoice), string(message.MsgTypeVideo),
	string(message.MsgTypeMiniprogrampage), string(message.MsgTypeShortVideo), string(message.MsgTypeLocation), string(message.MsgTypeLink),
	string(message.EventSubscribe), string(message.EventUnsubscribe), string(message.EventScan), string(message.EventLocation),
	string(message.EventClick), string(message.EventView), string(message.EventScancodePush), string(message.EventScancodeWaitmsg),
	string(message.EventPicSysphoto), string(message.EventPicPhotoOrAlbum), string(message.EventPicWeixin), string(message.EventLocationSelect),
	string(message.EventViewMiniprogram), string(message.EventTemplateSendJobFinish), string(message.EventMassSendJobFinish),
	string(message.EventWxaMediaCheck), string(message.EventSubscribeMsgPopupEvent), string(message.EventPublishJobFinish),
	string(message.EventWeappAuditSuccess), string(message.EventWeappAuditFail), string(message.EventWeappAuditDelay),
	string(message.InfoTypeVerifyTicket), string(message.InfoTypeAuthorized), string(message.InfoTypeUnauthorized),
	string(message.InfoTypeUpdateAuthorized), string(message.InfoTypeNotifyThirdFasterRegister),
	// 卡券相关
	"card_pass_check", "card_not_pass_check", "user_get_card", "user_gifting_card", "user_del_card", "user_consume_card",
	"user_view_card", "user_enter_session_from_card", "card_sku_remind", "update_member_card",
	// 小程序名称审核结果, 设备相关, SessionFrom
	"wxa_nickname_audit", "device_text", "bind", "unbind", "subscribe_status", "unsubscribe_status", "user_enter_tempsession",
}

func readMixMessage(p pushed) (values []any, typed bool, err error) {
	ctx := &context.Context{Config: &config.Config{AppID: official.id, Token: official.token, EncodingAESKey: official.key}}
	s := server.NewServer(ctx)
	s.Writer, s.Request = httptest.NewRecorder(), p.request()
	s.SetMessageHandler(func(m *message.MixMessage) *message.Reply {
		values = append(values, m, struct{ List any }{m.GetSubscribeMsgPopupEvents()})
		return nil
	})
	return values, slices.Contains(mixedTypes, p.called()+p.InfoType), s.Serve()
}

func TestSilenceperLossless(t *testing.T) {
	lossless(t, "silenceper-official", pushesOf(t, official, "mp", "component", "miniprogram", "hostile"), readMixMessage)
}

// readPushData uses the receiver for mini programs. It does not decode messages other
// than events, but has a struct for them.
func readPushData(p pushed) (values []any, typed bool, err error) {
	ctx := &minicontext.Context{Config: &miniconfig.Config{AppID: official.id, Token: official.token, EncodingAESKey: official.key}}
	_, _, data, err := mini.NewPushReceiver(ctx).GetMsgData(p.request())
	raw, untyped := data.([]byte)
	switch {
	case err != nil:
		return nil, false, err
	case !untyped:
		return append(values, data, listOf(data)), true, nil
	case !slices.Contains([]string{string(mini.MsgTypeText), mini.MsgTypeImage, mini.MsgTypeMiniProgramPage, "user_enter_tempsession"}, p.called()):
		return nil, false, nil
	}
	m := &mini.MiniProgramMixMessage{}
	if p.json() {
		return []any{m}, true, json.Unmarshal(raw, m)
	}
	return []any{m}, true, xml.Unmarshal(raw, m)
}

// listOf is the result of the getters if the JSON has a List at its top level.
func listOf(data any) any {
	switch d := data.(type) {
	case *mini.PushDataSubscribePopup:
		return struct{ List any }{d.GetSubscribeMsgPopupEvents()}
	case *mini.PushDataSubscribeMsgChange:
		return struct{ List any }{d.GetSubscribeMsgChangeEvents()}
	case *mini.PushDataSubscribeMsgSent:
		return struct{ List any }{d.GetSubscribeMsgSentEvents()}
	}
	return nil
}

func TestSilenceperMiniProgramLossless(t *testing.T) {
	lossless(t, "silenceper-miniprogram", pushesOf(t, official, "miniprogram", "mp"), readPushData)
}

func TestSilenceperWorkLossless(t *testing.T) {
	cfg := &workconfig.Config{CorpID: corp.id, Token: corp.token, EncodingAESKey: corp.key, Cache: cache.NewMemory()}
	service, err := kf.NewClient(cfg)
	if err != nil {
		t.Fatal(err)
	}
	contacts := externalcontact.NewClient(&workcontext.Context{Config: cfg})
	lossless(t, "silenceper-work", pushesOf(t, corp, "work"), func(p pushed) ([]any, bool, error) {
		switch p.Event {
		case "kf_msg_or_event":
			m, err := service.GetCallbackMessage([]byte(p.Body))
			return []any{&m}, true, err
		case "change_external_contact":
			m, err := contacts.GetCallbackMessage([]byte(p.Body))
			return []any{&m}, true, err
		}
		return nil, false, nil
	})
}
