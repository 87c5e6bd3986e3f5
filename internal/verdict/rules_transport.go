package verdict

import (
	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// transportRule is a rule on the exchange of a push by its place in
// transportRules. The first are causes, see [exchange.Cause].
type transportRule uint8

const (
	transportTimeout transportRule = iota
	transportRefused
	transportClosed
	transportNoName
	transportTLS
	transportNotHTTP
	transportTooLarge
	transportFailed
	transportStatus
	transportRedirect
	transportLate
	transportRuleCount
)

func (r transportRule) rule() *Rule { return &transportRules[r] }

// transportCause is the rule of a cause; those without a rule of their own have
// failed.
func transportCause(c *exchange.Cause) transportRule {
	for r := range transportFailed {
		if transportRules[r].ID == c.ID {
			return r
		}
	}
	return transportFailed
}

var transportRules = [transportRuleCount]Rule{
	transportTimeout: {
		Topic: TopicTransport, ID: exchange.Timeout, Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkPush}, Advise: true,
		Requirement: lang.Text{EN: "A push must be answered completely within 5 seconds.", ZH: "须在 5 秒内完整应答推送。"},
		Remedy:      lang.Text{EN: "Answer success at once, do the work afterwards, and send the result through the API.", ZH: "先立即返回 success，再处理业务，结果通过接口发送。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportRefused: {
		Topic: TopicTransport, ID: exchange.Refused, Level: Error, Effect: EffectOfPush, Source: Source{Page: pagePush},
		Requirement: lang.Text{EN: "A server must listen at the callback URL.", ZH: "回调 URL 上必须有服务器在监听。"},
		Remedy:      lang.Text{EN: "Start the server, and compare its address and port with the URL.", ZH: "启动服务器，并核对监听的地址和端口与 URL 是否一致。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportClosed: {
		Topic: TopicTransport, ID: exchange.Closed, Level: Error, Effect: EffectOfPush, Source: Source{Page: httpStandard}, Advise: true,
		Requirement: lang.Text{EN: "The server must send a complete response before it closes the connection.", ZH: "服务器必须先发完应答，再关闭连接。"},
		Remedy:      lang.Text{EN: "Look for a panic, a crash or a proxy's limit in the server's log.", ZH: "在服务器日志中查找异常、崩溃或代理的限制。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportNoName: {
		Topic: TopicTransport, ID: exchange.NoName, Level: Error, Effect: EffectOfPush, Source: Source{Page: pagePush},
		Requirement: lang.Text{EN: "The host name of the callback URL must have an address.", ZH: "回调 URL 的主机名必须能够解析。"},
		Remedy:      lang.Text{EN: "Correct the host name, or add it to the DNS.", ZH: "更正主机名，或添加 DNS 解析记录。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportTLS: {
		Topic: TopicTransport, ID: exchange.NoTLS, Level: Error, Effect: EffectOfPush, Source: Source{Page: pagePush},
		Requirement: lang.Text{EN: "Where the callback URL is https, the server must have a certificate that a client accepts.", ZH: "回调 URL 为 https 时，服务器的证书必须受客户端信任。"},
		Remedy:      lang.Text{EN: "Compare the scheme of the URL, http or https, with what the server speaks; for https install a valid certificate with its chain.", ZH: "核对 URL 是 http 还是 https，须与服务器一致；使用 https 时请安装有效的证书及完整的证书链。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportNotHTTP: {
		Topic: TopicTransport, ID: exchange.NotHTTP, Level: Error, Effect: EffectOfPush, Source: Source{Page: httpStandard}, Advise: true,
		Requirement: lang.Text{EN: "The server must answer in HTTP.", ZH: "服务器必须以 HTTP 应答。"},
		Remedy:      lang.Text{EN: "Check the port: another service may answer there. If it is your server, correct the header that it writes.", ZH: "检查端口：应答的可能是另一个服务。如果是你的服务器，请修正它写出的响应头。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportTooLarge: {
		Topic: TopicTransport, ID: exchange.TooLarge, Level: Error, Effect: EffectOfPush, Source: Source{Page: noLimit},
		Requirement: lang.Text{EN: "A response must end.", ZH: "应答必须结束。"},
		Remedy:      lang.Text{EN: "Look for a loop, or for a file that is sent as the answer.", ZH: "检查是否有死循环，或把整个文件当作应答发送。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportFailed: {
		Topic: TopicTransport, ID: exchange.Failed, Level: Error, Effect: EffectOfPush, Source: Source{Page: httpStandard},
		Requirement: lang.Text{EN: "The platform must be able to send the push and to read the response.", ZH: "平台必须能够发送推送并读到应答。"},
		Remedy:      lang.Text{EN: "Read the error of the network, and the server's log.", ZH: "查看网络错误信息和服务器日志。"},
		Findings:    []Finding{{Text: lang.Text{EN: "{cause}{tries}", ZH: "{cause}{tries}"}}},
	},
	transportStatus: {
		Topic: TopicTransport, ID: "http-status", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkPush},
		Requirement: lang.Text{EN: "A push must be answered with HTTP status 200.", ZH: "须以 HTTP 状态码 200 应答推送。"},
		Remedy:      lang.Text{EN: "Read the server's log for this request.", ZH: "查看服务器日志中该请求的记录。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "HTTP status {status} instead of 200{tries}{again}", ZH: "HTTP 状态码为 {status}，应为 200{tries}{again}"}},
			{Key: "refused", Text: lang.Text{EN: "HTTP status {status} instead of 200{tries}: the server refused the push; does it use the same Token, EncodingAESKey and app id?{again}", ZH: "HTTP 状态码为 {status}，应为 200{tries}：服务器拒绝了推送；请检查令牌(Token)、消息加解密密钥(EncodingAESKey)和 appid 是否一致{again}"}},
		},
	},
	transportRedirect: {
		Topic: TopicTransport, ID: "redirect", Level: Error, Effect: EffectOfPush, Source: Source{pageReply, pageWorkPush},
		Requirement: lang.Text{EN: "A push must be answered at the callback URL itself, not with a redirect.", ZH: "须由回调 URL 本身应答推送，不能重定向。"},
		Remedy:      lang.Text{EN: "Set the callback URL to the address to which the server redirects.", ZH: "把回调 URL 改为重定向的目标地址。"},
		Findings:    []Finding{{Text: lang.Text{EN: "HTTP {status} redirects to {location:q}{tries}; the platform does not follow{again}", ZH: "HTTP {status} 重定向到 {location:q}{tries}；平台不会跟随重定向{again}"}}},
	},
	transportLate: {
		Topic: TopicTransport, ID: "late", Level: Warning, Effect: LaterAnswer, Source: Source{pageReply, pageWorkPush},
		Requirement: lang.Text{EN: "A push should be answered at the first attempt.", ZH: "宜在第一次尝试时就应答推送。"},
		Remedy:      lang.Text{EN: "Remember the MsgId of each push, and do the work once.", ZH: "记录每条推送的 MsgId，同一条只处理一次。"},
		Findings: []Finding{
			{Text: lang.Text{EN: "attempt 1 failed with {outcomes}, only attempt {n} was answered with 200; the server got the same message {n} times, so de-duplicate by MsgId", ZH: "第 1 次尝试失败（{outcomes}），第 {n} 次才得到 200；服务器收到了 {n} 次相同的消息，请按 MsgId 排重"}},
			{Key: "many", Text: lang.Text{EN: "{failed} attempts failed with {outcomes}, only attempt {n} was answered with 200; the server got the same message {n} times, so de-duplicate by MsgId", ZH: "{failed} 次尝试失败（{outcomes}），第 {n} 次才得到 200；服务器收到了 {n} 次相同的消息，请按 MsgId 排重"}},
		},
	},
}
