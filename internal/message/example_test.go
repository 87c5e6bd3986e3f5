package message_test

import (
	"errors"
	"fmt"
	"time"

	"wxtool/internal/message"
)

const hello = `<xml><ToUserName><![CDATA[gh_1]]></ToUserName>
<FromUserName><![CDATA[oFan]]></FromUserName>
<CreateTime>1751328000</CreateTime>
<MsgType><![CDATA[text]]></MsgType>
<Content><![CDATA[hello]]></Content>
</xml>`

// One Flat reads many messages, and allocates nothing for those of the usual form.
func ExampleFlat() {
	var flat message.Flat
	for _, data := range []string{hello, `{"MsgType":"event","Event":"debug_demo"}`, "<xml>"} {
		if err := flat.Read([]byte(data)); err != nil {
			fmt.Println(errors.Is(err, message.ErrSyntax))
			continue
		}
		fmt.Printf("%s %q %t\n", flat.Text("MsgType"), flat.Text("Content"), flat.JSON())
	}
	// Output:
	// text "hello" false
	// event "" true
	// true
}

func ExampleScan() {
	head, err := message.Scan([]byte(hello))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(head.MsgType, "from", head.FromUserName)
	// Output: text from oFan
}

// Edits keep the order of the elements and their CDATA.
func ExampleMessage() {
	m, err := message.Parse([]byte(hello))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := m.Set("Content", "a < b"); err != nil {
		fmt.Println(err)
		return
	}
	var wrong *message.PathError
	fmt.Println(errors.As(m.Set("Contnt", "x"), &wrong))
	fmt.Printf("%s\n", m.Wire())
	// Output:
	// true
	// <xml><ToUserName><![CDATA[gh_1]]></ToUserName>
	// <FromUserName><![CDATA[oFan]]></FromUserName>
	// <CreateTime>1751328000</CreateTime>
	// <MsgType><![CDATA[text]]></MsgType>
	// <Content><![CDATA[a < b]]></Content>
	// </xml>
}

func ExampleTextReply() {
	push := message.Head{ToUserName: "gh_1", FromUserName: "oFan"}
	fmt.Printf("%s\n", message.TextReply(&push, "hello", time.Unix(1751328000, 0)))
	// Output:
	// <xml><ToUserName><![CDATA[oFan]]></ToUserName>
	// <FromUserName><![CDATA[gh_1]]></FromUserName>
	// <CreateTime>1751328000</CreateTime>
	// <MsgType><![CDATA[text]]></MsgType>
	// <Content><![CDATA[hello]]></Content>
	// </xml>
}

// A text of the platform is cut between characters, not inside one.
func ExampleCutText() {
	fmt.Println(message.CutText("你好", 5))
	// Output: 你
}

func ExampleClean() {
	cleaned, found := message.Clean([]byte("<Content>a\x02b</Content>"))
	fmt.Printf("%s %U\n", cleaned, found)
	// Output: <Content>a�b</Content> [U+0002]
}
