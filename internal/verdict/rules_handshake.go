package verdict

import (
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// handshakeRule is a rule on handshakes by its place in handshakeRules. The first
// are causes, see [exchange.Cause].
type handshakeRule uint8

const (
	handshakeTimeout handshakeRule = iota
	handshakeRefused
	handshakeClosed
	handshakeNoName
	handshakeTLS
	handshakeNotHTTP
	handshakeTooLarge
	handshakeFailed

	// The answer to a right signature.
	handshakeStatus
	handshakeRedirect
	handshakeRefusedSignature
	handshakeEmpty
	handshakeHTML
	handshakeBOM
	handshakeQuotes
	handshakeTrailingNewline
	handshakeLeadingSpace
	handshakeExtraBytes
	handshakeNotDecrypted
	handshakeOtherBody
	handshakeChunked

	// The answer to a wrong signature.
	handshakeNotChecked
	handshakeWrongFails
	handshakeWrongNotRefused
	handshakeWrongHangs
	handshakeWrongUnanswered
	handshakeRuleCount
)

func (r handshakeRule) rule() *Rule { return &handshakeRules[r] }

// handshakeCause is the rule of a cause; those without a rule of their own have
// failed.
func handshakeCause(c *exchange.Cause) handshakeRule {
	for r := range handshakeFailed {
		if handshakeRules[r].ID == c.ID {
			return r
		}
	}
	return handshakeFailed
}

var handshakeRules = [handshakeRuleCount]Rule{
	handshakeTimeout: {
		Topic: TopicHandshake, ID: exchange.Timeout, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The verification must be answered within 5 seconds, WeCom's within 1 second.", ZH: "须在 5 秒内应答 URL 验证请求，企业微信须在 1 秒内。"},
		Remedy:      lang.Text{EN: "Answer before any other work; start the server and its connections beforehand.", ZH: "先应答，再做其他工作；提前启动服务器并建立好所需的连接。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "no complete answer within {deadline}; the platform's limit is 5 seconds", ZH: "{deadline} 内未收到完整应答；平台的时限是 5 秒"}},
			{Key: "work", Text: lang.Text{EN: "no complete answer within {deadline}; WeCom's limit for this request is 1 second", ZH: "{deadline} 内未收到完整应答；企业微信对该请求的时限是 1 秒"}},
		},
	},
	handshakeRefused: {
		Topic: TopicHandshake, ID: exchange.Refused, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "A server must listen at the callback URL.", ZH: "回调 URL 上必须有服务器在监听。"},
		Remedy:      lang.Text{EN: "Start the server, and compare its address and port with the URL.", ZH: "启动服务器，并核对监听的地址和端口与 URL 是否一致。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}", ZH: "{cause}"}}},
	},
	handshakeClosed: {
		Topic: TopicHandshake, ID: exchange.Closed, Level: Error, Effect: NotSaved, Source: Source{Page: httpStandard}, Advise: true,
		Requirement: lang.Text{EN: "The server must send a complete response before it closes the connection.", ZH: "服务器必须先发完应答，再关闭连接。"},
		Remedy:      lang.Text{EN: "Look for a panic, a crash or a proxy's limit in the server's log.", ZH: "在服务器日志中查找异常、崩溃或代理的限制。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}", ZH: "{cause}"}}},
	},
	handshakeNoName: {
		Topic: TopicHandshake, ID: exchange.NoName, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The host name of the callback URL must have an address.", ZH: "回调 URL 的主机名必须能够解析。"},
		Remedy:      lang.Text{EN: "Correct the host name, or add it to the DNS.", ZH: "更正主机名，或添加 DNS 解析记录。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}", ZH: "{cause}"}}},
	},
	handshakeTLS: {
		Topic: TopicHandshake, ID: exchange.NoTLS, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "Where the callback URL is https, the server must have a certificate that a client accepts.", ZH: "回调 URL 为 https 时，服务器的证书必须受客户端信任。"},
		Remedy:      lang.Text{EN: "Compare the scheme of the URL, http or https, with what the server speaks; for https install a valid certificate with its chain.", ZH: "核对 URL 是 http 还是 https，须与服务器一致；使用 https 时请安装有效的证书及完整的证书链。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}", ZH: "{cause}"}}},
	},
	handshakeNotHTTP: {
		Topic: TopicHandshake, ID: exchange.NotHTTP, Level: Error, Effect: NotSaved, Source: Source{Page: httpStandard}, Advise: true,
		Requirement: lang.Text{EN: "The server must answer in HTTP.", ZH: "服务器必须以 HTTP 应答。"},
		Remedy:      lang.Text{EN: "Check the port: another service may answer there. If it is your server, correct the header that it writes.", ZH: "检查端口：应答的可能是另一个服务。如果是你的服务器，请修正它写出的响应头。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}", ZH: "{cause}"}}},
	},
	handshakeTooLarge: {
		Topic: TopicHandshake, ID: exchange.TooLarge, Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The response must be the echostr and nothing else.", ZH: "应答只能是 echostr，不能有其他内容。"},
		Remedy:      lang.Text{EN: "Look for a loop, or for a file that is sent as the answer.", ZH: "检查是否有死循环，或把整个文件当作应答发送。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}", ZH: "{cause}"}}},
	},
	handshakeFailed: {
		Topic: TopicHandshake, ID: exchange.Failed, Level: Error, Effect: NotSaved, Source: Source{Page: httpStandard},
		Requirement: lang.Text{EN: "The platform must be able to send the request and to read the response.", ZH: "平台必须能够发送请求并读到应答。"},
		Remedy:      lang.Text{EN: "Read the error of the network, and the server's log.", ZH: "查看网络错误信息和服务器日志。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}", ZH: "{cause}"}}},
	},

	handshakeStatus: {
		Topic: TopicHandshake, ID: "http-status", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The verification must be answered with HTTP status 200.", ZH: "URL 验证请求须以 HTTP 状态码 200 应答。"},
		Remedy:      lang.Text{EN: "Read the server's log for this request.", ZH: "查看服务器日志中该请求的记录。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "HTTP status {status} instead of 200", ZH: "HTTP 状态码为 {status}，应为 200"}},
			{Key: "path", Text: lang.Text{EN: "HTTP status {status}: usually the path of the URL is not the handler's", ZH: "HTTP 状态码 {status}：通常是 URL 的路径与处理函数的路径不一致"}},
			{Key: "method", Text: lang.Text{EN: "HTTP status {status}: the handler takes no GET, which the verification is", ZH: "HTTP 状态码 {status}：处理函数不接受 GET，而 URL 验证请求是 GET"}},
			{Key: "upgrade", Text: lang.Text{EN: "HTTP status {status}: a proxy in front refuses HTTP/1.0 clients", ZH: "HTTP 状态码 {status}：前端代理拒绝 HTTP/1.0 客户端"}},
		},
	},
	handshakeRedirect: {
		Topic: TopicHandshake, ID: "redirect", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The verification must be answered at the callback URL itself, not with a redirect.", ZH: "须由回调 URL 本身应答 URL 验证请求，不能重定向。"},
		Remedy:      lang.Text{EN: "Set the callback URL to the address to which the server redirects.", ZH: "把回调 URL 改为重定向的目标地址。"},
		Findings:    []Finding{{Text: lang.Text{EN: "HTTP {status} redirects to {location:q}; the platform does not follow, give it the final URL", ZH: "HTTP {status} 重定向到 {location:q}；平台不会跟随重定向，请填写最终的 URL"}}},
	},
	handshakeRefusedSignature: {
		Topic: TopicHandshake, ID: "refused-signature", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The server must accept a right signature.", ZH: "服务器必须接受正确的签名。"},
		Remedy:      lang.Text{EN: "Run wxtool verify with the URL of the request: it reports why a signature does not fit.", ZH: "用该请求的 URL 运行 wxtool verify，它会指出签名不匹配的原因。"},
		Findings:    []Finding{{Text: lang.Text{EN: "HTTP status {status}: the server refused a right signature; is its Token the same, and does it sort the parts?", ZH: "HTTP 状态码 {status}：服务器拒绝了正确的签名；请检查令牌(Token)是否一致，各部分是否排序"}}},
	},
	handshakeEmpty: {
		Topic: TopicHandshake, ID: "empty", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The body must be the echostr.", ZH: "正文必须是 echostr。"},
		Remedy:      lang.Text{EN: "Write the echostr of the query to the response.", ZH: "把 URL 参数中的 echostr 写入应答。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is empty; it must be the echostr", ZH: "正文为空；必须是 echostr"}}},
	},
	handshakeHTML: {
		Topic: TopicHandshake, ID: "html", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must be the echostr, not a page with the echostr in it.", ZH: "正文必须是 echostr 本身，不能是包含 echostr 的页面。"},
		Remedy:      lang.Text{EN: "Answer as plain text, without a view; exempt the path from login and CSRF checks.", ZH: "以纯文本应答，不要套用视图；对该路径免除登录和 CSRF 检查。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the body is an HTML page, not the echostr: a login, an error page or a framework's view around it", ZH: "正文是 HTML 页面而非 echostr：可能是登录页、错误页，或框架套用了视图"}}},
	},
	handshakeBOM: {
		Topic: TopicHandshake, ID: "bom", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must be the echostr byte for byte, without a byte order mark.", ZH: "正文必须逐字节等于 echostr，不能带 BOM。"},
		Remedy:      lang.Text{EN: "Save the source files as UTF-8 without BOM.", ZH: "把源文件保存为不带 BOM 的 UTF-8。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a byte order mark is before the echostr; save the source files as UTF-8 without BOM{before}{after}", ZH: "echostr 之前有 BOM；请把源文件保存为不带 BOM 的 UTF-8{before}{after}"}}},
	},
	handshakeQuotes: {
		Topic: TopicHandshake, ID: "quotes", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must be the echostr byte for byte, without quotes.", ZH: "正文必须逐字节等于 echostr，不能带引号。"},
		Remedy:      lang.Text{EN: "Answer the echostr as plain text, not as JSON.", ZH: "以纯文本而非 JSON 返回 echostr。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the echostr is in quotes: the framework encoded it as JSON; answer it as plain text{before}{after}", ZH: "echostr 带有引号：框架把它编码成了 JSON；请以纯文本返回{before}{after}"}}},
	},
	handshakeTrailingNewline: {
		Topic: TopicHandshake, ID: "trailing-newline", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must end with the echostr.", ZH: "正文必须以 echostr 结尾。"},
		Remedy:      lang.Text{EN: "Print the echostr without a line end.", ZH: "输出 echostr 时不要换行。"},
		Findings:    []Finding{{Text: lang.Text{EN: "whitespace follows the echostr; print it without a line end{before}{after}", ZH: "echostr 之后有空白字符；输出时不要换行{before}{after}"}}},
	},
	handshakeLeadingSpace: {
		Topic: TopicHandshake, ID: "leading-space", Level: Error, Effect: NotSaved, Source: Source{Page: seenByUsers},
		Requirement: lang.Text{EN: "The body must begin with the echostr.", ZH: "正文必须以 echostr 开头。"},
		Remedy:      lang.Text{EN: "Remove the blank line before <?php, or the one at the top of a template.", ZH: "删除 <?php 之前或模板顶部的空行。"},
		Findings:    []Finding{{Text: lang.Text{EN: "whitespace is before the echostr; often a blank line before <?php or a template's{before}{after}", ZH: "echostr 之前有空白字符；常见原因是 <?php 之前或模板中的空行{before}{after}"}}},
	},
	handshakeExtraBytes: {
		Topic: TopicHandshake, ID: "extra-bytes", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The body must be the echostr and nothing else.", ZH: "正文只能是 echostr，不能有其他内容。"},
		Remedy:      lang.Text{EN: "Write only the echostr; look for debug output and wrappers of the framework.", ZH: "只输出 echostr；检查调试输出和框架附加的内容。"},
		Findings:    []Finding{{Text: lang.Text{EN: "other text is around the echostr{before}{after}", ZH: "echostr 前后有其他内容{before}{after}"}}},
	},
	handshakeNotDecrypted: {
		Topic: TopicHandshake, ID: "not-decrypted", Level: Error, Effect: NotSaved, Source: Source{Page: pageWorkCallback},
		Requirement: lang.Text{EN: "WeCom's echostr is encrypted, and must be answered decrypted.", ZH: "企业微信的 echostr 是加密的，须返回解密后的明文。"},
		Remedy:      lang.Text{EN: "Check msg_signature, decrypt the echostr, and answer the message of its frame.", ZH: "校验 msg_signature，解密 echostr，返回其中的消息内容。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "the body is the encrypted echostr as it was sent; WeCom wants it decrypted", ZH: "正文是未解密的 echostr；企业微信要求返回解密后的明文"}},
			{Key: "plus", Text: lang.Text{EN: "the body is the encrypted echostr, its + turned into spaces; decode the query once, then decrypt", ZH: "正文是未解密的 echostr，且其中的 + 变成了空格；URL 参数只解码一次，然后解密"}},
		},
	},
	handshakeOtherBody: {
		Topic: TopicHandshake, ID: "other-body", Level: Error, Effect: NotSaved, Source: Source{pagePush, pageWorkCallback},
		Requirement: lang.Text{EN: "The body must be the echostr.", ZH: "正文必须是 echostr。"},
		Remedy:      lang.Text{EN: "Answer the GET of the verification with the echostr of its query, unchanged.", ZH: "应答 URL 验证的 GET 请求时，原样返回其参数中的 echostr。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "the body is not the echostr: {body} instead of {want:q}", ZH: "正文不是 echostr：返回了 {body}，应为 {want:q}"}},
			{Key: "success", Text: lang.Text{EN: "the body is success; a verification must be answered with the echostr", ZH: "正文是 success；应答 URL 验证请求时须返回 echostr"}},
		},
	},
	handshakeChunked: {
		Topic: TopicHandshake, ID: "chunked", Level: Warning, Effect: NotSavedAtTimes, Source: Source{Page: seenChunked},
		Requirement: lang.Text{EN: "The response should have a Content-Length.", ZH: "应答宜带有 Content-Length。"},
		Remedy:      lang.Text{EN: "Set Content-Length, or write the body in one piece.", ZH: "设置 Content-Length，或一次写完正文。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the answer came with Transfer-Encoding: chunked; set Content-Length", ZH: "应答使用了分块传输（chunked）；请设置 Content-Length"}}},
	},

	handshakeNotChecked: {
		Topic: TopicHandshake, ID: "signature-not-checked", Level: Error, Effect: OpenToAll, Source: Source{pagePush, pageWorkCallback}, Advise: true,
		Requirement: lang.Text{EN: "The server must check the signature and refuse a wrong one.", ZH: "服务器必须校验签名，拒绝错误的签名。"},
		Remedy:      lang.Text{EN: "Compute the signature from the Token, compare it in constant time, and answer 403 where it differs.", ZH: "用令牌(Token)计算签名，以固定时间比较，不一致时返回 403。"},
		Findings:    []Finding{{Text: lang.Text{EN: "the echostr was answered to a wrong signature: the signature is not checked", ZH: "签名错误时也返回了 echostr：没有校验签名"}}},
	},
	handshakeWrongFails: {
		Topic: TopicHandshake, ID: "wrong-signature-fails", Level: Warning, Effect: CanBeFailed, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be refused, not make the server fail.", ZH: "错误的签名宜被拒绝，而不应导致服务器出错。"},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs.", ZH: "签名不一致时返回 403。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was answered with HTTP status {status}; refuse it with 403", ZH: "对错误的签名返回了 HTTP 状态码 {status}；请以 403 拒绝"}}},
	},
	handshakeWrongNotRefused: {
		Topic: TopicHandshake, ID: "wrong-signature-not-refused", Level: Warning, Effect: HiddenForgeries, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be refused with a status of 4xx.", ZH: "错误的签名宜以 4xx 状态码拒绝。"},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs.", ZH: "签名不一致时返回 403。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was answered with {answer}; refuse it with status 403", ZH: "错误的签名得到的应答：{answer}；请以 403 拒绝"}}},
	},
	handshakeWrongHangs: {
		Topic: TopicHandshake, ID: "wrong-signature-hangs", Level: Warning, Effect: ConnectionsPileUp, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be refused at once.", ZH: "错误的签名宜立即被拒绝。"},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs, before any other work.", ZH: "签名不一致时立即返回 403，不要先做其他工作。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was not answered in time; refuse it at once with 403", ZH: "对错误的签名应答超时；请立即以 403 拒绝"}}},
	},
	handshakeWrongUnanswered: {
		Topic: TopicHandshake, ID: "wrong-signature-unanswered", Level: Warning, Effect: LooksLikeCrash, Source: Source{Page: practice},
		Requirement: lang.Text{EN: "A wrong signature should be answered with a refusal.", ZH: "对错误的签名宜明确拒绝。"},
		Remedy:      lang.Text{EN: "Answer 403 where the signature differs.", ZH: "签名不一致时返回 403。"},
		Findings:    []Finding{{Text: lang.Text{EN: "a wrong signature was not answered: {cause}; refuse it with 403", ZH: "对错误的签名没有应答：{cause}；请以 403 拒绝"}}},
	},
}
