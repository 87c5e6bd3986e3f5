// Package callback implements the wire format of callbacks for both ends: the platform
// ([Account.Seal], [Account.SealEchostr], [Account.OpenReply]) and a developer's server
// ([Account.Open], [Account.OpenEchostr], [Account.AppendReply]). [Account.Diagnose] finds
// the mistake that made a signature wrong.
//
// An [Account] is safe for concurrent use; an [Opened] or [Envelope] is not. Errors wrap
// the sentinels of this package, those of wxcrypt or those of message.
//
// It follows the official pages on message push (developers.weixin.qq.com, "消息推送",
// and developer.work.weixin.qq.com path/90930).
package callback

import (
	"errors"

	"wxtool/internal/wxcrypt"
)

// Platform selects the rules of the wire format.
type Platform string

const (
	MP   Platform = "mp"   // Official Account, mini program, open platform
	Work Platform = "work" // WeCom and its suites: always encrypted
)

// Mode is the encryption mode of an Official Account. WeCom has only Safe.
type Mode string

const (
	Plain      Mode = "plain"      // 明文模式
	Compatible Mode = "compatible" // 兼容模式: plain fields and Encrypt in one body
	Safe       Mode = "safe"       // 安全模式
)

// Form is the envelope of a push. Most pushes have the usual envelope; some JSON
// callbacks of WeCom have their own, with lower-case names.
type Form string

const (
	FormUsual       Form = ""
	FormBot         Form = "bot"          // {"encrypt"}
	FormHardware    Form = "hardware"     // {"tousername","encrypt"}
	FormExternalPay Form = "external-pay" // {"tousername","encrypt","agentid"}
)

// Account is the configuration that both ends of a callback share. Key is nil if no
// EncodingAESKey is set. ReceiveID may be empty.
type Account struct {
	Platform  Platform
	Mode      Mode
	Token     string
	Key       *wxcrypt.Key
	AppID     string // appid, or corpid on WeCom
	AgentID   string
	ReceiveID string
	// AnyReceiveID accepts frames with any receiveid, for readers that do not know it.
	AnyReceiveID bool
}

// Errors of an account or a message that cannot be used.
var (
	// ErrNoKey means that the message is or must be encrypted and the account has no EncodingAESKey.
	ErrNoKey = errors.New("the account has no EncodingAESKey")
	// ErrPlain means that a message is not encrypted but must be.
	ErrPlain = errors.New("the message is not encrypted")
)

// Stamp is the part of a signature and a frame that is new in each request. Timestamp
// is in Unix seconds, Nonce is any short text, Random is any 16 bytes.
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

// sign returns signature, or msg_signature if encrypt is not empty.
func (a *Account) sign(s Stamp, encrypt string) string {
	if encrypt == "" {
		return wxcrypt.Signature(a.Token, s.Timestamp, s.Nonce)
	}
	return wxcrypt.Signature(a.Token, s.Timestamp, s.Nonce, encrypt)
}
