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

	// A case of a check.
	checkPassed
	checkSkipped
	checkBlocked
	checkMust
	checkShould
	checkKnown
	checkHealed
	checkNote
	checkExpected
	checkSource
	checkSent
	checkGot
	checkAnswer
	checkTotal
	checkTotalKnown

	// A signature.
	wordValid
	wordInvalid
	wordExpected
	wordGot
	logLine
	logSum

	// A request to serve.
	serveListening
	servePush
	serveHandshake
	serveRefused
	serveFailed
	serveBecause
	serveHint
	serveAnswered
	serveEmpty
	serveControl
	hintEmptyID
	hintCorpID
	hintAppID
	hintNoID
	hintToken
	hintKey
	hintRaw
	hintNameIt
	hintEnvelope

	// An error code. Labels are of one width in each language.
	codeUnknown
	codeIP
	codeRid
	codeAsked
	codeCause
	codeRemedy
	codeSource
	codeFamily
	codeNear
	codePage

	// A handshake.
	handshakeAnswered
	handshakeSilent
	handshakeEchoed
	handshakeRefused
	wrongNotTried
	wrongUnanswered
	wrongRefused
	wrongAnswered

	// A record.
	recordFrom
	recordSilent
	recordMessage
	recordReply
	recordDiffed
	recordStatus
	recordInMessage
	recordInReply
	recordInStatus
	recordChanged
	recordRemoved
	recordAdded
	recordWritten
	recordFixtures

	wordCount
)

// in returns the text in a language with its facts, which are those of [fmt.Sprintf].
func (w word) in(l lang.Language, facts ...any) string {
	if len(facts) == 0 {
		return words[w].In(l)
	}
	return fmt.Sprintf(words[w].In(l), facts...)
}

