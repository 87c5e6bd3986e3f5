package interop

import (
	"encoding/xml"
	"reflect"
	"testing"

	"github.com/ArtisanCloud/PowerWeChat/v3/src/kernel/models"
	mini "github.com/ArtisanCloud/PowerWeChat/v3/src/miniProgram/server/handlers/models"
	oa "github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount/server/handlers/models"
	component "github.com/ArtisanCloud/PowerWeChat/v3/src/openPlatform/server/callbacks"
	suite "github.com/ArtisanCloud/PowerWeChat/v3/src/openWork/server/models"
	wecom "github.com/ArtisanCloud/PowerWeChat/v3/src/work/server/handlers/models"
)

func of[T any]() any { return new(T) }

// powerOfficialTypes are the models of the pushes, from the SDK's constants and examples.
var powerOfficialTypes = map[string]func() any{
	models.CALLBACK_MSG_TYPE_TEXT: of[oa.MessageText], models.CALLBACK_MSG_TYPE_IMAGE: of[oa.MessageImage],
	models.CALLBACK_MSG_TYPE_VOICE: of[oa.MessageVoice], models.CALLBACK_MSG_TYPE_VIDEO: of[oa.MessageVideo],
	models.CALLBACK_MSG_TYPE_LOCATION: of[oa.MessageLocation], models.CALLBACK_MSG_TYPE_LINK: of[oa.MessageLink],

	oa.CALLBACK_EVENT_SUBSCRIBE: of[oa.EventSubscribe], oa.CALLBACK_EVENT_UNSUBSCRIBE: of[oa.EventUnSubscribe],
	oa.CALLBACK_EVENT_SCAN: of[oa.EventScan], oa.CALLBACK_EVENT_LOCATION: of[oa.EventLocation],
	oa.CALLBACK_EVENT_CLICK: of[oa.EventClick], oa.CALLBACK_EVENT_VIEW: of[oa.EventView],
	oa.CALLBACK_EVENT_SCANCODE_PUSH: of[oa.EventScanCodePush], oa.CALLBACK_EVENT_SCANCODE_WAITMSG: of[oa.EventScancodeWaitMsg],
	oa.CALLBACK_EVENT_PIC_SYSPHOTO: of[oa.EventPicSysPhoto], oa.CALLBACK_EVENT_PIC_PHOTO_OR_ALBUM: of[oa.EventPicPhotoOrAlbum],
	oa.CALLBACK_EVENT_PIC_WEIXIN: of[oa.EventPicWeixin], oa.CALLBACK_EVENT_LOCATION_SELECT: of[oa.EventLocationSelect],
	oa.CALLBACK_EVENT_PUBLISH: of[oa.EventPublish],
}

var powerMiniTypes = map[string]func() any{
	models.CALLBACK_MSG_TYPE_TEXT: of[mini.MessageText], models.CALLBACK_MSG_TYPE_IMAGE: of[mini.MessageImage],
	models.CALLBACK_MSG_TYPE_VOICE: of[mini.MessageVoice], models.CALLBACK_MSG_TYPE_VIDEO: of[mini.MessageVideo],
	"wxa_media_check": of[mini.MediaCheckAsyncData], "user_enter_tempsession": of[models.CallbackMessageHeader],
}

var powerWorkTypes = map[string]func() any{
	models.CALLBACK_MSG_TYPE_TEXT: of[wecom.MessageText], models.CALLBACK_MSG_TYPE_IMAGE: of[wecom.MessageImage],
	models.CALLBACK_MSG_TYPE_VOICE: of[wecom.MessageVoice], models.CALLBACK_MSG_TYPE_VIDEO: of[wecom.MessageVideo],
	models.CALLBACK_MSG_TYPE_LOCATION: of[wecom.MessageLocation], models.CALLBACK_MSG_TYPE_LINK: of[wecom.MessageLink],

	wecom.CALLBACK_EVENT_SUBSCRIBE: of[wecom.EventSubscribe], wecom.CALLBACK_EVENT_UNSUBSCRIBE: of[wecom.EventSubscribe],
	wecom.CALLBACK_EVENT_ENTER_AGENT: of[wecom.EventEnterAgent], wecom.CALLBACK_EVENT_LOCATION: of[wecom.EventLocation],
	wecom.CALLBACK_EVENT_BATCH_JOB_RESULT: of[wecom.EventBatchJobResult], wecom.CALLBACK_EVENT_CLICK: of[wecom.EventClick],
	wecom.CALLBACK_EVENT_VIEW: of[wecom.EventView], wecom.CALLBACK_EVENT_SCANCODE_PUSH: of[wecom.EventScanCodePush],
	wecom.CALLBACK_EVENT_SCANCODE_WAITMSG: of[wecom.EventScancodeWaitMsg], wecom.CALLBACK_EVENT_PIC_SYSPHOTO: of[wecom.EventPicSysPhoto],
	wecom.CALLBACK_EVENT_PIC_PHOTO_OR_ALBUM: of[wecom.EventPicPhotoOrAlbum], wecom.CALLBACK_EVENT_PIC_WEIXIN: of[wecom.EventPicWeixin],
	wecom.CALLBACK_EVENT_LOCATION_SELECT: of[wecom.EventLocationSelect], wecom.CALLBACK_EVENT_OPEN_APPROVAL_CHANGE: of[wecom.EventOpenApprovalChange],
	wecom.CALLBACK_EVENT_SYS_APPROVAL_CHANGE: of[wecom.EventOpenApprovalChange], wecom.CALLBACK_EVENT_SHARE_AGENT_CHANGE: of[wecom.EventShareAgentChange],
	wecom.CALLBACK_EVENT_TEMPLATE_CARD_EVENT: of[wecom.EventTemplateCardEvent], wecom.CALLBACK_EVENT_TEMPLATE_CARD_MENU_EVENT: of[wecom.EventTemplateCardMenuEvent],
	wecom.CALLBACK_EVENT_KF_MSG_OR_EVENT: of[wecom.EventKFMsgOrEvent], wecom.CALLBACK_EVENT_LIVING_STATUS_CHANGE: of[wecom.EventLivingStatusChange],
	wecom.CALLBACK_EVENT_MSGAUDIT_NOTIFY: of[wecom.EventMsgAuditNotify], wecom.CALLBACK_EVENT_UNLICENSED_NOTIFY: of[wecom.EventMsgAuditNotify],

	"change_contact create_user": of[wecom.EventUserCreate], "change_contact update_user": of[wecom.EventUserUpdate],
	"change_contact delete_user": of[wecom.EventUserDelete], "change_contact create_party": of[wecom.EventPartyCreate],
	"change_contact update_party": of[wecom.EventPartyUpdate], "change_contact delete_party": of[wecom.EventPartyDelete],
	"change_contact update_tag": of[wecom.EventTagUpdate],

	"change_external_contact add_external_contact": of[wecom.EventExternalUserAdd], "change_external_contact edit_external_contact": of[wecom.EventExternalUserEdit],
	"change_external_contact add_half_external_contact": of[wecom.EventExternalUserAddHalf], "change_external_contact del_external_contact": of[wecom.EventExternalUserDel],
	"change_external_contact del_follow_user": of[wecom.EventExternalUserDelFollowUser], "change_external_contact transfer_fail": of[wecom.EventExternalTransferFail],
	"change_external_chat create": of[wecom.EventExternalChatCreate], "change_external_chat update": of[wecom.EventExternalChatUpdate],
	"change_external_chat dismiss": of[wecom.EventExternalChatDismiss], "change_external_tag create": of[wecom.EventExternalUserTagCreate],
	"change_external_tag update": of[wecom.EventExternalUserTagUpdate], "change_external_tag delete": of[wecom.EventExternalUserTagDelete],
	"change_external_tag shuffle":       of[wecom.EventExternalUserTagShuffle],
	"customer_acquisition open_profile": of[wecom.EventCustomerAcquisitionOpenProfile], "customer_acquisition friend_request": of[wecom.EventCustomerAcquisitionFriendRequest],
}

