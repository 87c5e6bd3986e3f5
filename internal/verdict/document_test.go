package verdict_test

import (
	"reflect"
	"strings"
	"testing"

	"wxtool/internal/expect"
	"wxtool/internal/message"
	"wxtool/internal/verdict"
)

func TestJudgeAck(t *testing.T) {
	push := &message.Head{ToUserName: "gh_1", FromUserName: "oFan", MsgType: "event", Event: "add_waybill"}
	ack := expect.Answer{Kind: expect.Fields, Fields: []expect.Field{{Name: "ToUserName"}, {Name: "FromUserName"}, {Name: "CreateTime"}, {Name: "Event"}, {Name: "ResultCode", Value: "0"}}}
	good := "<xml><ToUserName>oFan</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1751328001</CreateTime><Event>add_waybill</Event><ResultCode>0</ResultCode></xml>"
	for reply, want := range map[string][]string{
		good: nil,
		`{"ToUserName":"oFan","FromUserName":"gh_1","CreateTime":1751328001,"Event":"add_waybill","ResultCode":0}`: nil,
		"": {"no-ack"}, "success": {"no-ack"}, "hello": {"not-xml"},
		strings.Replace(good, "oFan", "gh_1", 1):                   {"wrong-part"},
		strings.Replace(good, "1751328001", "soon", 1):             {"create-time"},
		strings.Replace(good, ">0<", ">9<", 1):                     {"wrong-part"},
		strings.Replace(good, "<Event>add_waybill</Event>", "", 1): {"missing-part"},
		strings.Replace(good, "add_waybill", "cancel_waybill", 1):  {"wrong-part"},
		strings.NewReplacer("Result", "result").Replace(good):      {"missing-part"},
	} {
		var got []string
		for _, p := range verdict.JudgeAck([]byte(reply), ack, push) {
			got = append(got, p.ID)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, want %v", reply, got, want)
		}
	}
}

// TestJudgeAckTakesObjects: a part may be an object or a list, in both forms.
func TestJudgeAckTakesObjects(t *testing.T) {
	ack := expect.Answer{Kind: expect.Fields, Fields: []expect.Field{{Name: "Sender"}, {Name: "Path"}, {Name: "Empty"}}}
	for reply, want := range map[string]int{
		`{"Sender":{"Name":"a"},"Path":["x","y"],"Empty":""}`:                            0,
		`<xml><Sender><Name>a</Name></Sender><Path>x</Path><Path>y</Path><Empty/></xml>`: 0,
		`{"Sender":{"Name":"a"}}`:                    2,
		`<xml><Sender><Name>a</Name></Sender></xml>`: 2,
	} {
		if got := verdict.JudgeAck([]byte(reply), ack, &message.Head{}); len(got) != want {
			t.Errorf("%s: %+v, want %d problems", reply, got, want)
		}
	}
	fixed := expect.Answer{Kind: expect.Fields, Fields: []expect.Field{{Name: "ErrCode", Value: "0"}}}
	if got := verdict.JudgeAck([]byte(`{"ErrCode":{}}`), fixed, &message.Head{}); len(got) != 1 {
		t.Errorf("an object for a fixed value: %+v", got)
	}
}

func TestJudgeBot(t *testing.T) {
	const said, opened, clicked, polled = `{"msgtype":"text"}`, `{"msgtype":"event","event":{"eventtype":"enter_chat"}}`,
		`{"msgtype":"event","event":{"eventtype":"template_card_event"}}`, `{"msgtype":"stream"}`
	const text, stream = `{"msgtype":"text","text":{"content":"hi"}}`, `{"msgtype":"stream","stream":{"id":"1","finish":false,"content":""}}`
	const card, changed = `{"msgtype":"template_card","template_card":{"card_type":"text_notice"}}`, `{"response_type":"update_template_card","template_card":{"card_type":"text_notice"}}`
	for _, tt := range []struct {
		push, reply string
		want        []string
	}{
		{said, stream, nil}, {said, card, nil}, {said, text, []string{"unknown-msg-type"}}, {said, changed, []string{"unknown-msg-type"}},
		{opened, text, nil}, {opened, card, nil}, {opened, stream, []string{"unknown-msg-type"}},
		{clicked, changed, nil}, {clicked, text, []string{"unknown-msg-type"}},
		{polled, stream, nil}, {polled, card, []string{"unknown-msg-type"}},
		{opened, `{"msgtype":"text","Text":{"content":"hi"}}`, []string{"missing-part"}},
		{opened, `{"msgtype":"text","text":{"content":""}}`, []string{"empty-part"}},
		{said, `{"msgtype":"stream","stream":{}}`, []string{"missing-part"}},
		{said, `{"msgtype":"stream","stream":{"id":"","finish":"yes"}}`, []string{"empty-part", "wrong-part"}},
		{clicked, `{"response_type":"update_template_card","template_card":{}}`, []string{"missing-part"}},
		{said, `{"msgtype":"image"}`, []string{"unknown-msg-type"}},
		{said, `<xml></xml>`, []string{"not-json"}},
	} {
		var got []string
		for _, p := range verdict.JudgeBot([]byte(tt.reply), []byte(tt.push)) {
			got = append(got, p.ID)
		}
		if !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s to %s: %v, want %v", tt.reply, tt.push, got, tt.want)
		}
	}
}
