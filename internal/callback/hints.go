package callback

import (
	"fmt"

	"wxtool/internal/lang"
)

// hint is what a diagnosis advises, by its place in hints.
type hint uint8

const (
	hintNone hint = iota
	hintMissing
	hintNotEncrypted
	hintNoEncrypt
	hintValidSwapped
	hintBodyNotCovered
	hintNoTime
	hintSwapped
	hintMilliseconds
	hintStale
	hintFuture
	hintMismatch
	hintNotSignature
	hintBoth

	// Mistakes.
	hintHTMLEscaped
	hintEncodedTwice
	hintNoMsgSignature
	hintUpperCase
	hintMD5
	hintSHA256
	hintBase64
	hintTokenSpaces
	hintTokenOfProfile
	hintSignedWithAppID
	hintSignedWithSecret
	hintSignedWithKey
	hintSignedWithQuotes
	hintSignedWithNothing
	hintUnsortedSwapped
	hintUnsorted
	hintSeparator
	hintIsSignature
	hintIsMsgSignature
	hintEchostr
	hintPlusToSpace
	hintPlusDecoded
	hintEscapedSigned
	hintStillEscaped
	hintBodySigned
	hintQuerySigned
	hintCount
)

// hints have places for facts as [fmt.Sprintf] has.
var hints = [hintCount]lang.Text{
	hintMissing:        {EN: "the request has no %s; copy the whole query of the URL and quote it, or the shell interprets each &", ZH: "请求中没有 %s；请复制 URL 的全部参数并加上引号，否则 shell 会解释其中的 &"},
	hintNotEncrypted:   {EN: "the body has no Encrypt, but the push must be encrypted: signature does not cover the body, so everyone who knows one signed URL can send this. Reject it", ZH: "正文中没有 Encrypt，而该推送必须加密：signature 不包含正文，任何知道一个已签名 URL 的人都能发送它，请拒绝"},
	hintNoEncrypt:      {EN: "msg_signature covers the Encrypt value of the body (or the echostr of a verification): add the body", ZH: "msg_signature 包含正文中 Encrypt 的值（URL 验证时为 echostr）：请提供正文"},
	hintValidSwapped:   {EN: "timestamp and nonce look swapped: the signature is valid, because its parts are sorted, but a check of the timestamp fails", ZH: "timestamp 和 nonce 似乎互换了：由于各部分会排序，签名仍然有效，但对 timestamp 的检查会失败"},
	hintBodyNotCovered: {EN: "signature does not cover the body; add the body to check msg_signature, which does", ZH: "signature 不包含正文；请提供正文，以校验包含正文的 msg_signature"},
	hintNoTime:         {EN: "timestamp is not a number of seconds since 1970", ZH: "timestamp 不是从 1970 年起算的秒数"},
	hintSwapped:        {EN: "timestamp and nonce are swapped: nonce is a time and timestamp is not", ZH: "timestamp 和 nonce 互换了：nonce 是时间，而 timestamp 不是"},
	hintMilliseconds:   {EN: "timestamp is in milliseconds; the platform sends seconds", ZH: "timestamp 以毫秒为单位；平台发送的是秒"},
	hintStale:          {EN: "the signature is right but %s old, more than %s: the request is a replay, or a clock is wrong", ZH: "签名正确，但已过去 %s，超过 %s：该请求是重放，或某一方的时钟不准"},
	hintFuture:         {EN: "the signature is right but its time is %s ahead of this machine's clock: one of the clocks is wrong", ZH: "签名正确，但其时间比本机时钟快 %s：某一方的时钟不准"},
	hintMismatch:       {EN: "no common mistake explains it. Most often the Token differs from the one in the console (it is case-sensitive), or a value was changed in transit", ZH: "不是常见的错误。最可能的原因是令牌(Token)与后台的不一致（区分大小写），或某个值在传输中被改动"},
	hintNotSignature:   {EN: "a signature is 40 hexadecimal digits; this value was cut off, or is not the signature", ZH: "签名应为 40 位十六进制字符；该值被截断，或不是签名"},
	hintBoth:           {EN: "%s; also, %s", ZH: "%s；另外，%s"},

	hintHTMLEscaped:       {EN: "the URL went through HTML: its parameters are separated by &amp; instead of &, or &timestamp became ×tamp", ZH: "URL 经过了 HTML 转义：参数之间的 & 变成了 &amp;，或 &timestamp 变成了 ×tamp"},
	hintEncodedTwice:      {EN: "the query was URL-encoded twice: after another decoding the signature is right", ZH: "URL 参数被编码了两次：再解码一次后签名正确"},
	hintNoMsgSignature:    {EN: "the request has signature but no msg_signature; an encrypted message needs msg_signature, which also covers Encrypt", ZH: "请求中有 signature 而没有 msg_signature；加密的消息需要 msg_signature，它还包含 Encrypt"},
	hintUpperCase:         {EN: "the signature is in upper-case hexadecimal; the platform sends and expects lower case", ZH: "签名是大写的十六进制；平台使用小写"},
	hintMD5:               {EN: "32 characters are the length of an MD5; the signature is a SHA-1 of 40 hexadecimal characters", ZH: "32 个字符是 MD5 的长度；签名是 SHA-1，应为 40 位十六进制字符"},
	hintSHA256:            {EN: "64 characters are the length of a SHA-256; the signature is a SHA-1 of 40 hexadecimal characters", ZH: "64 个字符是 SHA-256 的长度；签名是 SHA-1，应为 40 位十六进制字符"},
	hintBase64:            {EN: "28 characters are the length of a SHA-1 in base64; the signature is 40 hexadecimal characters", ZH: "28 个字符是 Base64 编码的 SHA-1 的长度；签名应为 40 位十六进制字符"},
	hintTokenSpaces:       {EN: "there are spaces or line ends around the Token, either in the console or in the configuration", ZH: "令牌(Token)前后有空格或换行，可能在后台，也可能在配置中"},
	hintTokenOfProfile:    {EN: "it was signed with the Token of profile %s", ZH: "签名使用了配置 %s 的令牌(Token)"},
	hintSignedWithAppID:   {EN: "it was signed with the app id instead of the Token", ZH: "签名使用了 appid，而不是令牌(Token)"},
	hintSignedWithSecret:  {EN: "it was signed with the app secret instead of the Token", ZH: "签名使用了 AppSecret，而不是令牌(Token)"},
	hintSignedWithKey:     {EN: "it was signed with the EncodingAESKey instead of the Token", ZH: "签名使用了消息加解密密钥(EncodingAESKey)，而不是令牌(Token)"},
	hintSignedWithQuotes:  {EN: "it was signed with the quoted Token instead of the Token", ZH: "签名使用的令牌(Token)带有引号"},
	hintSignedWithNothing: {EN: "it was signed with the empty string instead of the Token", ZH: "签名使用了空字符串，而不是令牌(Token)"},
	hintUnsortedSwapped:   {EN: "the parts were joined unsorted, as Token, nonce, timestamp; sort them byte-wise before joining", ZH: "各部分没有排序，而是按令牌(Token)、nonce、timestamp 的顺序拼接；请先按字典序排序再拼接"},
	hintUnsorted:          {EN: "the parts were joined without sorting them; sort them byte-wise as strings before joining", ZH: "各部分没有排序就拼接；请先按字典序排序再拼接"},
	hintSeparator:         {EN: "the parts were joined with a separator; join them without one", ZH: "各部分拼接时加了分隔符；请直接拼接"},
	hintIsSignature:       {EN: "msg_signature has the value of signature (Token, timestamp, nonce); it must also cover Encrypt", ZH: "msg_signature 的值是 signature（令牌(Token)、timestamp、nonce）；它还必须包含 Encrypt"},
	hintIsMsgSignature:    {EN: "signature has the value of msg_signature; it must cover only Token, timestamp and nonce", ZH: "signature 的值是 msg_signature；它只能包含令牌(Token)、timestamp 和 nonce"},
	hintEchostr:           {EN: "echostr was signed too; signature covers only Token, timestamp and nonce", ZH: "签名时多加了 echostr；signature 只包含令牌(Token)、timestamp 和 nonce"},
	hintPlusToSpace:       {EN: "a + in the base64 became a space: in a URL, + must be encoded as %2B and decoded only once", ZH: "Base64 中的 + 变成了空格：在 URL 中 + 须编码为 %2B，且只解码一次"},
	hintPlusDecoded:       {EN: "the signer had spaces instead of + in the base64, because it decoded the value once too often", ZH: "签名时 Base64 中的 + 是空格，因为多解码了一次"},
	hintEscapedSigned:     {EN: "the signer used the percent-encoded value; decode it before signing", ZH: "签名使用了 URL 编码后的值；请先解码再签名"},
	hintStillEscaped:      {EN: "the value is still percent-encoded; decode it before signing", ZH: "该值仍是 URL 编码；请先解码再签名"},
	hintBodySigned:        {EN: "the whole body was signed instead of its Encrypt element; in compatible mode msg_signature does not cover the plain fields", ZH: "签名使用了整个正文，而不是其中的 Encrypt 元素；兼容模式下 msg_signature 不包含明文字段"},
	hintQuerySigned:       {EN: "all parameters of the URL were signed; sign only Token, timestamp, nonce (and Encrypt or an encrypted echostr)", ZH: "签名使用了 URL 的全部参数；只应使用令牌(Token)、timestamp、nonce（以及 Encrypt 或加密的 echostr）"},
}

// advice is a hint and the facts of the case.
type advice struct {
	hint  hint
	facts []any
}

func (h hint) with(facts ...any) advice { return advice{h, facts} }

// in returns the advice in a language, "" for hintNone.
func (a advice) in(l lang.Language) string {
	if len(a.facts) == 0 {
		return hints[a.hint].In(l)
	}
	return fmt.Sprintf(hints[a.hint].In(l), a.facts...)
}
