package interop

import (
	"encoding/xml"
	"testing"

	accountevent "github.com/chanxuehong/wechat/mp/account"
	"github.com/chanxuehong/wechat/mp/bizwifi"
	"github.com/chanxuehong/wechat/mp/card"
	"github.com/chanxuehong/wechat/mp/core"
	"github.com/chanxuehong/wechat/mp/dkf/session"
	"github.com/chanxuehong/wechat/mp/menu"
	incoming "github.com/chanxuehong/wechat/mp/message/callback/request"
	"github.com/chanxuehong/wechat/mp/message/mass"
	"github.com/chanxuehong/wechat/mp/message/template"
	"github.com/chanxuehong/wechat/mp/poi"
	"github.com/chanxuehong/wechat/mp/shakearound"
)

// getter is a function of the SDK that converts the mixed struct to the struct of an
// event, and that struct.
type getter struct {
	of    func(*core.MixedMsg) any
	empty func() any
}

func get[T any](of func(*core.MixedMsg) *T) getter {
	return getter{func(m *core.MixedMsg) any { return of(m) }, func() any { return new(T) }}
}

var chanxuehongTypes = map[string]getter{
	string(incoming.MsgTypeText): get(incoming.GetText), string(incoming.MsgTypeImage): get(incoming.GetImage),
	string(incoming.MsgTypeVoice): get(incoming.GetVoice), string(incoming.MsgTypeVideo): get(incoming.GetVideo),
	string(incoming.MsgTypeShortVideo): get(incoming.GetShortVideo), string(incoming.MsgTypeLocation): get(incoming.GetLocation),
	string(incoming.MsgTypeLink): get(incoming.GetLink),

	string(incoming.EventTypeSubscribe): get(incoming.GetSubscribeEvent), string(incoming.EventTypeUnsubscribe): get(incoming.GetUnsubscribeEvent),
	string(incoming.EventTypeScan): get(incoming.GetScanEvent), string(incoming.EventTypeLocation): get(incoming.GetLocationEvent),

	string(menu.EventTypeClick): get(menu.GetClickEvent), string(menu.EventTypeView): get(menu.GetViewEvent),
	string(menu.EventTypeScanCodePush): get(menu.GetScanCodePushEvent), string(menu.EventTypeScanCodeWaitMsg): get(menu.GetScanCodeWaitMsgEvent),
	string(menu.EventTypePicSysPhoto): get(menu.GetPicSysPhotoEvent), string(menu.EventTypePicPhotoOrAlbum): get(menu.GetPicPhotoOrAlbumEvent),
	string(menu.EventTypePicWeixin): get(menu.GetPicWeixinEvent), string(menu.EventTypeLocationSelect): get(menu.GetLocationSelectEvent),

	string(accountevent.EventTypeQualificationVerifySuccess): get(accountevent.GetQualificationVerifySuccessEvent),
	string(accountevent.EventTypeQualificationVerifyFail):    get(accountevent.GetQualificationVerifyFailEvent),
	string(accountevent.EventTypeNamingVerifySuccess):        get(accountevent.GetNamingVerifySuccessEvent),
	string(accountevent.EventTypeNamingVerifyFail):           get(accountevent.GetNamingVerifyFailEvent),
	string(accountevent.EventTypeAnnualRenew):                get(accountevent.GetAnnualRenewEvent),
	string(accountevent.EventTypeVerifyExpired):              get(accountevent.GetVerifyExpiredEvent),

	string(card.EventTypeCardPassCheck): get(card.GetCardPassCheckEvent), string(card.EventTypeCardNotPassCheck): get(card.GetCardNotPassCheckEvent),
	string(card.EventTypeUserGiftingCard): get(card.GetUserGiftingCardEvent), string(card.EventTypeUserGetCard): get(card.GetUserGetCardEvent),
	string(card.EventTypeUserDelCard): get(card.GetUserDelCardEvent), string(card.EventTypeUserConsumeCard): get(card.GetUserConsumeCardEvent),
	string(card.EventTypeUserViewCard): get(card.GetUserViewCardEvent), string(card.EventTypeUserEnterSessionFromCard): get(card.GetUserEnterSessionFromCardEvent),
	string(card.EventTypeCardSkuRemind): get(card.GetCardSkuRemindEvent), string(card.EventTypeGiftCardPayDone): get(card.GetGiftCardPayDoneEvent),
	string(card.EventTypeGiftCardUserAccept): get(card.GetGiftCardUserAcceptEvent),

	string(session.EventTypeKfCreateSession): get(session.GetKfCreateSessionEvent), string(session.EventTypeKfCloseSession): get(session.GetKfCloseSessionEvent),
	string(session.EventTypeKfSwitchSession):        get(session.GetKfSwitchSessionEvent),
	string(mass.EventTypeMassSendJobFinish):         get(mass.GetMassSendJobFinishEvent),
	string(template.EventTypeTemplateSendJobFinish): get(template.GetTemplateSendJobFinishEvent),
	string(poi.EventTypePoiCheckNotify):             get(poi.GetPoiCheckNotifyEvent),
	string(bizwifi.EventTypeWifiConnected):          get(bizwifi.GetWifiConnectedEvent),
	string(shakearound.EventTypeUserShake):          get(shakearound.GetUserShakeEvent),
}

// readChanxuehong parses as the server of the SDK does. If MixedMsg panics, see
// chanxuehongPanics, it decodes the struct of the event with encoding/xml.
func readChanxuehong(p pushed) (values []any, typed bool, err error) {
	kind, typed := chanxuehongTypes[p.called()]
	if m, err := mixedMsg(p.Message); m != nil {
		values = append(values, m)
		if typed {
			values = append(values, kind.of(m))
		}
		return values, typed, err
	}
	if !typed {
		return nil, false, nil
	}
	value := kind.empty()
	return []any{value}, true, xml.Unmarshal([]byte(p.Message), value)
}

// mixedMsg returns nil if the SDK panics.
func mixedMsg(message string) (m *core.MixedMsg, err error) {
	defer func() {
		if recover() != nil {
			m = nil
		}
	}()
	m = &core.MixedMsg{}
	return m, xml.Unmarshal([]byte(message), m)
}

func TestChanxuehongLossless(t *testing.T) {
	pushes := pushesOf(t, official, "mp", "hostile")
	xmlOnly := pushes[:0]
	for _, p := range pushes {
		if !p.json() {
			xmlOnly = append(xmlOnly, p)
		}
	}
	lossless(t, "chanxuehong", xmlOnly, readChanxuehong)
}
