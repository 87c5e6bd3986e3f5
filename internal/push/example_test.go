package push_test

import (
	"fmt"
	"math/rand/v2"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/fixture"
	"wxtool/internal/push"
)

func ExampleNew() {
	sample := fixture.Own("hello.xml", []byte(`<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>hello</Content></xml>`))
	p, err := push.New(sample, callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "token"}, push.Options{
		Now: time.Unix(1751328000, 0), Rand: rand.NewChaCha8([32]byte{}), FromUser: "oOther",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s\n", p.Message)
	// Output: <xml><ToUserName>gh_1</ToUserName><FromUserName>oOther</FromUserName><CreateTime>1751328000</CreateTime><MsgType>text</MsgType><Content>hello</Content></xml>
}

func ExamplePush_Seal() {
	acct := callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "token"}
	p := push.Of("hello.xml", []byte("<xml><MsgType>text</MsgType></xml>"), acct)
	signed, err := p.Seal(callback.Stamp{Timestamp: "1751328000", Nonce: "415670741"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(signed.Query.Encode())
	fmt.Printf("%s\n", signed.Body)
	// Output:
	// signature=1103c702577b8451ee125eda051687b9e29dbae8&timestamp=1751328000&nonce=415670741
	// <xml><MsgType>text</MsgType></xml>
}
