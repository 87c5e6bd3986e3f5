package cli

import (
	"fmt"

	"wxtool/internal/lang"
)

// word is a text around verdicts by its place in words.
type word uint8

const (
	wordOK word = iota
	wordBad
	wordProblem
	wordWarning
	wordSo
	wordFix
	wordCause
	wordProblemSo
	wordCauseFix

	// A delivery.
	headAnswered
	headEncrypted
	headSilent
	sumOfRun
	sumSkipped
	skippedBecause
	countPushes
	skipPattern
	skipNoKey
	skipFamily
	skipRefused
	skipInterrupted
	skipEnded
	urlMP
	urlApplication
	urlSuite
	urlBot
	seenIgnored
	seenReceived
	seenAccepted
	seenTransferred
	seenReply
	probeRefused
	probeOther
	probeSilent
	warningTimes
	bodyPage
	bodyLeft
	countTimes
	countLines
	countBytes

	// A handshake.
	handshakeAnswered
	handshakeSilent
	handshakeEchoed
	handshakeRefused
	wrongNotTried
	wrongUnanswered
	wrongRefused
	wrongAnswered

	wordCount
)

// in returns the text in a language with its facts, which are those of [fmt.Sprintf].
func (w word) in(l lang.Language, facts ...any) string {
	if len(facts) == 0 {
		return words[w].In(l)
	}
	return fmt.Sprintf(words[w].In(l), facts...)
}

// count is a number of what the word names.
func (w word) count(n int, l lang.Language) string {
	if l == lang.Chinese {
		return fmt.Sprintf("%d %s", n, w.in(l))
	}
	return plural(n, w.in(l))
}

// A label has the colon and the space of its language. A line is in one language,
// except for names, ids and what is quoted.
var words = [wordCount]lang.Text{
	wordOK:        {EN: "ok ", ZH: "通过"},
	wordBad:       {EN: "bad", ZH: "失败"},
	wordProblem:   {EN: "problem: ", ZH: "问题："},
	wordWarning:   {EN: "warning: ", ZH: "警告："},
	wordSo:        {EN: "so ", ZH: "影响："},
	wordFix:       {EN: "fix: ", ZH: "处理："},
	wordCause:     {EN: "cause: ", ZH: "原因："},
	wordCauseFix:  {EN: "cause: %s; fix: %s", ZH: "原因：%s；处理：%s"},
	wordProblemSo: {EN: "%s; so %s", ZH: "%s；影响：%s"},

	headAnswered:    {EN: "%d  %.0f ms  reply: %s", ZH: "%d  %.0f ms  回复：%s"},
	headEncrypted:   {EN: ", encrypted", ZH: "（已加密）"},
	headSilent:      {EN: "no answer  %.0f ms", ZH: "无应答  %.0f ms"},
	sumOfRun:        {EN: "%d sent, %d ok, %d bad, %d not reached", ZH: "共发送 %d 条：通过 %d，失败 %d，未送达 %d"},
	sumSkipped:      {EN: ", %d skipped", ZH: "，跳过 %d"},
	skippedBecause:  {EN: "skipped %s: %s", ZH: "跳过 %s：%s"},
	countPushes:     {EN: "push", ZH: "条推送"},
	skipPattern:     {EN: "--skip %s", ZH: "匹配 --skip %s"},
	skipNoKey:       {EN: "always encrypted, and no EncodingAESKey is set (--encoding-aes-key)", ZH: "始终加密，但没有设置消息加解密密钥(EncodingAESKey)（--encoding-aes-key）"},
	skipFamily:      {EN: "the callback URL of %[1]s gets no pushes of the family %[2]s (--family %[2]s sends them)", ZH: "%[1]s的回调 URL 收不到 %[2]s 类推送（用 --family %[2]s 发送）"},
	skipRefused:     {EN: "the connection to %s was refused", ZH: "%s 拒绝连接"},
	skipInterrupted: {EN: "the run was interrupted", ZH: "运行被中断"},
	skipEnded:       {EN: "the run ended early", ZH: "运行提前结束"},
	urlMP:           {EN: "an Official Account", ZH: "公众号"},
	urlApplication:  {EN: "an application", ZH: "企业微信应用"},
	urlSuite:        {EN: "a suite", ZH: "第三方应用套件"},
	urlBot:          {EN: "a smart bot", ZH: "智能机器人"},
	seenIgnored:     {EN: "the platform ignores this answer", ZH: "平台不读取该应答"},
	seenReceived:    {EN: "the platform takes the push as received", ZH: "平台认为该推送已被接收"},
	seenAccepted:    {EN: "the platform accepts the answer, and the user sees no reply", ZH: "平台接受该应答，用户不会看到回复"},
	seenTransferred: {EN: "the message goes to the customer service", ZH: "消息将转给客服"},
	seenReply:       {EN: "the user would get this reply", ZH: "用户将收到该回复"},
	probeRefused:    {EN: "a push with a wrong signature was refused with HTTP status %d", ZH: "签名错误的推送被拒绝，HTTP 状态码 %d"},
	probeOther:      {EN: "a push with a wrong signature got another answer, with HTTP status 200", ZH: "签名错误的推送得到了不同的应答，HTTP 状态码 200"},
	probeSilent:     {EN: "a push with a wrong signature got no answer: %s", ZH: "签名错误的推送没有得到应答：%s"},
	warningTimes:    {EN: "%s (%s; -v shows each)", ZH: "%s（%s，-v 逐条显示）"},
	bodyPage:        {EN: "page: ", ZH: "页面："},
	bodyLeft:        {EN: "… %s (--full shows all)", ZH: "……还有 %s（--full 显示全部）"},
	countTimes:      {EN: "time", ZH: "次"},
	countLines:      {EN: "more line", ZH: "行"},
	countBytes:      {EN: "more byte", ZH: "字节"},

	handshakeAnswered: {EN: "%d  %.0f ms", ZH: "%d  %.0f ms"},
	handshakeSilent:   {EN: "no answer", ZH: "无应答"},
	handshakeEchoed:   {EN: "the echostr came back byte for byte", ZH: "echostr 逐字节原样返回"},
	handshakeRefused:  {EN: "the echostr came back byte for byte, and a wrong signature was refused", ZH: "echostr 逐字节原样返回，错误的签名被拒绝"},
	wrongNotTried:     {EN: "a wrong signature was not tried, because the first request got no answer", ZH: "第一个请求没有应答，因此没有尝试错误的签名"},
	wrongUnanswered:   {EN: "a wrong signature was not answered: %s", ZH: "错误的签名没有得到应答：%s"},
	wrongRefused:      {EN: "a wrong signature was refused with HTTP status %d", ZH: "错误的签名被拒绝，HTTP 状态码 %d"},
	wrongAnswered:     {EN: "a wrong signature was answered with %s", ZH: "错误的签名得到的应答：%s"},
}
