// Package callback is one callback on the wire, seen from both ends: what the
// platform sends ([Account.Seal], [Account.SealEchostr], [Account.OpenReply])
// and what a developer's server does with it ([Account.Open],
// [Account.OpenEchostr], [Account.AppendReply]). When a signature is wrong,
// [Account.Diagnose] tells which slip made it so.
//
// It follows the official pages on message push
// (developers.weixin.qq.com, "消息推送", and developer.work.weixin.qq.com
// path/90930).
package callback

import (
	"errors"

	"wxtool/internal/wxcrypt"
)

// Platform is a family of wire rules.
type Platform string

const (
	MP   Platform = "mp"   // Official Account, mini program, open platform
	Work Platform = "work" // WeCom and its suites: always encrypted
)

// Mode is how an Official Account's pushes travel. WeCom knows Safe only.
type Mode string

const (
	Plain      Mode = "plain"      // 明文模式
	Compatible Mode = "compatible" // 兼容模式: plain fields and Encrypt in one body
	Safe       Mode = "safe"       // 安全模式
)

// Form is the envelope of a push. Most have the usual one; some of WeCom's JSON
// callbacks have one of their own, with lower-case names.
type Form string

const (
	FormUsual       Form = ""
	FormBot         Form = "bot"          // {"encrypt"}
	FormHardware    Form = "hardware"     // {"tousername","encrypt"}
	FormExternalPay Form = "external-pay" // {"tousername","encrypt","agentid"}
)

// Account is what both ends of a callback share. Key is nil where no
// EncodingAESKey is set; ReceiveID may be empty on purpose.
type Account struct {
	Platform  Platform
	Mode      Mode
	Token     string
	Key       *wxcrypt.Key
	AppID     string // appid, or corpid on WeCom
	AgentID   string
	ReceiveID string
	// AnyReceiveID takes frames of every receiveid: for a reader who was not
	// told whose they are.
	AnyReceiveID bool
}

// Errors of an account or a request that cannot be worked with.
var (
	// ErrNoKey tells that the message is or must be encrypted and the account has no EncodingAESKey.
	ErrNoKey = errors.New("the account has no EncodingAESKey")
	// ErrPlain tells that a message that must be encrypted is not.
	ErrPlain = errors.New("the message is not encrypted")
)

// Stamp is what makes a signature and a frame unique. Timestamp is in Unix
// seconds, Nonce any short text, Random any 16 bytes.
type Stamp struct {
	Timestamp string
	Nonce     string
	Random    [16]byte
}

// Scheme names a signature after its query parameter.
const (
	SchemeSignature    = "signature"
	SchemeMsgSignature = "msg_signature"
)

// sign is signature, or msg_signature when encrypt is not empty.
func (a *Account) sign(s Stamp, encrypt string) string {
	if encrypt == "" {
		return wxcrypt.Signature(a.Token, s.Timestamp, s.Nonce)
	}
	return wxcrypt.Signature(a.Token, s.Timestamp, s.Nonce, encrypt)
}
