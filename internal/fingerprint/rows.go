package fingerprint

import "wxtool/internal/lang"

// IDs of the causes that WeCom and AfterSignature return.
const (
	weComURL       = "wecom-url"
	afterSignature = "after-signature"
)

// rows is the table, in the order in which it is searched: the handler's own words
// first, then frameworks, servers and proxies, then what any of them may send.
var rows = [...]Row{
	// The handler.
	{
		ID: weComURL, Handler: true,
		Cause:  lang.Text{EN: "the URL is for WeCom: it answers the verification of WeCom, which was sent too", ZH: "该 URL 用于企业微信：它正确应答了随后发送的企业微信 URL 验证"},
		Remedy: lang.Text{EN: "Try --platform work.", ZH: "请加 --platform work 再试。"},
	},
	{
		ID: afterSignature, Handler: true,
		Cause:  lang.Text{EN: "a wrong signature was answered with HTTP status {detail}, so the Token is probably right, and the decryption failed", ZH: "错误的签名得到的是 HTTP 状态码 {detail}，说明令牌(Token)多半一致，失败的多半是解密"},
		Remedy: lang.Text{EN: "Use the same EncodingAESKey and the same corpid on both sides; otherwise read the exception in the server's log.", ZH: "两边使用相同的消息加解密密钥(EncodingAESKey)和 corpid；否则查看服务器日志中的异常。"},
	},
	{
		ID: "wecom-verification", Handler: true, signs: []sign{{is: wantsVerification}},
		Cause:  lang.Text{EN: "the server asks for msg_signature, which only the verification of WeCom has", ZH: "服务器要求 msg_signature，只有企业微信的 URL 验证才带这个参数"},
		Remedy: lang.Text{EN: "If the URL is for WeCom, try --platform work.", ZH: "如果该 URL 用于企业微信，请加 --platform work 再试。"},
	},
	{
		ID: "wants-encryption", Handler: true, signs: []sign{{is: wantsEncryption}},
		Cause:  lang.Text{EN: "the server asks for msg_signature, which only encrypted pushes have", ZH: "服务器要求 msg_signature，只有加密的推送才带这个参数"},
		Remedy: lang.Text{EN: "If the account is in safe mode, use --mode safe; if the URL is for WeCom, try --platform work.", ZH: "如果账号使用安全模式，请加 --mode safe；如果该 URL 用于企业微信，请加 --platform work 再试。"},
	},
	{
		ID: "official-signature", Handler: true, signs: []sign{{codes: []string{"-40001"}}},
		Cause:  lang.Text{EN: "the answer has the code -40001 of the official library: the server computes another signature", ZH: "应答中有官方库的错误码 -40001：服务器算出的签名不同"},
		Remedy: lang.Text{EN: "Use the same Token on both sides, without blanks around it.", ZH: "两边使用相同的令牌(Token)，前后不要有空格。"},
	},
	{
		ID: "official-receiveid", Handler: true, signs: []sign{{codes: []string{"-40005"}}},
		Cause:  lang.Text{EN: "the answer has the code -40005 of the official library: the server expects another appid or corpid", ZH: "应答中有官方库的错误码 -40005：服务器期望的 appid 或 corpid 不同"},
		Remedy: lang.Text{EN: "Use the same appid or corpid on both sides; a suite's pushes have the suite id, see --receive-id.", ZH: "两边使用相同的 appid 或 corpid；第三方应用的推送使用 suiteid，见 --receive-id。"},
	},
	{
		ID: "official-key", Handler: true, signs: []sign{{codes: []string{"-40004", "-40007", "-40008"}}},
		Cause:  lang.Text{EN: "the answer has the code {detail} of the official library: the server has another EncodingAESKey", ZH: "应答中有官方库的错误码 {detail}：服务器使用的消息加解密密钥(EncodingAESKey)不同"},
		Remedy: lang.Text{EN: "Use the same 43 characters of the EncodingAESKey on both sides.", ZH: "两边使用相同的 43 位消息加解密密钥(EncodingAESKey)。"},
		detail: func(a *answer) string { return foundCode(a, "-40004", "-40007", "-40008") },
	},

	// Django.
	{
		ID: "django-csrf", signs: []sign{{status: []int{403}, body: []string{"CSRF verification failed"}}},
		Cause:  lang.Text{EN: "Django's CSRF check refused the request before the view ran", ZH: "Django 的 CSRF 校验在视图执行之前拒绝了请求"},
		Remedy: lang.Text{EN: "Add @csrf_exempt to the view: the platform cannot send a CSRF token, and the signature protects the view.", ZH: "给该视图加上 @csrf_exempt：平台不会发送 CSRF 令牌，签名已经起到保护作用。"},
	},
	{
		ID: "django-allowed-hosts",
		signs: []sign{
			{status: []int{400}, body: []string{"DisallowedHost", "ALLOWED_HOSTS"}},
			{status: []int{400}, body: []string{"<title>Bad Request (400)</title>", "<h1>Bad Request (400)</h1><p></p>"}},
		},
		Cause:  lang.Text{EN: "Django refused the request, usually because the host of the URL is not in ALLOWED_HOSTS", ZH: "Django 拒绝了请求，通常是因为 URL 的主机名不在 ALLOWED_HOSTS 中"},
		Remedy: lang.Text{EN: "Add the host of the callback URL to ALLOWED_HOSTS in settings.py.", ZH: "在 settings.py 的 ALLOWED_HOSTS 中加入回调 URL 的主机名。"},
	},
	{
		ID: "django-append-slash", signs: []sign{{status: []int{500}, body: []string{"in a slash and you have APPEND_SLASH set", "Django"}}},
		Cause:  lang.Text{EN: "Django has a pattern only for the path with a slash at its end, and cannot redirect a POST", ZH: "Django 只有以斜杠结尾的路由，而 POST 请求无法重定向"},
		Remedy: lang.Text{EN: "End the path of the callback URL with a slash, or remove the slash from the pattern in urls.py.", ZH: "回调 URL 的路径以斜杠结尾，或者去掉 urls.py 中该路由末尾的斜杠。"},
	},
	{
		ID: "django-raised-404", Handler: true, signs: []sign{{status: []int{404}, body: []string{"URLconf", "Django", "<th>Raised by:</th>"}}},
		Cause:  lang.Text{EN: "the Django view raised Http404: {detail}", ZH: "Django 视图抛出了 Http404：{detail}"},
		Remedy: lang.Text{EN: "The path is right: look for get_object_or_404 and Http404 in the view.", ZH: "路径没有问题：检查视图中的 get_object_or_404 和 Http404。"},
		detail: raisedBy,
	},
	{
		ID: "django-not-found",
		signs: []sign{
			{status: []int{404}, body: []string{"URLconf", "Django"}},
			{status: []int{404}, body: []string{"<h1>Not Found</h1><p>The requested resource was not found on this server.</p>"}},
		},
		Cause:  lang.Text{EN: "no pattern in Django's urls.py fits the path, or the view raised Http404", ZH: "Django 的 urls.py 中没有与该路径匹配的路由，或视图抛出了 Http404"},
		Remedy: lang.Text{EN: "Compare the path of the callback URL with urls.py, and the slash at its end.", ZH: "对照回调 URL 的路径与 urls.py，注意末尾的斜杠。"},
	},
	{
		ID: "django-exception", signs: []sign{{status: []int{500}, body: []string{"Django Version:", "Exception Type:"}}},
		Cause:  lang.Text{EN: "the Django view raised an exception: {detail:q}", ZH: "Django 视图抛出了异常：{detail:q}"},
		Remedy: lang.Text{EN: "Read the traceback on the page or in the server's log.", ZH: "查看页面上的调用栈或服务器日志。"},
		detail: pageTitle,
	},
	{
		ID: "django-server-error", signs: []sign{{status: []int{500}, body: []string{"<title>Server Error (500)</title>", "<h1>Server Error (500)</h1>"}}},
		Cause:  lang.Text{EN: "the Django view raised an exception", ZH: "Django 视图抛出了异常"},
		Remedy: lang.Text{EN: "Read the traceback in the server's log.", ZH: "查看服务器日志中的调用栈。"},
	},

	// Flask and Werkzeug.
	{
		ID: "werkzeug-debugger", signs: []sign{{status: []int{500}, body: []string{"Werkzeug Debugger", "__debugger__"}}},
		Cause:  lang.Text{EN: "the Flask view raised an exception: {detail:q}", ZH: "Flask 视图抛出了异常：{detail:q}"},
		Remedy: lang.Text{EN: "Read the traceback on the page or in the server's log; never expose the debugger to the internet.", ZH: "查看页面上的调用栈或服务器日志；不要把调试器暴露在公网。"},
		detail: pageTitle,
	},
	{
		ID: "flask-exception", signs: []sign{{status: []int{500}, body: []string{"<h1>Internal Server Error</h1>", "Either the server is overloaded or there is an error in the application."}}},
		Cause:  lang.Text{EN: "the Flask view raised an exception, or called abort(500)", ZH: "Flask 视图抛出了异常，或调用了 abort(500)"},
		Remedy: lang.Text{EN: "Read the traceback in the server's log.", ZH: "查看服务器日志中的调用栈。"},
	},
	{
		ID: "flask-not-found", signs: []sign{{status: []int{404}, body: []string{"If you entered the URL manually please check your spelling and try again."}}},
		Cause:  lang.Text{EN: "Flask has no route for the path, or the view called abort(404)", ZH: "Flask 中没有该路径的路由，或视图调用了 abort(404)"},
		Remedy: lang.Text{EN: "Compare the path of the callback URL with @app.route and the url_prefix of the blueprint.", ZH: "对照回调 URL 的路径与 @app.route 以及 Blueprint 的 url_prefix。"},
	},
	{
		ID: "flask-method", signs: []sign{{status: []int{405}, body: []string{"<p>The method is not allowed for the requested URL.</p>"}}},
		Cause:  lang.Text{EN: "the Flask route does not take this method", ZH: "该 Flask 路由不接受这种请求方法"},
		Remedy: lang.Text{EN: `Write @app.route(…, methods=["GET", "POST"]): GET is the verification, POST the pushes.`, ZH: `写成 @app.route(…, methods=["GET", "POST"])：GET 用于 URL 验证，POST 用于推送。`},
	},
	{
		ID: "flask-bad-request", signs: []sign{{status: []int{400}, body: []string{"<p>The browser (or proxy) sent a request that this server could not understand.</p>"}}},
		Cause:  lang.Text{EN: "the Flask view reads a parameter that the request does not have, or JSON, or called abort(400)", ZH: "Flask 视图读取了请求中没有的参数，或者按 JSON 解析了正文，或者调用了 abort(400)"},
		Remedy: lang.Text{EN: "Read request.data for the XML, and use request.args.get(…) for parameters that may be missing.", ZH: "用 request.data 读取 XML，对可能缺少的参数使用 request.args.get(…)。"},
	},
	{
		ID: "flask-json", signs: []sign{{status: []int{415}, body: []string{"Did not attempt to load JSON data because the request Content-Type was not"}}},
		Cause:  lang.Text{EN: "the Flask view reads request.json, but the push is XML", ZH: "Flask 视图读取 request.json，而推送是 XML"},
		Remedy: lang.Text{EN: "Read request.data instead.", ZH: "改为读取 request.data。"},
	},

	// FastAPI and Starlette.
	{
		ID: "fastapi-parameter", signs: []sign{{status: []int{422}, body: []string{`{"detail":[{`, `"loc":[`}}},
		Cause:  lang.Text{EN: "the FastAPI function declares a parameter or body that the request does not have: {detail}", ZH: "FastAPI 函数声明了请求中没有的参数或正文：{detail}"},
		Remedy: lang.Text{EN: "Read the body with await request.body(), and give default values to parameters that the mode does not have.", ZH: "用 await request.body() 读取正文，并给当前模式没有的参数设置默认值。"},
		from:   `"loc":[`, to: "]",
	},
	{
		ID: "fastapi-not-found", signs: []sign{{status: []int{404}, exact: `{"detail":"Not Found"}`}},
		Cause:  lang.Text{EN: "FastAPI has no route for the path, or the function raised HTTPException(404)", ZH: "FastAPI 中没有该路径的路由，或函数抛出了 HTTPException(404)"},
		Remedy: lang.Text{EN: "Compare the path of the callback URL with the decorator and the router's prefix.", ZH: "对照回调 URL 的路径与装饰器以及路由的 prefix。"},
	},
	{
		ID: "fastapi-method", signs: []sign{{status: []int{405}, exact: `{"detail":"Method Not Allowed"}`}},
		Cause:  lang.Text{EN: "FastAPI has a route for the path, but not for this method", ZH: "FastAPI 有该路径的路由，但不接受这种请求方法"},
		Remedy: lang.Text{EN: "Add both @app.get for the verification and @app.post for the pushes.", ZH: "同时添加用于 URL 验证的 @app.get 和用于推送的 @app.post。"},
	},

	// Spring Boot.
	{
		ID: "spring-whitelabel", signs: []sign{{body: []string{"Whitelabel Error Page", "There was an unexpected error (type="}}},
		Cause:  lang.Text{EN: "Spring Boot answered with its Whitelabel error page: {detail}", ZH: "Spring Boot 返回了 Whitelabel 错误页：{detail}"},
		Remedy: lang.Text{EN: "404: no @RequestMapping fits the path and the context path; 405: the method is missing; 500: read the exception in the log.", ZH: "404：没有匹配该路径（含 context path）的 @RequestMapping；405：缺少该请求方法；500：查看日志中的异常。"},
		from:   "There was an unexpected error (", to: ")",
	},
	{
		ID: "spring-error", signs: []sign{{is: isRefusal, body: []string{`"timestamp":`, `"status":`, `"error":"`, `"path":"`}}},
		Cause:  lang.Text{EN: "Spring Boot answered with its error object: {detail}", ZH: "Spring Boot 返回了错误对象：{detail}"},
		Remedy: lang.Text{EN: "404: no @RequestMapping fits the path and the context path; 405: the method is missing; 415: the consumes is wrong; 500: read the exception in the log.", ZH: "404：没有匹配该路径（含 context path）的 @RequestMapping；405：缺少该请求方法；415：consumes 不对；500：查看日志中的异常。"},
		from:   `"error":"`, to: `"`,
	},

	// Node.js.
	{
		ID: "express-not-found",
		signs: []sign{
			{status: []int{404}, body: []string{"<pre>Cannot POST "}},
			{status: []int{404}, body: []string{"<pre>Cannot GET "}},
			{status: []int{404}, body: []string{`"message":"Cannot POST `}},
			{status: []int{404}, body: []string{`"message":"Cannot GET `}},
		},
		Cause:  lang.Text{EN: "Express has no route for this method and path", ZH: "Express 中没有该方法和路径的路由"},
		Remedy: lang.Text{EN: "Add both app.get(path, …) for the verification and app.post(path, …) for the pushes.", ZH: "同时添加用于 URL 验证的 app.get(path, …) 和用于推送的 app.post(path, …)。"},
	},
	{
		ID: "express-exception", signs: []sign{{status: []int{500}, body: []string{"<title>Error</title>", "<pre>", "&nbsp; &nbsp;at "}}},
		Cause:  lang.Text{EN: "the Express handler threw an error: {detail:q}", ZH: "Express 处理函数抛出了错误：{detail:q}"},
		Remedy: lang.Text{EN: "Read the stack on the page or in the server's log.", ZH: "查看页面上的调用栈或服务器日志。"},
		from:   "<pre>", to: "<br>",
	},
	{
		ID: "fastify-media-type", signs: []sign{{status: []int{415}, body: []string{"FST_ERR_CTP_INVALID_MEDIA_TYPE"}}},
		Cause:  lang.Text{EN: "Fastify has no parser for text/xml", ZH: "Fastify 没有 text/xml 的解析器"},
		Remedy: lang.Text{EN: "Add one: fastify.addContentTypeParser(['text/xml', 'application/xml'], {parseAs: 'string'}, …).", ZH: "添加解析器：fastify.addContentTypeParser(['text/xml', 'application/xml'], {parseAs: 'string'}, …)。"},
	},
	{
		ID: "fastify-not-found", signs: []sign{{status: []int{404}, body: []string{`"message":"Route `, ` not found","error":"Not Found","statusCode":404}`}}},
		Cause:  lang.Text{EN: "Fastify has no route for this method and path", ZH: "Fastify 中没有该方法和路径的路由"},
		Remedy: lang.Text{EN: "Add both fastify.get for the verification and fastify.post for the pushes.", ZH: "同时添加用于 URL 验证的 fastify.get 和用于推送的 fastify.post。"},
	},

	// Laravel.
	{
		ID: "laravel-csrf", signs: []sign{{status: []int{419}}},
		Cause:  lang.Text{EN: "Laravel's CSRF check refused the request (419 Page Expired)", ZH: "Laravel 的 CSRF 校验拒绝了请求（419 Page Expired）"},
		Remedy: lang.Text{EN: "Exempt the path from the check: validateCsrfTokens(except: […]), in older versions VerifyCsrfToken::$except; or move the route to routes/api.php.", ZH: "将该路径排除在校验之外：validateCsrfTokens(except: […])，旧版本为 VerifyCsrfToken::$except；或者把路由移到 routes/api.php。"},
	},

	// http on a port of https.
	{
		ID: "plain-to-tls",
		signs: []sign{
			{status: []int{400}, body: []string{"The plain HTTP request was sent to HTTPS port"}},
			{status: []int{400}, body: []string{"Client sent an HTTP request to an HTTPS server."}},
			{status: []int{400}, body: []string{"speaking plain HTTP to an SSL-enabled server port"}},
			{status: []int{400}, body: []string{"This combination of host and port requires TLS."}},
		},
		Cause:  lang.Text{EN: "the port expects https, but the URL is http", ZH: "该端口使用 https，而 URL 是 http"},
		Remedy: lang.Text{EN: "Write https:// in the URL; for a self-signed certificate add --cacert FILE or --insecure.", ZH: "在 URL 中写 https://；自签名证书请加 --cacert FILE 或 --insecure。"},
	},

	// nginx and OpenResty.
	{
		ID: "nginx-too-large", signs: []sign{{status: []int{413}, nginx: true}},
		Cause:  lang.Text{EN: "nginx refused the push as too large", ZH: "nginx 认为推送过大而拒绝"},
		Remedy: lang.Text{EN: "Raise client_max_body_size in nginx.", ZH: "调大 nginx 的 client_max_body_size。"},
	},
	{
		ID: "nginx-not-found", signs: []sign{{status: []int{404}, nginx: true}},
		Cause:  lang.Text{EN: "nginx answered the path itself and did not pass it to your server", ZH: "nginx 自己应答了该路径，没有转发给后端"},
		Remedy: lang.Text{EN: "Add a location with proxy_pass for the path, in the server block of this host.", ZH: "在该主机的 server 块中为该路径添加带 proxy_pass 的 location。"},
	},
	{
		ID: "nginx-method", signs: []sign{{status: []int{405}, nginx: true}},
		Cause:  lang.Text{EN: "nginx serves the path as a static file, which takes no POST", ZH: "nginx 把该路径当作静态文件，不接受 POST"},
		Remedy: lang.Text{EN: "Add a location with proxy_pass for the path.", ZH: "为该路径添加带 proxy_pass 的 location。"},
	},
	{
		ID: "nginx-forbidden", signs: []sign{{status: []int{403}, nginx: true}},
		Cause:  lang.Text{EN: "nginx refused the request before it reached your server", ZH: "nginx 在请求到达后端之前就拒绝了它"},
		Remedy: lang.Text{EN: "Look for deny, allow or a missing index in the location, and in nginx's error log.", ZH: "检查 location 中的 deny、allow 或缺少的 index，并查看 nginx 的错误日志。"},
	},
	{
		ID: "nginx-bad-gateway", signs: []sign{{status: []int{502}, nginx: true}},
		Cause:  lang.Text{EN: "nginx cannot reach the server behind it, or that server closed the connection", ZH: "nginx 无法连接后端，或后端关闭了连接"},
		Remedy: lang.Text{EN: "Start the server, and compare the address of proxy_pass with its port.", ZH: "启动后端，并核对 proxy_pass 的地址和端口。"},
	},
	{
		ID: "nginx-unavailable", signs: []sign{{status: []int{503}, nginx: true}},
		Cause:  lang.Text{EN: "nginx has no server behind it that takes the request, or limits requests", ZH: "nginx 没有可用的后端，或限制了请求频率"},
		Remedy: lang.Text{EN: "Look for limit_req and for the upstream servers in nginx's error log.", ZH: "在 nginx 的错误日志中检查 limit_req 和 upstream 的服务器。"},
	},
	{
		ID: "nginx-gateway-timeout", signs: []sign{{status: []int{504}, nginx: true}},
		Cause:  lang.Text{EN: "the server behind nginx did not answer in time", ZH: "nginx 后面的服务器没有及时应答"},
		Remedy: lang.Text{EN: "Answer success at once and do the work afterwards; the platform waits 5 seconds.", ZH: "先立即回复 success，再处理业务；平台只等待 5 秒。"},
	},

	// Tunnels.
	{
		ID: "ngrok", signs: []sign{{header: "Ngrok-Error-Code"}},
		Cause:  lang.Text{EN: "ngrok answered instead of your server: {detail}", ZH: "应答的是 ngrok 而不是后端：{detail}"},
		Remedy: lang.Text{EN: "Start the tunnel and the server behind it; the number is explained at https://ngrok.com/docs/errors.", ZH: "启动隧道及其后面的服务器；错误码说明见 https://ngrok.com/docs/errors。"},
		detail: func(a *answer) string { return a.Header.Get("Ngrok-Error-Code") },
	},
	{
		ID: "frp", signs: []sign{{status: []int{404}, body: []string{"Faithfully yours, frp."}}},
		Cause:  lang.Text{EN: "frp has no client for this host name", ZH: "frp 没有该域名对应的客户端"},
		Remedy: lang.Text{EN: "Start frpc, and compare custom_domains with the host of the URL.", ZH: "启动 frpc，并核对 custom_domains 与 URL 的主机名。"},
	},

	// Go.
	{
		ID: "go-not-found", signs: []sign{{status: []int{404}, exact: "404 page not found"}},
		Cause:  lang.Text{EN: "the Go server has no route for the path, or the handler called http.NotFound", ZH: "Go 服务中没有该路径的路由，或处理函数调用了 http.NotFound"},
		Remedy: lang.Text{EN: "Compare the path of the callback URL with the pattern, and the slash at its end.", ZH: "对照回调 URL 的路径与注册的路由，注意末尾的斜杠。"},
	},

	// What many send.
	{
		ID: "websocket", signs: []sign{{status: []int{426}, header: "Upgrade", value: "websocket"}, {status: []int{426}, exact: "Upgrade Required"}},
		Cause:  lang.Text{EN: "a WebSocket server answers at the URL", ZH: "该 URL 上应答的是 WebSocket 服务"},
		Remedy: lang.Text{EN: "Use the port and path of the HTTP server.", ZH: "使用 HTTP 服务的端口和路径。"},
	},
	{
		ID: "upgrade-required", signs: []sign{{status: []int{426}}},
		Cause:  lang.Text{EN: "the client must speak another protocol or version of HTTP, usually because a proxy such as Envoy or Istio refuses HTTP/1.0", ZH: "对方要求使用其他协议或 HTTP 版本，通常是因为 Envoy 或 Istio 之类的代理拒绝 HTTP/1.0"},
		Remedy: lang.Text{EN: "Let the proxy accept HTTP/1.0, which the platform may send: accept_http_10 in Envoy, PILOT_HTTP10=1 in Istio.", ZH: "让代理接受平台可能使用的 HTTP/1.0：Envoy 为 accept_http_10，Istio 为 PILOT_HTTP10=1。"},
	},
	{
		ID: "login-redirect", signs: []sign{{is: isLogin}},
		Cause:  lang.Text{EN: "a login protects the URL", ZH: "该 URL 受登录保护"},
		Remedy: lang.Text{EN: "Exempt the path of the callback from the login: the platform cannot log in, and the signature protects it.", ZH: "将回调路径排除在登录校验之外：平台无法登录，签名已经起到保护作用。"},
	},
	{
		ID: "https-redirect", signs: []sign{{is: addsTLS}},
		Cause:  lang.Text{EN: "the server redirects http to https", ZH: "服务器把 http 重定向到 https"},
		Remedy: lang.Text{EN: "Write https:// in the callback URL.", ZH: "在回调 URL 中写 https://。"},
	},
	{
		ID: "slash-redirect", signs: []sign{{is: addsSlash}},
		Cause:  lang.Text{EN: "the framework redirects to the path with a slash at its end: {detail}", ZH: "框架重定向到以斜杠结尾的路径：{detail}"},
		Remedy: lang.Text{EN: "End the path of the callback URL with a slash, or remove it from the route.", ZH: "回调 URL 的路径以斜杠结尾，或者去掉路由末尾的斜杠。"},
		detail: withSlash,
	},
	{
		ID: "http-authentication", signs: []sign{{status: []int{401}, header: "Www-Authenticate"}},
		Cause:  lang.Text{EN: "the URL asks for a user name and password or a token: {detail:q}", ZH: "该 URL 要求用户名和密码或令牌：{detail:q}"},
		Remedy: lang.Text{EN: "Exempt the path of the callback from authentication: the platform sends none.", ZH: "将回调路径排除在身份认证之外：平台不会发送认证信息。"},
		detail: func(a *answer) string { return a.Header.Get("Www-Authenticate") },
	},
	{
		ID: "login-page", signs: []sign{{is: isLoginPage}},
		Cause:  lang.Text{EN: "the answer is a login page: {detail:q}", ZH: "应答是登录页面：{detail:q}"},
		Remedy: lang.Text{EN: "Exempt the path of the callback from the login: the platform cannot log in, and the signature protects it.", ZH: "将回调路径排除在登录校验之外：平台无法登录，签名已经起到保护作用。"},
		detail: pageTitle,
	},
}
