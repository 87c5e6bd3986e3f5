package verdict

import "wxtool/internal/lang"

// phraseText is a part of a sentence by its place in phraseTexts.
type phraseText uint8

const (
	notXMLPage phraseText = iota
	notXMLJSON
	notXMLQuoted
	notXMLText
	notXMLDoctype
	notXMLOther
	bodyEmpty
	bodyWhole
	bodyCut
	bodyWord
	partEmpty
	partMissing
	otherCase
	undecrypted
	triedTimes
	triedBefore
	sentAgain
	outcomeStatus
	outcomeTimeout
	outcomeNone
	bytesBefore
	bytesAfter
	answerEmpty
	answerBody
	phraseCount
)

// with makes a phrase of facts.
func (t phraseText) with(facts ...Fact) phrase { return phrase{&phraseTexts[t], facts} }

var phraseTexts = [phraseCount]lang.Text{
	// What a reply is, if not XML.
	notXMLPage:    {EN: "an HTML page, not XML: the URL's path, a login or an error page of the framework", ZH: "HTML 页面而非 XML，可能是 URL 路径不对，或是登录页、框架的错误页"},
	notXMLJSON:    {EN: "JSON, not XML", ZH: "JSON 而非 XML"},
	notXMLQuoted:  {EN: "a quoted string, not XML: the framework encoded it as JSON", ZH: "带引号的字符串而非 XML，框架把它编码成了 JSON"},
	notXMLText:    {EN: "plain text, neither XML nor the word success: {text:q}", ZH: "纯文本，既不是 XML 也不是 success：{text:q}"},
	notXMLDoctype: {EN: "no message: it has a DOCTYPE", ZH: "消息中含有 DOCTYPE"},
	notXMLOther:   {EN: "{why}", ZH: "{why}"},

	// What a body is.
	bodyEmpty: {EN: "empty", ZH: "空"},
	bodyWhole: {EN: "{text:q}", ZH: "{text:q}"},
	bodyCut:   {EN: "{text:q}… ({n} bytes)", ZH: "{text:q}…（共 {n} 字节）"},
	bodyWord:  {EN: "{text}", ZH: "{text}"},

	// Why an element has no text.
	partEmpty:   {EN: "empty", ZH: "为空"},
	partMissing: {EN: "missing{case}", ZH: "缺失{case}"},
	otherCase:   {EN: "; {found} is there, but names are case-sensitive", ZH: "；存在 {found}，但名称区分大小写"},

	undecrypted: {EN: "; it does not decrypt either: {why}", ZH: "；并且无法解密：{why}"},

	// The attempts of a push.
	triedTimes:     {EN: " ({n} attempts)", ZH: "（共尝试 {n} 次）"},
	triedBefore:    {EN: " at attempt {n}; before: {outcomes}", ZH: "（第 {n} 次尝试；此前：{outcomes}）"},
	sentAgain:      {EN: " (WeCom sends a push again after every status but 200)", ZH: "（只要状态码不是 200，企业微信就会再次推送）"},
	outcomeStatus:  {EN: "HTTP status {status}", ZH: "HTTP 状态码 {status}"},
	outcomeTimeout: {EN: "no answer in time", ZH: "应答超时"},
	outcomeNone:    {EN: "no answer", ZH: "无应答"},

	// What is around an echostr.
	bytesBefore: {EN: " (before it, from byte 0: {hex})", ZH: "（之前，从第 0 字节起：{hex}）"},
	bytesAfter:  {EN: " (after it, from byte {at}: {hex})", ZH: "（之后，从第 {at} 字节起：{hex}）"},

	// The answer to a wrong signature.
	answerEmpty: {EN: "HTTP status {status} and an empty body", ZH: "HTTP 状态码 {status}，正文为空"},
	answerBody:  {EN: "HTTP status {status} and {body}", ZH: "HTTP 状态码 {status}，正文 {body}"},
}
