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
		Requirement: lang.Text{EN: "To show no reply, the body must be empty or the 7 bytes success."},
		Remedy:      lang.Text{EN: "Write success as plain text: without quotes, blanks, line ends or a byte order mark, in lower case."},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body:q}; only the 7 bytes success count"}}},
	},
	replyBlank: {
		Topic: TopicReply, ID: "blank", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageReply},
		Requirement: lang.Text{EN: "A body that is not empty must be success or a reply."},
		Remedy:      lang.Text{EN: "Write nothing at all, or success; look for blank lines around the code of a template or before <?php."},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {n} bytes of whitespace; an answer without content has none"}}},
	},
	replyNotSuccess: {
		Topic: TopicReply, ID: "not-success", Level: Error, Effect: EffectOfPush, Source: Source{pageNotice, pageOfPush},
		Requirement: lang.Text{EN: "A notice must be answered with the 7 bytes success, never encrypted."},
		Remedy:      lang.Text{EN: "Answer the notice with the plain text success, and do the work afterwards."},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body}; this notice must be answered with the 7 bytes success"}}},
	},
	replyNotEmpty: {
		Topic: TopicReply, ID: "not-empty", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "Some pushes must be answered with HTTP status 200 and an empty body."},
		Remedy:      lang.Text{EN: "Answer this push with status 200 and no body."},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is {body}; this push must be answered with nothing"}}},
	},
	replyNotRead: {
		Topic: TopicReply, ID: "not-read", Level: Warning, Effect: Ignored, Source: Source{Page: pageOfPush},
		Requirement: lang.Text{EN: "The platform does not read the answers to some pushes."},
		Remedy:      lang.Text{EN: "Answer success or nothing, and send what the user is to see through the API."},
		Findings:    []Finding{{Text: lang.Text{EN: "the platform does not read the answer to this push; success or nothing is usual{undecrypted}"}}},
	},
	replyWrongContent: {
		Topic: TopicReply, ID: "wrong-content", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageRelease},
		Requirement: lang.Text{EN: "The release check of an open platform asks for one text and no other."},
		Remedy:      lang.Text{EN: "Answer the accounts of the release check with exactly this text, within 5 seconds."},
		Findings: []Finding{
			{Text: lang.Text{EN: "Content is {got:q}, it must be {want:q}"}},
			{Key: "silent", Text: lang.Text{EN: "the body is {body}; this push must be answered with the text {want}"}},
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
		Requirement: lang.Text{EN: "Where pushes come encrypted only, a reply must be encrypted too."},
		Remedy:      lang.Text{EN: "Encrypt the reply with the EncodingAESKey, and sign it with MsgSignature, TimeStamp and Nonce."},
		Findings: []Finding{
			{Text: lang.Text{EN: "the reply is plaintext; where pushes are encrypted the reply must be too"}},
			{Key: "hardware", Text: lang.Text{EN: "the acknowledgement is plaintext; hardware is answered with the encrypted JSON in which it was asked"}},
		},
	},
	replyEncrypted: {
		Topic: TopicReply, ID: "encrypted-in-plain-mode", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageEncryption},
		Requirement: lang.Text{EN: "A push that came in plaintext must be answered in plaintext."},
		Remedy:      lang.Text{EN: "Encrypt a reply only where the push was encrypted, or use the console to set the account to safe mode."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is encrypted, but the push was not: the account is in plain mode"}}},
	},
	replyEmptyEncrypted: {
		Topic: TopicReply, ID: "empty-encrypted", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageEncryption},
		Requirement: lang.Text{EN: "An encrypted reply must contain a message."},
		Remedy:      lang.Text{EN: "Do not encrypt an empty answer."},
		Findings:    []Finding{{Text: lang.Text{EN: "the encrypted reply holds nothing; to answer nothing send an empty body, or success"}}},
	},
	replyJSONEnvelope: {
		Topic: TopicReply, ID: "json-envelope", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageEncryption},
		Requirement: lang.Text{EN: "The envelope of a reply must be XML where the push was XML."},
		Remedy:      lang.Text{EN: "Write the envelope in XML, with the same four elements."},
		Findings:    []Finding{{Text: lang.Text{EN: "the encrypted reply is JSON, but the push was XML; answer in the form in which it came"}}},
	},
	replyWrongEnvelope: {
		Topic: TopicReply, ID: "wrong-envelope", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageBot},
		Requirement: lang.Text{EN: "A push whose envelope is JSON with lower-case names must be answered in the same form."},
		Remedy:      lang.Text{EN: "Write encrypt, msgsignature, timestamp and nonce in lower case."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply's envelope must be JSON with the names encrypt, msgsignature, timestamp and nonce, as the push's is"}}},
	},
	replyUnsigned: {
		Topic: TopicReply, ID: "unsigned", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "An encrypted reply must have Encrypt, MsgSignature, TimeStamp and Nonce."},
		Remedy:      lang.Text{EN: "Add the missing element; names are case-sensitive, and TimeStamp has a capital S."},
		Findings:    []Finding{{Text: lang.Text{EN: "{why}", ZH: "{why}"}}},
	},
	replyWrongSignature: {
		Topic: TopicReply, ID: "wrong-msg-signature", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "MsgSignature must be the SHA-1 of Token, TimeStamp, Nonce and Encrypt, sorted and joined."},
		Remedy:      lang.Text{EN: "Sign the reply's own TimeStamp, Nonce and Encrypt with the account's Token, not those of the push."},
		Findings:    []Finding{{Text: lang.Text{EN: "MsgSignature is not that of Token, TimeStamp, Nonce and Encrypt: {why}"}}},
	},
	replyWrongReceiveID: {
		Topic: TopicReply, ID: "wrong-receiveid", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "The encrypted frame must end with the receiveid of the push."},
		Remedy:      lang.Text{EN: "Encrypt for the appid, corp id or suite id with which the push was encrypted; a smart bot's is empty."},
		Findings:    []Finding{{Text: lang.Text{EN: "{why}", ZH: "{why}"}}},
	},
	replyCannotDecrypt: {
		Topic: TopicReply, ID: "cannot-decrypt", Level: Error, Effect: EffectOfPush, Source: Source{pageEncryption, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "Encrypt must be base64 of a frame that was encrypted with the EncodingAESKey."},
		Remedy:      lang.Text{EN: "Encrypt with AES-256-CBC, a block of 32 bytes for the padding, and the 43 characters of the account's EncodingAESKey."},
		Findings:    []Finding{{Text: lang.Text{EN: "{why}", ZH: "{why}"}}},
	},

	replyNotXML: {
		Topic: TopicReply, ID: "not-xml", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply must be well-formed XML; a push in JSON may be answered in JSON."},
		Remedy:      lang.Text{EN: "Answer with the bytes of the reply and nothing around it; log what the handler writes."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {what}"}}},
	},
	replyNotJSON: {
		Topic: TopicReply, ID: "not-json", Level: Error, Effect: EffectOfPush, Source: Source{Page: pagePush},
		Requirement: lang.Text{EN: "A reply in JSON must be one well-formed object."},
		Remedy:      lang.Text{EN: "Write the reply with a JSON encoder."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply is {why}"}}},
	},
	replyWrongRoot: {
		Topic: TopicReply, ID: "wrong-root", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "The root element of a reply must be <xml>."},
		Remedy:      lang.Text{EN: "Tell the XML encoder to name the root element xml."},
		Findings:    []Finding{{Text: lang.Text{EN: "the reply's root element is <{root}>, it must be <xml>"}}},
	},
	replyBOM: {
		Topic: TopicReply, ID: "bom", Level: Warning, Effect: SomeFaultNotices, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "A reply should begin with <xml>, without a byte order mark."},
		Remedy:      lang.Text{EN: "Save the source files as UTF-8 without BOM.", ZH: "把源文件保存为不带 BOM 的 UTF-8。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a byte order mark is before the reply; save the source files as UTF-8 without BOM"}}},
	},
	replyLeadingSpace: {
		Topic: TopicReply, ID: "leading-space", Level: Warning, Effect: SomeFaultNotices, Source: Source{Page: seenByUsers}, Advise: true,
		Requirement: lang.Text{EN: "A reply should begin with <xml>, without blanks or blank lines."},
		Remedy:      lang.Text{EN: "Remove the blank line before <?php, or the one at the top of a template.", ZH: "删除 <?php 之前或模板顶部的空行。"},
		Findings:    []Finding{{Text: lang.Text{EN: "blanks or blank lines are before the reply"}}},
	},
	replyRepeated: {
		Topic: TopicReply, ID: "repeated", Level: Warning, Effect: Undefined, Source: Source{Page: pageReply},
		Requirement: lang.Text{EN: "An element of the reply's head should be there once."},
		Remedy:      lang.Text{EN: "Write each element once."},
		Findings:    []Finding{{Text: lang.Text{EN: "{name} is there {n} times"}}},
	},

	replyNoAddresses: {
		Topic: TopicReply, ID: "no-addresses", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply}, Advise: true,
		Requirement: lang.Text{EN: "A reply must have ToUserName and FromUserName."},
		Remedy:      lang.Text{EN: "Set ToUserName to the push's FromUserName, and FromUserName to its ToUserName."},
		Findings:    []Finding{{Text: lang.Text{EN: "ToUserName and FromUserName are missing"}}},
	},
	replyNotSwapped: {
		Topic: TopicReply, ID: "not-swapped", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply goes from the account to the user: its addresses are those of the push, swapped."},
		Remedy:      lang.Text{EN: "Set ToUserName to the push's FromUserName, and FromUserName to its ToUserName."},
		Findings:    []Finding{{Text: lang.Text{EN: "ToUserName and FromUserName are those of the push; a reply has them swapped"}}},
	},
	replyWrongToUser: {
		Topic: TopicReply, ID: "wrong-to-user", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "ToUserName must be the push's FromUserName."},
		Remedy:      lang.Text{EN: "Copy the push's FromUserName, byte for byte."},
		Findings: []Finding{
			{Text: lang.Text{EN: "ToUserName is {got:q}, it must be {want:q}, the push's FromUserName"}},
			{Key: "missing", Text: lang.Text{EN: "ToUserName is missing, it must be {want:q}"}},
			{Key: "blanks", Text: lang.Text{EN: "ToUserName has spaces or line ends around {want:q}"}},
		},
	},
	replyWrongFromUser: {
		Topic: TopicReply, ID: "wrong-from-user", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "FromUserName must be the push's ToUserName."},
		Remedy:      lang.Text{EN: "Copy the push's ToUserName, byte for byte; it is not the appid."},
		Findings: []Finding{
			{Text: lang.Text{EN: "FromUserName is {got:q}, it must be {want:q}, the push's ToUserName"}},
			{Key: "missing", Text: lang.Text{EN: "FromUserName is missing, it must be {want:q}"}},
			{Key: "blanks", Text: lang.Text{EN: "FromUserName has spaces or line ends around {want:q}"}},
			{Key: "appid", Text: lang.Text{EN: "FromUserName is the appid {got:q}; it must be the account's original id {want:q}"}},
		},
	},
	replyCreateTime: {
		Topic: TopicReply, ID: "create-time", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "CreateTime must be a whole number of seconds since 1970."},
		Remedy:      lang.Text{EN: "Set CreateTime to the current Unix time in seconds."},
		Findings: []Finding{
			{Key: "missing", Text: lang.Text{EN: "CreateTime is missing"}},
			{Key: "blanks", Text: lang.Text{EN: "CreateTime {text:q} has spaces around it"}},
			{Key: "words", Text: lang.Text{EN: "CreateTime {text:q} is not a whole number of seconds"}},
			{Key: "large", Text: lang.Text{EN: "CreateTime {text} is no time in seconds"}},
			{Key: "small", Text: lang.Text{EN: "CreateTime {text} is not a time"}},
		},
	},
	replyMilliseconds: {
		Topic: TopicReply, ID: "create-time-milliseconds", Level: Warning, Effect: NotPromised, Source: Source{Page: pageReply + "; " + seenMillis},
		Requirement: lang.Text{EN: "CreateTime should be in seconds."},
		Remedy:      lang.Text{EN: "Divide the time by 1000."},
		Findings:    []Finding{{Text: lang.Text{EN: "CreateTime {text} is in milliseconds; the official pages want seconds"}}},
	},
	replyNoMsgType: {
		Topic: TopicReply, ID: "no-msg-type", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply must have a MsgType."},
		Remedy:      lang.Text{EN: "Add MsgType, such as text."},
		Findings:    []Finding{{Text: lang.Text{EN: "MsgType is missing"}}},
	},
	replyUnknownMsgType: {
		Topic: TopicReply, ID: "unknown-msg-type", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "MsgType must be one of the replies that the official page lists."},
		Remedy:      lang.Text{EN: "Reply with text, image, voice, video or news, or send another type through the customer-service API."},
		Findings: []Finding{
			{Text: lang.Text{EN: "MsgType {got:q} is no reply that the platform knows"}},
			{Key: "case", Text: lang.Text{EN: "MsgType {got:q} is no reply that the platform knows; write {want:q}, lower case and without spaces"}},
		},
	},
	replyMissingPart: {
		Topic: TopicReply, ID: "missing-part", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply must have every element that its MsgType requires."},
		Remedy:      lang.Text{EN: "Add the element; wxtool fixture show NAME prints a sample of each reply."},
		Findings: []Finding{
			{Text: lang.Text{EN: "{path} is missing{case}"}},
			{Key: "music", Text: lang.Text{EN: "Music has no link, and Music/ThumbMediaId is {how}"}},
		},
	},
	replyEmptyPart: {
		Topic: TopicReply, ID: "empty-part", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "An element that a MsgType requires must not be empty."},
		Remedy:      lang.Text{EN: "Fill in the element, or answer success."},
		Findings:    []Finding{{Text: lang.Text{EN: "{name} is empty; to answer nothing send success or an empty body"}}},
	},
	replyCardOnly: {
		Topic: TopicReply, ID: "card-only", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageWorkReply},
		Requirement: lang.Text{EN: "A click on a template card must be answered with a change of the card, success or nothing."},
		Remedy:      lang.Text{EN: "Answer update_button or update_template_card, and send other messages through the API."},
		Findings:    []Finding{{Text: lang.Text{EN: "a click on a template card takes update_button or update_template_card, not {kind}"}}},
	},
	replyTransferOnly: {
		Topic: TopicReply, ID: "transfer-only", Level: Error, Effect: EffectOfPush, Source: Source{Page: pageTransfer},
		Requirement: lang.Text{EN: "A mini program's message must be answered with transfer_customer_service, success or nothing."},
		Remedy:      lang.Text{EN: "Answer success, and reply through the customer-service API."},
		Findings:    []Finding{{Text: lang.Text{EN: "a mini program's message takes transfer_customer_service or success, not {kind}; answer through the customer-service API"}}},
	},

	replyTextTooLong: {
		Topic: TopicReply, ID: "text-too-long", Level: Error, Effect: EffectOfPush, Source: Source{seenLength, pageWorkReply}, Advise: true,
		Requirement: lang.Text{EN: "Content must have at most 2048 bytes."},
		Remedy:      lang.Text{EN: "Shorten the text, or send the rest through the customer-service API."},
		Findings: []Finding{
			{Text: lang.Text{EN: "Content has {n} bytes; more than {max} are not delivered"}},
			{Key: "work", Effect: CutOff, Text: lang.Text{EN: "Content has {n} bytes; WeCom cuts it off at {max}"}},
		},
	},
	replyTextLong: {
		Topic: TopicReply, ID: "text-long", Level: Warning, Effect: FaultNoticeLikely, Source: Source{Page: seenLength},
		Requirement: lang.Text{EN: "Content should have at most 1800 bytes, about 600 Chinese characters."},
		Remedy:      lang.Text{EN: "Shorten the text, or send the rest through the customer-service API."},
		Findings:    []Finding{{Text: lang.Text{EN: "Content has {n} bytes; failures were seen from about 600 Chinese characters ({max} bytes) on"}}},
	},
	replyArticleCount: {
		Topic: TopicReply, ID: "article-count", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "ArticleCount must be the number of items in Articles, at least 1."},
		Remedy:      lang.Text{EN: "Count the items when the reply is written."},
		Findings: []Finding{
			{Text: lang.Text{EN: "ArticleCount says {count}, but Articles has {n}"}},
			{Key: "none", Text: lang.Text{EN: "Articles has no item"}},
			{Key: "words", Text: lang.Text{EN: "ArticleCount {text:q} is not a number"}},
		},
	},
	replyOneArticle: {
		Topic: TopicReply, ID: "one-article", Level: Warning, Effect: OneArticle, Source: Source{Page: pageReply},
		Requirement: lang.Text{EN: "The reply to a message of a user of an Official Account should have 1 article."},
		Remedy:      lang.Text{EN: "Reply with one article."},
		Findings:    []Finding{{Text: lang.Text{EN: "only the first of {n} articles is shown: a user's message may be answered with 1 (since October 2018)"}}},
	},
	replyTooManyArticles: {
		Topic: TopicReply, ID: "too-many-articles", Level: Warning, Effect: EightArticles, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "A reply should have at most 8 articles."},
		Remedy:      lang.Text{EN: "Reply with the 8 articles that matter most."},
		Findings:    []Finding{{Text: lang.Text{EN: "only the first {max} of {n} articles are shown: a reply may have {max}"}}},
	},
	replyNoURL: {
		Topic: TopicReply, ID: "no-url", Level: Warning, Effect: DeadArticle, Source: Source{pageReply, pageWorkReply},
		Requirement: lang.Text{EN: "An article should have a Url."},
		Remedy:      lang.Text{EN: "Add the page that opens when the article is tapped."},
		Findings:    []Finding{{Text: lang.Text{EN: "{path} is missing or empty"}}},
	},
	replyNoThumb: {
		Topic: TopicReply, ID: "no-thumb-media-id", Level: Warning, Effect: FaultNoticeUnclear, Source: Source{Page: pageReply + "; " + seenNoThumb},
		Requirement: lang.Text{EN: "Music should have a ThumbMediaId."},
		Remedy:      lang.Text{EN: "Upload a thumbnail and give its media id."},
		Findings:    []Finding{{Text: lang.Text{EN: "Music/ThumbMediaId is {how}"}}},
	},
}
