package interop

import (
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/xen0n/go-workwx"
)

type workwxInbox struct{ *inbox }

func (in workwxInbox) OnIncomingMessage(m *workwx.RxMessage) error {
	f := fields{
		"FromUserName": m.FromUserID, "CreateTime": strconv.FormatInt(m.SendTime.Unix(), 10), "MsgType": string(m.MsgType),
		"MsgId": strconv.FormatInt(m.MsgID, 10), "AgentID": strconv.FormatInt(m.AgentID, 10), "Event": string(m.Event), "ChangeType": string(m.ChangeType),
	}
	if text, ok := m.Text(); ok {
		f["Content"] = text.GetContent()
	}
	if image, ok := m.Image(); ok {
		f["MediaId"] = image.GetMediaID()
	}
	if link, ok := m.Link(); ok {
		f["Title"], f["Url"] = link.GetTitle(), link.GetURL()
	}
	if click, ok := m.EventAppMenuClick(); ok {
		f["EventKey"] = click.EventKey
	}
	in.add(f)
	return nil
}

func workwxHandler(t *testing.T, in *inbox) *workwx.HTTPHandler {
	t.Helper()
	h, err := workwx.NewHTTPHandler(corp.token, corp.key, workwxInbox{in})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

var corpPushes = []push{
	{"work/text", fields{"FromUserName": "zhang.san", "ToUserName": corp.id, "MsgType": "text", "Content": awkward, "CreateTime": "1700000002", "MsgId": "9223372036854775807", "AgentID": "1000007"}},
	{"work/image", fields{"FromUserName": "u2", "MsgType": "image", "MediaId": "media-2", "MsgId": "24000000000000009"}},
	{"work/link", fields{"FromUserName": "u3", "MsgType": "link", "Title": "标题", "Url": "https://example.com/?a=1&b=2"}},
	{"work/menu-click", fields{"FromUserName": "u4", "MsgType": "event", "Event": "click", "EventKey": "菜单_1", "AgentID": "1000008"}},
	{"work/contact-create-user", fields{"FromUserName": "sys", "MsgType": "event", "Event": "change_contact", "ChangeType": "create_user"}},
}

// workwxBreaks: the SDK reads only XML (400 for other bodies), and answers 500 if there is
// no MsgType, or for two events if the ChangeType is unknown.
func workwxBreaks(t *testing.T, message string) string {
	t.Helper()
	f := fieldsOf(t, message)
	known := []string{"create_user", "update_user"}
	if f["Event"] == "change_external_contact" {
		known = append(known, "add_external_contact", "edit_external_contact", "add_half_external_contact", "del_external_contact", "del_follow_user", "transfer_fail")
	}
	looks := f["Event"] == "change_contact" || f["Event"] == "change_external_contact"
	if f["MsgType"] == "" || looks && !slices.Contains(known, f["ChangeType"]) {
		return "http-status"
	}
	return ""
}

// The handler answers every push with an empty body, which is valid.
func TestWorkwx(t *testing.T) {
	in := &inbox{}
	to := serve(t, workwxHandler(t, in))
	t.Run("handshake", func(t *testing.T) { shakeOK(t, corp, to) })
	t.Run("pushes", func(t *testing.T) {
		for _, p := range corpPushes {
			if d := sendOK(t, corp, to, p); d.Reply.Kind != "empty" {
				t.Errorf("%s: reply is %q", p.name, d.Reply.Kind)
			}
			want := fields{}
			for name, value := range p.set {
				if name != "ToUserName" { // RxMessage does not have it
					want[name] = value
				}
			}
			wantFields(t, in.take(t, 1)[0], want)
		}
		checkAll(t, corp, to, "safe", in, workwxBreaks)
	})
	t.Run("reply", func(t *testing.T) { testWorkwxReply(t, in) })
}

// The library has code for an encrypted reply, which its handler does not use. It has two
// errors: the element is Timestamp instead of TimeStamp, and the receiveid in the frame is
// empty. With both corrected, the reply is valid.
func testWorkwxReply(t *testing.T, in *inbox) {
	h := workwxHandler(t, in)
	p := push{"work/text", fields{"FromUserName": "zhang.san", "ToUserName": corp.id}}
	reply := "<xml><ToUserName>zhang.san</ToUserName><FromUserName>" + corp.id + "</FromUserName><CreateTime>1700000000</CreateTime><MsgType>text</MsgType><Content>hi</Content></xml>"
	right := strings.NewReplacer("<Timestamp>", "<TimeStamp>", "</Timestamp>", "</TimeStamp>")
	server := func(names *strings.Replacer) string {
		return serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, names.Replace(string(workwxEnvelope(t, h, reply))))
		}))
	}
	t.Run("as it is", func(t *testing.T) {
		d := send(t, corp, server(strings.NewReplacer()), p)
		wantProblem(t, d.Reply.Problems, "unsigned", "TimeStamp")
	})
	t.Run("element right", func(t *testing.T) {
		d := send(t, corp, server(right), p)
		wantProblem(t, d.Reply.Problems, "wrong-receiveid", corp.id)
	})
	t.Run("both right", func(t *testing.T) {
		d := sendOK(t, corp, server(right), p, "--receive-id", "")
		wantFields(t, fieldsOf(t, d.Reply.XML), fields{"Content": "hi"})
	})
}

// workwxEnvelope calls MakeOutgoingEnvelope of the library. It is in an internal package,
// so it is called through the handler that contains it.
func workwxEnvelope(t *testing.T, h *workwx.HTTPHandler, message string) []byte {
	t.Helper()
	processor := unexported(unexported(reflect.ValueOf(h).Elem(), "inner").Elem(), "ep")
	out := processor.MethodByName("MakeOutgoingEnvelope").Call([]reflect.Value{reflect.ValueOf([]byte(message))})
	if err, ok := out[1].Interface().(error); ok {
		t.Fatal(err)
	}
	return out[0].Bytes()
}

func unexported(v reflect.Value, field string) reflect.Value {
	f := v.FieldByName(field)
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}