var powerComponentTypes = map[string]func() any{
	component.EVENT_COMPONENT_VERIFY_TICKET: of[component.EventVerifyTicket], component.EVENT_AUTHORIZED: of[component.EventAuthorization],
	component.EVENT_UNAUTHORIZED: of[component.EventAuthorization], component.EVENT_UPDATE_AUTHORIZED: of[component.EventAuthorization],
}

type powerGetEvent func(p pushed) (*models.CallbackMessageHeader, error)

// readPower opens the push with the guard of the SDK, and reads it into the model as a
// handler would.
func readPower(open powerGetEvent, types map[string]func() any) reader {
	return func(p pushed) (values []any, typed bool, err error) {
		header, err := open(p)
		if err != nil {
			return nil, false, err
		}
		header.Content, values = nil, append(values, header)
		empty, typed := types[p.called()]
		if typed {
			model := empty()
			values = append(values, model)
			err = models.CallbackMessageHeader{Content: []byte(p.Message)}.ReadMessage(model)
		}
		return values, typed, err
	}
}

func TestPowerWeChatOfficialLossless(t *testing.T) {
	app := powerOfficialApp(t)
	open := func(p pushed) (*models.CallbackMessageHeader, error) {
		_, header, err := app.Server.GetEvent(p.request())
		return header, err
	}
	lossless(t, "powerwechat-official", pushesOf(t, official, "mp", "hostile"), readPower(open, powerOfficialTypes))
	// The guard for mini programs is the same.
	lossless(t, "powerwechat-miniprogram", pushesOf(t, official, "miniprogram"), readPower(open, powerMiniTypes))
}

// TestPowerWeChatWorkLossless: the dispatch of the guard, which has fewer pushes, must
// agree with the table.
func TestPowerWeChatWorkLossless(t *testing.T) {
	app := powerWorkApp(t)
	lossless(t, "powerwechat-work", pushesOf(t, corp, "work"), readPower(func(p pushed) (*models.CallbackMessageHeader, error) {
		_, header, err := app.Server.GetEvent(p.request())
		if err != nil {
			return nil, err
		}
		if got, err := app.Server.ToCallbackType(header, []byte(p.Message)); err == nil {
			want := powerWorkTypes[p.called()]
			if want == nil || reflect.Indirect(reflect.ValueOf(got)).Type() != reflect.TypeOf(want()).Elem() {
				t.Errorf("%s: dispatched to %T", p.Name, got)
			}
		}
		return header, nil
	}, powerWorkTypes))
}

func TestPowerWeChatOpenPlatformLossless(t *testing.T) {
	lossless(t, "powerwechat-component", pushesOf(t, official, "component"), func(p pushed) ([]any, bool, error) {
		empty, typed := powerComponentTypes[p.InfoType]
		if !typed {
			return nil, false, nil
		}
		event := empty()
		return []any{event}, true, xml.Unmarshal([]byte(p.Message), event)
	})
}

func TestPowerWeChatOpenWorkLossless(t *testing.T) {
	lossless(t, "powerwechat-suite", pushesOf(t, corp, "work-suite"), func(p pushed) ([]any, bool, error) {
		event, err := suite.DecodeEvent([]byte(p.Message))
		base, undecoded := event.(suite.BaseEvent)
		if undecoded {
			if _, unknown := base.ToEvent(); unknown != nil {
				return []any{base}, false, nil
			}
		}
		return []any{event}, true, err
	})
}