// text returns the text in each language with its facts.
func (w word) text(facts ...any) lang.Text {
	return lang.Text{EN: w.in(lang.English, facts...), ZH: w.in(lang.Chinese, facts...)}
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

	checkPassed:     {EN: "ok     ", ZH: "通过"},
	checkSkipped:    {EN: "skipped", ZH: "跳过"},
	checkBlocked:    {EN: "blocked", ZH: "受阻"},
	checkMust:       {EN: "must   ", ZH: "必须"},
	checkShould:     {EN: "should ", ZH: "建议"},
	checkKnown:      {EN: "known  ", ZH: "已知"},
	checkHealed:     {EN: "healed ", ZH: "已修复"},
	checkNote:       {EN: "note: ", ZH: "说明："},
	checkExpected:   {EN: "expected: ", ZH: "应为："},
	checkSource:     {EN: "source: ", ZH: "依据："},
	checkSent:       {EN: "sent: ", ZH: "请求："},
	checkGot:        {EN: "got: ", ZH: "应答："},
	checkAnswer:     {EN: "%d %s", ZH: "%d %s"},
	checkTotal:      {EN: "%s, %s mode: %d cases, %d passed; failed: %d must, %d should, %d blocked; %d skipped", ZH: "%s，%s 模式：共 %d 项，通过 %d；未通过：必须 %d，建议 %d，受阻 %d；跳过 %d"},
	checkTotalKnown: {EN: "; baseline: %d known, %d healed", ZH: "；基线：已知 %d，已修复 %d"},

	wordValid:    {EN: "valid", ZH: "有效"},
	wordInvalid:  {EN: "invalid: ", ZH: "无效："},
	wordExpected: {EN: "expected", ZH: "应为"},
	wordGot:      {EN: "got     ", ZH: "实际"},
	logLine:      {EN: "line %d: ", ZH: "第 %d 行"},
	logSum:       {EN: "%d checked, %d valid, %d invalid, %d unparsable", ZH: "共检查 %d 行：有效 %d，无效 %d，无法解析 %d"},

	serveListening: {EN: "listening on", ZH: "正在监听"},
	servePush:      {EN: "push", ZH: "推送"},
	serveHandshake: {EN: "handshake", ZH: "验证"},
	serveRefused:   {EN: "refused", ZH: "拒绝"},
	serveFailed:    {EN: "error", ZH: "错误"},
	serveBecause:   {EN: "because: ", ZH: "原因："},
	serveHint:      {EN: "hint: ", ZH: "提示："},
	serveAnswered:  {EN: "answered:", ZH: "应答："},
	serveEmpty:     {EN: "(empty)", ZH: "（空）"},
	serveControl:   {EN: "the push holds control characters that XML forbids; strict parsers refuse it, so clean it first", ZH: "推送中有 XML 不允许的控制字符；严格的解析器会拒绝，请先清除"},
	hintEmptyID:    {EN: `an empty receiveid is used by WeCom smart bots and third-party apps of individuals: use --receive-id ""`, ZH: `企业微信的智能机器人和个人主体的第三方应用使用空的 receiveid：请加上 --receive-id ""`},
	hintCorpID:     {EN: "it looks like a corpid or suite id: WeCom apps use the corpid, suite notices the suite id, the URL check of a suite the corpid of the provider; if it is right, use --receive-id %s", ZH: "像是 corpid 或 suiteid：企业微信应用使用 corpid，第三方应用的通知使用 suiteid，第三方应用的 URL 验证使用服务商的 corpid；确认无误后可加上 --receive-id %s"},
	hintAppID:      {EN: "it looks like an appid (of the component, if you use one) or an old corpid; if it is right, use --receive-id %s", ZH: "像是 appid（使用第三方平台时为第三方平台的 appid）或旧的 corpid；确认无误后可加上 --receive-id %s"},
	hintNoID:       {EN: "it does not look like an id of the platform, so the frame may come from other software or be damaged", ZH: "不像平台的 ID，密文可能来自其他软件，或已损坏"},
	hintToken:      {EN: "check the Token; wxtool verify finds the mistake that made a signature wrong", ZH: "请检查令牌(Token)；wxtool verify 可以找出签名错误的原因"},
	hintKey:        {EN: "compare the EncodingAESKey with the one in the console; after a change, pushes in transit still use the previous one", ZH: "请与后台的消息加解密密钥(EncodingAESKey)核对；修改之后，途中的推送仍使用之前的密钥"},
	hintRaw:        {EN: "use the value of the raw body, or of a query that was decoded once", ZH: "请使用原始正文中的值，或只解码一次的 URL 参数"},
	hintNameIt:     {EN: "name it msg_signature and add timestamp and nonce", ZH: "请命名为 msg_signature，并加上 timestamp 和 nonce"},
	hintEnvelope:   {EN: "the input must be the body of a push or a reply (XML or JSON with Encrypt), or a bare Encrypt value", ZH: "输入须为推送或回复的正文（含 Encrypt 的 XML 或 JSON），或单独的 Encrypt 值"},

	codeUnknown: {EN: "is not in the table", ZH: "表中没有"},
	codeIP:      {EN: "ip     ", ZH: "地址"},
	codeRid:     {EN: "rid    ", ZH: "请求"},
	codeAsked:   {EN: "asked  ", ZH: "时间"},
	codeCause:   {EN: "cause  ", ZH: "原因"},
	codeRemedy:  {EN: "remedy ", ZH: "处理"},
	codeSource:  {EN: "source ", ZH: "来源"},
	codeFamily:  {EN: "family ", ZH: "类别"},
	codeNear:    {EN: "near   ", ZH: "相近"},
	codePage:    {EN: "look up", ZH: "查询"},

	handshakeAnswered: {EN: "%d  %.0f ms", ZH: "%d  %.0f ms"},
	handshakeSilent:   {EN: "no answer", ZH: "无应答"},
	handshakeEchoed:   {EN: "the echostr came back byte for byte", ZH: "echostr 逐字节原样返回"},
	handshakeRefused:  {EN: "the echostr came back byte for byte, and a wrong signature was refused", ZH: "echostr 逐字节原样返回，错误的签名被拒绝"},
	wrongNotTried:     {EN: "a wrong signature was not tried, because the first request got no answer", ZH: "第一个请求没有应答，因此没有尝试错误的签名"},
	wrongUnanswered:   {EN: "a wrong signature was not answered: %s", ZH: "错误的签名没有得到应答：%s"},
	wrongRefused:      {EN: "a wrong signature was refused with HTTP status %d", ZH: "错误的签名被拒绝，HTTP 状态码 %d"},
	wrongAnswered:     {EN: "a wrong signature was answered with %s", ZH: "错误的签名得到的应答：%s"},

	recordFrom:      {EN: "from %s", ZH: "来自 %s"},
	recordSilent:    {EN: "no answer  %.0f ms", ZH: "无应答  %.0f ms"},
	recordMessage:   {EN: "the message in it, decrypted:", ZH: "解密后的消息："},
	recordReply:     {EN: "the reply in it, decrypted:", ZH: "解密后的回复："},
	recordDiffed:    {EN: "%d compared, %d changed, %d removed, %d added", ZH: "共比较 %d 条：变化 %d，减少 %d，增加 %d"},
	recordStatus:    {EN: "status: was %d, is %d", ZH: "状态码：原为 %d，现为 %d"},
	recordInMessage: {EN: "message", ZH: "消息"},
	recordInReply:   {EN: "reply", ZH: "回复"},
	recordInStatus:  {EN: "status", ZH: "状态码"},
	recordChanged:   {EN: "%s: was %q, is %q", ZH: "%s：原为 %q，现为 %q"},
	recordRemoved:   {EN: "%s: was %q, is missing", ZH: "%s：原为 %q，现在没有"},
	recordAdded:     {EN: "%s: was missing, is %q", ZH: "%s：原来没有，现为 %q"},
	recordWritten:   {EN: "%s written", ZH: "已写入 %s"},
	recordFixtures:  {EN: "%s: %d fixtures written, %d unchanged, %d exchanges are no push", ZH: "%s：写入 %d 个样例，%d 个没有变化，%d 条不是推送"},
}
