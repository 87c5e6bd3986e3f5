package verdict

import "wxtool/internal/lang"

// replyRule is a rule on replies by its place in replyRules.
type replyRule uint8

const (
	// The body.
	replyAlmostSuccess replyRule = iota
	replyBlank
	replyNotSuccess
	replyNotEmpty
	replyNotRead
	replyWrongContent
	replyUnexpected

	// Encryption.
	replyPlaintext
	replyEncrypted
	replyEmptyEncrypted
	replyJSONEnvelope
	replyWrongEnvelope
	replyUnsigned
	replyWrongSignature
	replyWrongReceiveID
	replyCannotDecrypt

	// Form.
	replyNotXML
	replyNotJSON
	replyWrongRoot
	replyBOM
	replyLeadingSpace
	replyRepeated

	// Elements.
	replyNoAddresses
	replyNotSwapped
	replyWrongToUser
	replyWrongFromUser
	replyCreateTime
	replyMilliseconds
	replyNoMsgType
	replyUnknownMsgType
	replyMissingPart
	replyEmptyPart
	replyCardOnly
	replyTransferOnly

	// Contents.
	replyTextTooLong
	replyTextLong
	replyArticleCount
	replyOneArticle
	replyTooManyArticles
	replyNoURL
	replyNoThumb
	replyRuleCount
)

func (r replyRule) rule() *Rule { return &replyRules[r] }

