package jsapi

import "wxtool/internal/lang"

var (
	hintMismatch     = lang.Text{EN: "no common mistake explains it; the ticket most likely belongs to another account or has expired, or the signed URL is not that of the address bar: compare it with location.href.split('#')[0] in the page", ZH: "不是常见的错误。最可能的原因是 jsapi_ticket 属于别的账号或已过期，或签名用的 URL 与地址栏的不一致：请与页面中的 location.href.split('#')[0] 对比"}
	hintUpperCase    = lang.Text{EN: "the signature is upper-case hexadecimal; WeChat compares with lower case", ZH: "签名是大写的十六进制；微信用小写比较"}
	hintFragment     = lang.Text{EN: "the URL was signed with # and what follows; sign location.href.split('#')[0]", ZH: "签名用的 URL 带有 # 及其后面的部分；请用 location.href.split('#')[0]"}
	hintEncoded      = lang.Text{EN: "the URL was escaped before it was signed; sign it as the address bar has it, and unescape the parameter in which the page sends it", ZH: "签名前对 URL 做了编码；请按地址栏的原样签名，页面把 URL 作为参数传给服务器时，服务器要先解码"}
	hintDecoded      = lang.Text{EN: "the URL was unescaped before it was signed, perhaps by the server's framework; sign the escapes as the address bar has them", ZH: "签名前对 URL 做了解码（可能是服务器框架做的）；地址栏中的转义要原样参与签名"}
	hintQuery        = lang.Text{EN: "the URL was signed without its query; sign all before the #, with the parameters that WeChat adds, such as from=singlemessage", ZH: "签名用的 URL 缺少 ? 后面的参数；# 之前的全部内容都要签名，包括微信加上的参数，例如 from=singlemessage"}
	hintHTML         = lang.Text{EN: "the URL was signed with &amp; instead of &", ZH: "签名用的 URL 中 & 被写成了 &amp;"}
	hintPath         = lang.Text{EN: "only the origin was signed, as a referrer of another site has it; let the page send location.href.split('#')[0]", ZH: "只签了域名部分（跨站的 Referer 就是这样）；请由页面传 location.href.split('#')[0]"}
	hintSlash        = lang.Text{EN: "the signed URL has one / more or less at the end of its path", ZH: "签名用的 URL 在路径末尾多了或少了一个 /"}
	hintScheme       = lang.Text{EN: "the signed URL has another scheme, http or https, as a server behind a proxy sees it; take the URL from the page", ZH: "签名用的 URL 协议不同（http 与 https），在反向代理后面的服务器常会这样；请从页面取 URL"}
	hintPort         = lang.Text{EN: "the signed URL has another port, as a server behind a proxy sees it; take the URL from the page", ZH: "签名用的 URL 端口不同，在反向代理后面的服务器常会这样；请从页面取 URL"}
	hintMilliseconds = lang.Text{EN: "a timestamp is in milliseconds; use seconds, and the same number in the signature and in wx.config", ZH: "时间戳用了毫秒；请用秒，并且签名与 wx.config 中要用同一个数"}
	hintNonceStr     = lang.Text{EN: "the text was signed with nonceStr=; it is noncestr= there, and nonceStr only in wx.config", ZH: "签名的文本写成了 nonceStr=；签名时是全小写的 noncestr=，只有 wx.config 中才是 nonceStr"}
	hintUnsorted     = lang.Text{EN: "the parts were signed in another order or without their names; the text is jsapi_ticket=…&noncestr=…&timestamp=…&url=…", ZH: "签名的顺序不对，或者没有带参数名；文本应为 jsapi_ticket=…&noncestr=…&timestamp=…&url=…"}
	hintSpaces       = lang.Text{EN: "there is a space, a line end or a quote around the ticket that was signed", ZH: "签名用的 jsapi_ticket 前后有空格、换行或引号"}
	hintNoTicket     = lang.Text{EN: "it was signed without a ticket; the answer of ticket/getticket was perhaps an error", ZH: "签名时没有 jsapi_ticket；ticket/getticket 可能返回了错误"}
)

// hintOther is the hint that another value was used as the ticket.
func hintOther(name string) lang.Text {
	return lang.Text{EN: "it was signed with the " + name + " instead of the jsapi_ticket", ZH: "签名时用了 " + name + "，而不是 jsapi_ticket"}
}
