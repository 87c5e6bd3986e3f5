package callback_test

import (
	"fmt"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// A push in plain mode, as the platform sends it.
func ExampleAccount_Seal() {
	acct := callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "AAAAA"}
	push, err := acct.Seal([]byte("<xml><MsgType>text</MsgType></xml>"), callback.Stamp{Timestamp: "1714036504", Nonce: "1514711492"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(push.Query.Encode())
	fmt.Printf("%s\n", push.Body)
	// Output:
	// signature=f464b24fc39322e44b38aa78f5edd27bd1441696&timestamp=1714036504&nonce=1514711492
	// <xml><MsgType>text</MsgType></xml>
}

// The JSON push of the official page, opened as a developer's server does.
func ExampleAccount_Open() {
	key, err := wxcrypt.ParseKey(wxtest.ZeroKey)
	if err != nil {
		fmt.Println(err)
		return
	}
	acct := callback.Account{Platform: callback.MP, Mode: callback.Safe, Token: "AAAAA", Key: key, ReceiveID: "wxba5fad812f8e6fb9"}
	query := callback.ParseQuery("signature=6c5c811b55cc85e0e1b54100749188c20beb3f5d&timestamp=1714112445&nonce=415670741" +
		"&encrypt_type=aes&msg_signature=046e02f8204d34f8ba5fa3b1db94908f3df2e9b3")
	body := `{"ToUserName":"gh_97417a04a28d","Encrypt":"` + wxtest.Official("V6").Encrypt + `"}`
	push, err := acct.Open(query, []byte(body))
	if err != nil {
		fmt.Println(err)
		return
	}
	flat, err := push.Flat()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %s\n", flat.Text("Event"), flat.Text("debug_str"))
	// Output: debug_demo hello world
}

// The URL verification of the official WeCom sample.
func ExampleAccount_OpenEchostr() {
	acct := wxtest.Account(callback.Work, callback.Safe)
	query := callback.ParseQuery("msg_signature=5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3&timestamp=1409659589&nonce=263014780" +
		"&echostr=P9nAzCzyDtyTWESHep1vC5X9xho%2FqYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp%2B4RPcs8TgAE7OaBO%2BFZXvnaqQ%3D%3D")
	answer, err := acct.OpenEchostr(query)
	fmt.Printf("%s %v\n", answer, err)
	// Output: 1616140317555161061 <nil>
}

// The JSON reply of the official page.
func ExampleAccount_AppendReply() {
	key, err := wxcrypt.ParseKey(wxtest.ZeroKey)
	if err != nil {
		fmt.Println(err)
		return
	}
	v := wxtest.Official("V7")
	acct := callback.Account{Platform: callback.MP, Mode: callback.Safe, Token: "AAAAA", Key: key, ReceiveID: v.ReceiveID}
	reply, err := acct.AppendReply(nil, []byte(`{"demo_resp":"good luck"}`), v.Stamp(), callback.ReplyJSON)
	fmt.Printf("%s %v\n", reply, err)
	// Output: {"Encrypt":"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==","MsgSignature":"1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1","TimeStamp":1713424427,"Nonce":"415670741"} <nil>
}

// The signature was made with a Token that has a trailing space.
func ExampleAccount_Diagnose() {
	acct := callback.Account{Platform: callback.MP, Mode: callback.Plain, Token: "AAAAA"}
	wrong := wxtest.Signature("AAAAA ", "1714036504", "1514711492")
	claim := callback.NewClaim("signature="+wrong+"&timestamp=1714036504&nonce=1514711492", nil)
	d := acct.Diagnose(claim, callback.DiagnoseOptions{Now: time.Unix(1714036504, 0)})
	fmt.Println(d.Valid, d.Reason)
	fmt.Println(d.Expected)
	// Output:
	// false token-spaces
	// f464b24fc39322e44b38aa78f5edd27bd1441696
}