var replyRules = [replyRuleCount]Rule{
	replyAlmostSuccess: {
		Topic: TopicReply, ID: "almost-success", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageReply},
		Requirement: lang.Text{EN: "To show no reply, the body must be empty or the 7 bytes success.", ZH: "不回复用户时，正文必须为空，或是 7 个字节的 success。"},
		Remedy:      lang.Text{EN: "Write success as plain text: without quotes, blanks, line ends or a byte order mark, in lower case.", ZH: "以纯文本返回小写的 success，不带引号、空格、换行或 BOM。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body:q}; only the 7 bytes success count", ZH: "正文是 {body:q}；只有 7 个字节的 success 才有效"}}},
	},
	replyBlank: {
		Topic: TopicReply, ID: "blank", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageReply},
		Requirement: lang.Text{EN: "A body that is not empty must be success or a reply.", ZH: "正文不为空时，必须是 success 或一条回复。"},
		Remedy:      lang.Text{EN: "Write nothing at all, or success; look for blank lines around the code of a template or before <?php.", ZH: "不输出任何内容，或返回 success；检查模板代码前后或 <?php 之前的空行。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {n} bytes of whitespace; an answer without content has none", ZH: "正文是 {n} 字节的空白字符；不回复时正文应为空"}}},
	},
	replyNotSuccess: {
		Topic: TopicReply, ID: "not-success", Level: Error, Effect: EffectOfPush, Source: Source{pageNotice, pageOfPush},
		Requirement: lang.Text{EN: "A notice must be answered with the 7 bytes success, never encrypted.", ZH: "须以 7 个字节的 success 应答通知，且不加密。"},
		Remedy:      lang.Text{EN: "Answer the notice with the plain text success, and do the work afterwards.", ZH: "先以纯文本 success 应答通知，再处理业务。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body}; this notice must be answered with the 7 bytes success", ZH: "正文为{body}；该通知须以 7 个字节的 success 应答"}}},
	},
	replyNotEmpty: {
		Topic: TopicReply, ID: "not-empty", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "Some pushes must be answered with HTTP status 200 and an empty body.", ZH: "有些推送须以 HTTP 状态码 200 和空正文应答。"},
		Remedy:      lang.Text{EN: "Answer this push with status 200 and no body.", ZH: "以状态码 200 和空正文应答该推送。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body}; this push must be answered with nothing", ZH: "正文为{body}；该推送须以空正文应答"}}},
	},
	replyNotRead: {
		Topic: TopicReply, ID: "not-read", Level: Warning, Effect: Ignored, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "The platform does not read the answers to some pushes.", ZH: "平台不读取某些推送的应答。"},
		Remedy:      lang.Text{EN: "Answer success or nothing, and send what the user is to see through the API.", ZH: "返回 success 或空正文，需要用户看到的内容通过接口发送。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the platform does not read the answer to this push; success or nothing is usual{undecrypted}", ZH: "平台不读取该推送的应答；通常返回 success 或空正文{undecrypted}"}}},
	},
	replyWrongContent: {
		Topic: TopicReply, ID: "wrong-content", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageRelease},
		Requirement: lang.Text{EN: "The release check of an open platform asks for one text and no other.", ZH: "第三方平台的全网发布检测只接受指定的文本。"},
		Remedy:      lang.Text{EN: "Answer the accounts of the release check with exactly this text, within 5 seconds.", ZH: "对全网发布检测的专用测试账号，在 5 秒内返回与此完全一致的文本。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "Content is {got:q}, it must be {want:q}", ZH: "Content 是 {got:q}，必须是 {want:q}"}},
			{Key: "silent", Text: lang.Text{EN: "the body is {body}; this push must be answered with the text {want}", ZH: "正文为{body}；该推送须以文本 {want} 应答"}},
		},
	},
	replyUnexpected: {
		Topic: TopicReply, ID: "unexpected", Level: Error, Effect: DemandNotMet, Source: Source{Page: ownDemand},
		Requirement: lang.Text{EN: "The reply must contain the text given with --expect.", ZH: "回复必须包含 --expect 指定的文本。"},
		Remedy:      lang.Text{EN: "Compare the reply in plaintext with the text.", ZH: "将回复的明文与该文本对比。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply does not contain {want:q}", ZH: "回复中不包含 {want:q}"}}},
	},

	replyPlaintext: {
		Topic: TopicReply, ID: "plaintext-in-safe-mode", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback},
		Requirement: lang.Text{EN: "Where pushes come encrypted only, a reply must be encrypted too.", ZH: "推送只有密文时，回复也必须加密。"},
		Remedy:      lang.Text{EN: "Encrypt the reply with the EncodingAESKey, and sign it with MsgSignature, TimeStamp and Nonce.", ZH: "用消息加解密密钥(EncodingAESKey)加密回复，并附上 MsgSignature、TimeStamp 和 Nonce。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "the reply is plaintext; where pushes are encrypted the reply must be too", ZH: "回复是明文；推送已加密时，回复也必须加密"}},
			{Key: "hardware", Text: lang.Text{EN: "the acknowledgement is plaintext; hardware is answered with the encrypted JSON in which it was asked", ZH: "确认应答是明文；硬件的推送是加密的 JSON，须以同样的形式应答"}},
		},
	},
	replyEncrypted: {
		Topic: TopicReply, ID: "encrypted-in-plain-mode", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageEncryption},
		Requirement: lang.Text{EN: "A push that came in plaintext must be answered in plaintext.", ZH: "推送是明文时，回复也必须是明文。"},
		Remedy:      lang.Text{EN: "Encrypt a reply only where the push was encrypted, or use the console to set the account to safe mode.", ZH: "只在推送已加密时加密回复，或在后台把账号改为安全模式。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is encrypted, but the push was not: the account is in plain mode", ZH: "回复已加密，而推送没有加密：账号处于明文模式"}}},
	},
	replyEmptyEncrypted: {
		Topic: TopicReply, ID: "empty-encrypted", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageEncryption},
		Requirement: lang.Text{EN: "An encrypted reply must contain a message.", ZH: "加密的回复必须包含消息。"},
		Remedy:      lang.Text{EN: "Do not encrypt an empty answer.", ZH: "不要加密空的应答。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the encrypted reply holds nothing; to answer nothing send an empty body, or success", ZH: "加密的回复中没有内容；不回复时请返回空正文或 success"}}},
	},
	replyJSONEnvelope: {
		Topic: TopicReply, ID: "json-envelope", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageEncryption},
		Requirement: lang.Text{EN: "The envelope of a reply must be XML where the push was XML.", ZH: "推送是 XML 时，回复的加密包也必须是 XML。"},
		Remedy:      lang.Text{EN: "Write the envelope in XML, with the same four elements.", ZH: "以 XML 输出加密包，元素仍是那四个。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the encrypted reply is JSON, but the push was XML; answer in the form in which it came", ZH: "加密的回复是 JSON，而推送是 XML；请以与推送相同的格式回复"}}},
	},
	replyWrongEnvelope: {
		Topic: TopicReply, ID: "wrong-envelope", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A push whose envelope is JSON with lower-case names must be answered in the same form.", ZH: "推送的加密包是小写键名的 JSON 时，回复须采用相同的形式。"},
		Remedy:      lang.Text{EN: "Write encrypt, msgsignature, timestamp and nonce in lower case.", ZH: "键名 encrypt、msgsignature、timestamp、nonce 一律小写。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply's envelope must be JSON with the names encrypt, msgsignature, timestamp and nonce, as the push's is", ZH: "回复的加密包必须与推送一样是 JSON，键名为 encrypt、msgsignature、timestamp、nonce"}}},
	},
	replyUnsigned: {
		Topic: TopicReply, ID: "unsigned", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "An encrypted reply must have Encrypt, MsgSignature, TimeStamp and Nonce.", ZH: "加密的回复必须包含 Encrypt、MsgSignature、TimeStamp 和 Nonce。"},
		Remedy:      lang.Text{EN: "Add the missing element; names are case-sensitive, and TimeStamp has a capital S.", ZH: "补上缺少的元素；名称区分大小写，TimeStamp 中的 S 是大写。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{why}", ZH: "{why}"}}},
	},
	replyWrongSignature: {
		Topic: TopicReply, ID: "wrong-msg-signature", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "MsgSignature must be the SHA-1 of Token, TimeStamp, Nonce and Encrypt, sorted and joined.", ZH: "MsgSignature 必须是令牌(Token)、TimeStamp、Nonce、Encrypt 排序并拼接后的 SHA-1 值。"},
		Remedy:      lang.Text{EN: "Sign the reply's own TimeStamp, Nonce and Encrypt with the account's Token, not those of the push.", ZH: "用账号的令牌(Token)对回复自身的 TimeStamp、Nonce、Encrypt 签名，而不是推送的。"},
		Findings:    []Finding{{Text: lang.Text{EN: "MsgSignature is not that of Token, TimeStamp, Nonce and Encrypt: {why}", ZH: "MsgSignature 与令牌(Token)、TimeStamp、Nonce、Encrypt 不符：{why}"}}},
	},
	replyWrongReceiveID: {
		Topic: TopicReply, ID: "wrong-receiveid", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "The encrypted frame must end with the receiveid of the push.", ZH: "加密内容的末尾必须是推送的 receiveid。"},
		Remedy:      lang.Text{EN: "Encrypt for the appid, corp id or suite id with which the push was encrypted; a smart bot's is empty.", ZH: "加密时使用推送所用的 appid、corpid 或 suiteid；智能机器人的为空。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{why}", ZH: "{why}"}}},
	},
	replyCannotDecrypt: {
		Topic: TopicReply, ID: "cannot-decrypt", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "Encrypt must be base64 of a frame that was encrypted with the EncodingAESKey.", ZH: "Encrypt 必须是用消息加解密密钥(EncodingAESKey)加密后的 Base64 编码。"},
		Remedy:      lang.Text{EN: "Encrypt with AES-256-CBC, a block of 32 bytes for the padding, and the 43 characters of the account's EncodingAESKey.", ZH: "使用 AES-256-CBC 加密，按 32 字节分组填充，密钥为账号的 43 位消息加解密密钥(EncodingAESKey)。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{why}", ZH: "{why}"}}},
	},

	replyNotXML: {
		Topic: TopicReply, ID: "not-xml", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply must be well-formed XML; a push in JSON may be answered in JSON.", ZH: "回复必须是格式正确的 XML；推送是 JSON 时可以用 JSON 回复。"},
		Remedy:      lang.Text{EN: "Answer with the bytes of the reply and nothing around it; log what the handler writes.", ZH: "只输出回复本身，前后不要有其他内容；可在日志中记录处理函数的输出。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {what}", ZH: "回复无效：{what}"}}},
	},
	replyNotJSON: {
		Topic: TopicReply, ID: "not-json", Level: Error, Effect: EffectOfPush, Source: Source{Page: pagePush},
		Requirement: lang.Text{EN: "A reply in JSON must be one well-formed object.", ZH: "JSON 回复必须是一个格式正确的对象。"},
		Remedy:      lang.Text{EN: "Write the reply with a JSON encoder.", ZH: "用 JSON 编码器生成回复。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {why}", ZH: "回复无效：{why}"}}},
	},
	replyWrongRoot: {
		Topic: TopicReply, ID: "wrong-root", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "The root element of a reply must be <xml>.", ZH: "回复的根元素必须是 <xml>。"},
		Remedy:      lang.Text{EN: "Tell the XML encoder to name the root element xml.", ZH: "让 XML 编码器把根元素命名为 xml。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply's root element is <{root}>, it must be <xml>", ZH: "回复的根元素是 <{root}>，必须是 <xml>"}}},
	},
	replyBOM: {
		Topic: TopicReply, ID: "bom", Level: Warning, Effect: SomeFaultNotices, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "A reply should begin with <xml>, without a byte order mark.", ZH: "回复宜以 <xml> 开头，不带 BOM。"},
		Remedy:      lang.Text{EN: "Save the source files as UTF-8 without BOM.", ZH: "把源文件保存为不带 BOM 的 UTF-8。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a byte order mark is before the reply; save the source files as UTF-8 without BOM", ZH: "回复之前有 BOM；请把源文件保存为不带 BOM 的 UTF-8"}}},
	},
	replyLeadingSpace: {
		Topic: TopicReply, ID: "leading-space", Level: Warning, Effect: SomeFaultNotices, Source: Source{Page: seenByUsers}, Advise: true,
		Requirement: lang.Text{EN: "A reply should begin with <xml>, without blanks or blank lines.", ZH: "回复宜以 <xml> 开头，前面没有空格或空行。"},
		Remedy:      lang.Text{EN: "Remove the blank line before <?php, or the one at the top of a template.", ZH: "删除 <?php 之前或模板顶部的空行。"},
		Findings:    []Finding{{Text: lang.Text{EN: "blanks or blank lines are before the reply", ZH: "回复之前有空格或空行"}}},
	},
	replyRepeated: {
		Topic: TopicReply, ID: "repeated", Level: Warning, Effect: Undefined, Source: Source{Page: pageReply},
		Requirement: lang.Text{EN: "An element of the reply's head should be there once.", ZH: "回复的公共元素宜只出现一次。"},
		Remedy:      lang.Text{EN: "Write each element once.", ZH: "每个元素只写一次。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{name} is there {n} times", ZH: "{name} 出现了 {n} 次"}}},
	},

	replyNoAddresses: {
		Topic: TopicReply, ID: "no-addresses", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply}, Advise: true,
		Requirement: lang.Text{EN: "A reply must have ToUserName and FromUserName.", ZH: "回复必须包含 ToUserName 和 FromUserName。"},
		Remedy:      lang.Text{EN: "Set ToUserName to the push's FromUserName, and FromUserName to its ToUserName.", ZH: "把 ToUserName 设为推送的 FromUserName，把 FromUserName 设为推送的 ToUserName。"},
		Findings:    []Finding{{Text: lang.Text{EN: "ToUserName and FromUserName are missing", ZH: "缺少 ToUserName 和 FromUserName"}}},
	},
	replyNotSwapped: {
		Topic: TopicReply, ID: "not-swapped", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply goes from the account to the user: its addresses are those of the push, swapped.", ZH: "回复由账号发给用户：收发双方与推送相反。"},
		Remedy:      lang.Text{EN: "Set ToUserName to the push's FromUserName, and FromUserName to its ToUserName.", ZH: "把 ToUserName 设为推送的 FromUserName，把 FromUserName 设为推送的 ToUserName。"},
		Findings:    []Finding{{Text: lang.Text{EN: "ToUserName and FromUserName are those of the push; a reply has them swapped", ZH: "ToUserName 和 FromUserName 与推送相同；回复中须互换"}}},
	},
	replyWrongToUser: {
		Topic: TopicReply, ID: "wrong-to-user", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "ToUserName must be the push's FromUserName.", ZH: "ToUserName 必须是推送的 FromUserName。"},
		Remedy:      lang.Text{EN: "Copy the push's FromUserName, byte for byte.", ZH: "逐字节复制推送的 FromUserName。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "ToUserName is {got:q}, it must be {want:q}, the push's FromUserName", ZH: "ToUserName 是 {got:q}，必须是推送的 FromUserName，即 {want:q}"}},
			{Key: "missing", Text: lang.Text{EN: "ToUserName is missing, it must be {want:q}", ZH: "缺少 ToUserName，必须是 {want:q}"}},
			{Key: "blanks", Text: lang.Text{EN: "ToUserName has spaces or line ends around {want:q}", ZH: "ToUserName 的 {want:q} 前后有空格或换行"}},
		},
	},
	replyWrongFromUser: {
		Topic: TopicReply, ID: "wrong-from-user", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "FromUserName must be the push's ToUserName.", ZH: "FromUserName 必须是推送的 ToUserName。"},
		Remedy:      lang.Text{EN: "Copy the push's ToUserName, byte for byte; it is not the appid.", ZH: "逐字节复制推送的 ToUserName；它不是 appid。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "FromUserName is {got:q}, it must be {want:q}, the push's ToUserName", ZH: "FromUserName 是 {got:q}，必须是推送的 ToUserName，即 {want:q}"}},
			{Key: "missing", Text: lang.Text{EN: "FromUserName is missing, it must be {want:q}", ZH: "缺少 FromUserName，必须是 {want:q}"}},
			{Key: "blanks", Text: lang.Text{EN: "FromUserName has spaces or line ends around {want:q}", ZH: "FromUserName 的 {want:q} 前后有空格或换行"}},
			{Key: "appid", Text: lang.Text{EN: "FromUserName is the appid {got:q}; it must be the account's original id {want:q}", ZH: "FromUserName 是 appid {got:q}；必须是账号的原始 ID {want:q}"}},
		},
	},
	replyCreateTime: {
		Topic: TopicReply, ID: "create-time", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "CreateTime must be a whole number of seconds since 1970.", ZH: "CreateTime 必须是整数，单位为秒，从 1970 年起算。"},
		Remedy:      lang.Text{EN: "Set CreateTime to the current Unix time in seconds.", ZH: "把 CreateTime 设为当前的 Unix 时间戳（秒）。"},
		Findings: []Finding{
			{Key: "missing", Text: lang.Text{EN: "CreateTime is missing", ZH: "缺少 CreateTime"}},
			{Key: "blanks", Text: lang.Text{EN: "CreateTime {text:q} has spaces around it", ZH: "CreateTime {text:q} 前后有空白字符"}},
			{Key: "words", Text: lang.Text{EN: "CreateTime {text:q} is not a whole number of seconds", ZH: "CreateTime {text:q} 不是整数秒"}},
			{Key: "large", Text: lang.Text{EN: "CreateTime {text} is no time in seconds", ZH: "CreateTime {text} 不是以秒为单位的时间"}},
			{Key: "small", Text: lang.Text{EN: "CreateTime {text} is not a time", ZH: "CreateTime {text} 不是有效的时间"}},
		},
	},
	replyMilliseconds: {
		Topic: TopicReply, ID: "create-time-milliseconds", Level: Warning, Effect: NotPromised, Source: Source{Page: pageReply + "; " + seenMillis},
		Requirement: lang.Text{EN: "CreateTime should be in seconds.", ZH: "CreateTime 宜以秒为单位。"},
		Remedy:      lang.Text{EN: "Divide the time by 1000.", ZH: "把时间除以 1000。"},
		Findings:    []Finding{{Text: lang.Text{EN: "CreateTime {text} is in milliseconds; the official pages want seconds", ZH: "CreateTime {text} 以毫秒为单位；官方文档要求以秒为单位"}}},
	},
	replyNoMsgType: {
		Topic: TopicReply, ID: "no-msg-type", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply must have a MsgType.", ZH: "回复必须包含 MsgType。"},
		Remedy:      lang.Text{EN: "Add MsgType, such as text.", ZH: "补上 MsgType，例如 text。"},
		Findings:    []Finding{{Text: lang.Text{EN: "MsgType is missing", ZH: "缺少 MsgType"}}},
	},
	replyUnknownMsgType: {
		Topic: TopicReply, ID: "unknown-msg-type", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "MsgType must be one of the replies that the official page lists.", ZH: "MsgType 必须是官方文档列出的回复类型之一。"},
		Remedy:      lang.Text{EN: "Reply with text, image, voice, video or news, or send another type through the customer-service API.", ZH: "以 text、image、voice、video 或 news 回复，其他类型通过客服消息接口发送。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "MsgType {got:q} is no reply that the platform knows", ZH: "MsgType {got:q} 不是平台支持的回复类型"}},
			{Key: "case", Text: lang.Text{EN: "MsgType {got:q} is no reply that the platform knows; write {want:q}, lower case and without spaces", ZH: "MsgType {got:q} 不是平台支持的回复类型；请写 {want:q}，小写且不带空格"}},
		},
	},
	replyMissingPart: {
		Topic: TopicReply, ID: "missing-part", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply must have every element that its MsgType requires.", ZH: "回复必须包含其 MsgType 要求的全部元素。"},
		Remedy:      lang.Text{EN: "Add the element; wxtool fixture show NAME prints a sample of each reply.", ZH: "补上该元素；wxtool fixture show NAME 可打印每种回复的样例。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "{path} is missing{case}", ZH: "缺少 {path}{case}"}},
			{Key: "music", Text: lang.Text{EN: "Music has no link, and Music/ThumbMediaId is {how}", ZH: "Music 没有链接，且 Music/ThumbMediaId {how}"}},
		},
	},
	replyEmptyPart: {
		Topic: TopicReply, ID: "empty-part", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "An element that a MsgType requires must not be empty.", ZH: "MsgType 要求的元素不能为空。"},
		Remedy:      lang.Text{EN: "Fill in the element, or answer success.", ZH: "填写该元素，或返回 success。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{name} is empty; to answer nothing send success or an empty body", ZH: "{name} 为空；不回复时请返回 success 或空正文"}}},
	},
	replyCardOnly: {
		Topic: TopicReply, ID: "card-only", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageWorkReply},
		Requirement: lang.Text{EN: "A click on a template card must be answered with a change of the card, success or nothing.", ZH: "须以更新卡片、success 或空正文应答模板卡片的点击。"},
		Remedy:      lang.Text{EN: "Answer update_button or update_template_card, and send other messages through the API.", ZH: "以 update_button 或 update_template_card 应答，其他消息通过接口发送。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a click on a template card takes update_button or update_template_card, not {kind}", ZH: "点击模板卡片的推送接受 update_button 或 update_template_card，不接受 {kind}"}}},
	},
	replyTransferOnly: {
		Topic: TopicReply, ID: "transfer-only", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageTransfer},
		Requirement: lang.Text{EN: "A mini program's message must be answered with transfer_customer_service, success or nothing.", ZH: "须以 transfer_customer_service、success 或空正文应答小程序的消息。"},
		Remedy:      lang.Text{EN: "Answer success, and reply through the customer-service API.", ZH: "返回 success，并通过客服消息接口回复。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a mini program's message takes transfer_customer_service or success, not {kind}; answer through the customer-service API", ZH: "小程序的消息接受 transfer_customer_service 或 success，不接受 {kind}；请通过客服消息接口回复"}}},
	},

	replyTextTooLong: {
		Topic: TopicReply, ID: "text-too-long", Level: Error, Effect: EffectOfPush, Source: Source{seenLength, pageWorkReply}, Advise: true,
		Requirement: lang.Text{EN: "Content must have at most 2048 bytes.", ZH: "Content 不能超过 2048 字节。"},
		Remedy:      lang.Text{EN: "Shorten the text, or send the rest through the customer-service API.", ZH: "缩短文本，或把其余部分通过客服消息接口发送。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "Content has {n} bytes; more than {max} are not delivered", ZH: "Content 有 {n} 字节；超过 {max} 字节无法送达"}},
			{Key: "work", Effect: CutOff, Text: lang.Text{EN: "Content has {n} bytes; WeCom cuts it off at {max}", ZH: "Content 有 {n} 字节；企业微信在第 {max} 字节处截断"}},
		},
	},
	replyTextLong: {
		Topic: TopicReply, ID: "text-long", Level: Warning, Effect: FaultNoticeLikely, Source: Source{Page: seenLength},
		Requirement: lang.Text{EN: "Content should have at most 1800 bytes, about 600 Chinese characters.", ZH: "Content 宜不超过 1800 字节，约 600 个汉字。"},
		Remedy:      lang.Text{EN: "Shorten the text, or send the rest through the customer-service API.", ZH: "缩短文本，或把其余部分通过客服消息接口发送。"},
		Findings:    []Finding{{Text: lang.Text{EN: "Content has {n} bytes; failures were seen from about 600 Chinese characters ({max} bytes) on", ZH: "Content 有 {n} 字节；有用户反馈超过约 600 个汉字（{max} 字节）后出现故障"}}},
	},
	replyArticleCount: {
		Topic: TopicReply, ID: "article-count", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "ArticleCount must be the number of items in Articles, at least 1.", ZH: "ArticleCount 必须等于 Articles 中 item 的数量，至少为 1。"},
		Remedy:      lang.Text{EN: "Count the items when the reply is written.", ZH: "生成回复时统计 item 的数量。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "ArticleCount says {count}, but Articles has {n}", ZH: "ArticleCount 是 {count}，而 Articles 中有 {n} 条"}},
			{Key: "none", Text: lang.Text{EN: "Articles has no item", ZH: "Articles 中没有 item"}},
			{Key: "words", Text: lang.Text{EN: "ArticleCount {text:q} is not a number", ZH: "ArticleCount {text:q} 不是数字"}},
		},
	},
	replyOneArticle: {
		Topic: TopicReply, ID: "one-article", Level: Warning, Effect: OneArticle, Source: Source{Page: pageReply},
		Requirement: lang.Text{EN: "The reply to a message of a user of an Official Account should have 1 article.", ZH: "回复公众号用户的消息时宜只有 1 条图文。"},
		Remedy:      lang.Text{EN: "Reply with one article.", ZH: "只回复一条图文。"},
		Findings:    []Finding{{Text: lang.Text{EN: "only the first of {n} articles is shown: a user's message may be answered with 1 (since October 2018)", ZH: "{n} 条图文中只显示第一条：自 2018 年 10 月起，回复用户消息限 1 条图文"}}},
	},
	replyTooManyArticles: {
		Topic: TopicReply, ID: "too-many-articles", Level: Warning, Effect: EightArticles, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply should have at most 8 articles.", ZH: "一次回复宜不超过 8 条图文。"},
		Remedy:      lang.Text{EN: "Reply with the 8 articles that matter most.", ZH: "只回复最重要的 8 条图文。"},
		Findings:    []Finding{{Text: lang.Text{EN: "only the first {max} of {n} articles are shown: a reply may have {max}", ZH: "只显示前 {max} 条图文，共有 {n} 条：一次回复最多 {max} 条"}}},
	},
	replyNoURL: {
		Topic: TopicReply, ID: "no-url", Level: Warning, Effect: DeadArticle, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "An article should have a Url.", ZH: "图文宜有 Url。"},
		Remedy:      lang.Text{EN: "Add the page that opens when the article is tapped.", ZH: "填写点击图文后打开的页面。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is missing or empty", ZH: "{path} 缺失或为空"}}},
	},
	replyNoThumb: {
		Topic: TopicReply, ID: "no-thumb-media-id", Level: Warning, Effect: FaultNoticeUnclear, Source: Source{Page: pageReply + "; " + seenNoThumb},
		Requirement: lang.Text{EN: "Music should have a ThumbMediaId.", ZH: "Music 宜有 ThumbMediaId。"},
		Remedy:      lang.Text{EN: "Upload a thumbnail and give its media id.", ZH: "上传缩略图，并填写其 media_id。"},
		Findings:    []Finding{{Text: lang.Text{EN: "Music/ThumbMediaId is {how}", ZH: "元素 Music/ThumbMediaId {how}"}}},
	},
}
