package echo_test

import (
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/message"
)

// TestAcknowledgements: if the platform expects fields, the server answers with these
// fields in the format of the push. It swaps the addresses, uses its own time, sets the
// values that the platform requires, repeats those of the push, and sets the others to
// zero. Digits that are not a JSON number, or too many for one, become a string.
func TestAcknowledgements(t *testing.T) {
	fields := []expect.Field{
		{Name: "ToUserName"}, {Name: "FromUserName"}, {Name: "CreateTime"}, {Name: "Event"},
		{Name: "waybill_id"}, {Name: "shop_order_id"}, {Name: "order_no"}, {Name: "resultcode"}, {Name: "ErrMsg", Value: "success"},
	}
	tests := []struct{ name, push, contentType, want string }{
		{"JSON",
			`{"ToUserName":"gh_1","FromUserName":"oFan","CreateTime":1751328000,"MsgType":"event","Event":"transport_get_agent_pos","shop_order_id":"say \"hi\"","waybill_id":"0042","order_no":"20250701000000000001","ErrMsg":"pending"}`,
			"application/json",
			`{"ToUserName":"oFan","FromUserName":"gh_1","CreateTime":1751328005,"Event":"transport_get_agent_pos","waybill_id":"0042","shop_order_id":"say \"hi\"","order_no":"20250701000000000001","resultcode":0,"ErrMsg":"success"}`},
		{"XML",
			`<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>1751328000</CreateTime><MsgType>event</MsgType><Event>cancel_waybill</Event><shop_order_id>say "hi"</shop_order_id><waybill_id>0042</waybill_id><order_no>20250701000000000001</order_no><ErrMsg>pending</ErrMsg></xml>`,
			"text/xml; charset=utf-8",
			"<xml><ToUserName><![CDATA[oFan]]></ToUserName>\n<FromUserName><![CDATA[gh_1]]></FromUserName>\n<CreateTime>1751328005</CreateTime>\n<Event><![CDATA[cancel_waybill]]></Event>\n<waybill_id>0042</waybill_id>\n<shop_order_id><![CDATA[say \"hi\"]]></shop_order_id>\n<order_no><![CDATA[20250701000000000001]]></order_no>\n<resultcode>0</resultcode>\n<ErrMsg><![CDATA[success]]></ErrMsg>\n</xml>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, events := server(t, account(callback.MP, callback.Plain))
			s.Expect = func(callback.Query, []byte, *message.Head) expect.Answer {
				return expect.Answer{Kind: expect.Fields, Fields: fields}
			}
			w := do(s, "POST", signedURL(""), tt.push)
			if w.Code != 200 || w.Header().Get("Content-Type") != tt.contentType || w.Body.String() != tt.want {
				t.Errorf("%d %s\n got %s\nwant %s", w.Code, w.Header().Get("Content-Type"), w.Body, tt.want)
			}
			if e := events.last(t); e.Kind != echo.Pushed || string(e.Reply) != tt.want {
				t.Errorf("observed %s %q", e.Kind, e.Reply)
			}
		})
	}
}
