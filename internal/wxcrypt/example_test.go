package wxcrypt_test

import (
	"errors"
	"fmt"

	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// The request of the official page on receiving messages.
func ExampleSignature() {
	fmt.Println(wxcrypt.Signature("AAAAA", "1714036504", "1514711492"))
	// Output: f464b24fc39322e44b38aa78f5edd27bd1441696
}

// The message of the official WeCom sample; the fourth part is its Encrypt value.
func ExampleVerifyMsgSignature() {
	v := wxtest.Official("V2")
	ok := wxcrypt.VerifyMsgSignature("477715d11cdb4164915debcba66cb864d751f3e6", "QDG6eK", "1409659813", "1372623149", []byte(v.Encrypt))
	fmt.Println(ok)
	// Output: true
}

// An EncodingAESKey is Base64 without its padding. Errors have the code of the
// official libraries.
func ExampleParseKey() {
	_, err := wxcrypt.ParseKey(wxtest.Key + "=")
	code, _ := wxcrypt.Code(err)
	fmt.Println(errors.Is(err, wxcrypt.ErrKeyLength), code)
	// Output: true -40004
}

// The deterministic sample of the official libraries for Official Accounts.
func ExampleKey_Seal() {
	key, err := wxcrypt.ParseKey(wxtest.OtherKey)
	if err != nil {
		fmt.Println(err)
		return
	}
	frame := wxcrypt.Frame{Random: [16]byte([]byte("aaaabbbbccccdddd")), Message: []byte("我是中文abcd123"), ReceiveID: "wxb11529c136998cb6"}
	fmt.Printf("%s\n", key.Seal(nil, &frame))
	// Output: jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==
}

func ExampleKey_Open() {
	key, err := wxcrypt.ParseKey(wxtest.OtherKey)
	if err != nil {
		fmt.Println(err)
		return
	}
	frame, err := key.Open([]byte("jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s for %s\n", frame.Message, frame.ReceiveID)
	fmt.Println(frame.CheckReceiveID("wx0000000000000000") != nil)
	// Output:
	// 我是中文abcd123 for wxb11529c136998cb6
	// true
}
