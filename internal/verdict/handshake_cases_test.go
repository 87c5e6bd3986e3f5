package verdict_test

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/verdict"
)

const (
	echostr   = "4375120948345356249"
	encrypted = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="

	notSaved = "; so the console refuses the URL: 「token验证失败」 or 「请求URL超时」"
)

// handshakeCase is a handshake and what it is worth.
type handshakeCase struct {
	name  string
	hands verdict.Handshake
	check verdict.SignatureCheck
	want  []string
	says  string
}

// verification is a handshake whose wrong signature was refused with 403.
func verification(platform callback.Platform, right exchange.Exchange) verdict.Handshake {
	sent := echostr
	if platform == callback.Work {
		sent = encrypted
	}
	right.Request = exchange.Request{Method: http.MethodGet, URL: "http://127.0.0.1/wx?nonce=1&echostr=" + url.QueryEscape(sent)}
	h := verdict.Handshake{Platform: platform, Echostr: []byte(echostr), Deadline: 200 * time.Millisecond, Right: right}
	if right.Response != nil {
		wrong := answer(403, "")
		h.Wrong = &wrong
	}
	return h
}

func echo(body string) verdict.Handshake {
	return verification(callback.MP, answer(200, strings.ReplaceAll(body, "ECHO", echostr)))
}

// wrongly is a handshake whose right signature was answered with body, and whose
// wrong one with ex.
func wrongly(body string, ex exchange.Exchange) verdict.Handshake {
	h := echo(body)
	if ex.Response != nil {
		ex.Response.Body = []byte(strings.ReplaceAll(string(ex.Response.Body), "ECHO", echostr))
	}
	h.Wrong = &ex
	return h
}

func handshakeCases() []handshakeCase {
	return append(append(rightCases(), wrongCases()...), causeCases()...)
}

func rightCases() []handshakeCase {
	member := func(body string) verdict.Handshake { return verification(callback.Work, answer(200, body)) }
	status := func(code int) verdict.Handshake { return verification(callback.MP, answer(code, "")) }
	chunked := echo("ECHO")
	chunked.Right.Response.Chunked = true
	const refused = verdict.CheckRefused
	return []handshakeCase{
		{"good", echo("ECHO"), refused, nil, ""},
		{"good, WeCom", member(echostr), refused, nil, ""},
		{"chunked", chunked, refused, []string{"handshake/chunked"}, "set Content-Length; so the console has refused such answers"},
		{"BOM", echo("\xef\xbb\xbfECHO"), refused, []string{"handshake/bom"}, `save the source files as UTF-8 without BOM (before it, from byte 0: ef bb bf "\ufeff")` + notSaved},
		{"quotes", echo(`"ECHO"`), refused, []string{"handshake/quotes"}, `answer it as plain text (before it, from byte 0: 22 "\"") (after it, from byte 20: 22 "\"")`},
		{"trailing newline", echo("ECHO\n"), refused, []string{"handshake/trailing-newline"}, `print it without a line end (after it, from byte 19: 0a "\n")`},
		{"leading newline", echo("\r\nECHO"), refused, []string{"handshake/leading-space"}, `(before it, from byte 0: 0d 0a "\r\n")`},
		{"newlines on both sides", echo("\nECHO\n"), refused, []string{"handshake/leading-space"}, ""},
		{"text around", echo("echostr=ECHO;"), refused, []string{"handshake/extra-bytes"}, `other text is around the echostr (before it, from byte 0: 65 63 68 6f 73 74 72 3d "echostr=") (after it, from byte 27: 3b ";")`},
		{"16 bytes before", echo(strings.Repeat("x", 16) + "ECHO"), refused, []string{"handshake/extra-bytes"}, `78 78 "xxxxxxxxxxxxxxxx")`},
		{"much text before", echo(strings.Repeat("x", 17) + "ECHO"), refused, []string{"handshake/extra-bytes"}, `78 78… "xxxxxxxxxxxxxxxx")`},
		{"HTML", echo("<!DOCTYPE html><p>ECHO</p>"), refused, []string{"handshake/html"}, "the body is an HTML page"},
		{"HTML without a DOCTYPE", echo("<HTML>login</HTML>"), refused, []string{"handshake/html"}, ""},
		{"nothing", echo(""), refused, []string{"handshake/empty"}, "the body is empty; it must be the echostr"},
		{"success", echo("success"), refused, []string{"handshake/other-body:success"}, "the body is success; a verification must be answered with the echostr"},
		{"another body", echo("12"), refused, []string{"handshake/other-body"}, `the body is not the echostr: "12" instead of "4375120948345356249"`},
		{"not decrypted", member(encrypted), refused, []string{"handshake/not-decrypted"}, "as it was sent; WeCom wants it decrypted; so the console refuses the URL: 「openapi回调地址请求不通过」"},
		{"not decrypted, + lost", member(strings.ReplaceAll(encrypted, "+", " ")), refused, []string{"handshake/not-decrypted:plus"}, "its + turned into spaces"},
		{"as it was sent, but plain", verification(callback.MP, answer(200, encrypted)), refused, []string{"handshake/other-body"}, ""},
		{"redirect", status(301), refused, []string{"handshake/redirect"}, `HTTP 301 redirects to "/login"; the platform does not follow, give it the final URL`},
		{"400", status(400), refused, []string{"handshake/http-status"}, ""},
		{"300", status(300), refused, []string{"handshake/redirect"}, ""},
		{"401", status(401), refused, []string{"handshake/refused-signature"}, "HTTP status 401 Unauthorized: the server refused a right signature"},
		{"403", status(403), refused, []string{"handshake/refused-signature"}, ""},
		{"404", status(404), refused, []string{"handshake/http-status:path"}, "HTTP status 404 Not Found: usually the path of the URL is not the handler's"},
		{"405", status(405), refused, []string{"handshake/http-status:method"}, "HTTP status 405 Method Not Allowed: the handler takes no GET"},
		{"426", status(426), refused, []string{"handshake/http-status:upgrade"}, "HTTP status 426 Upgrade Required: a proxy in front refuses HTTP/1.0 clients"},
		{"500", status(500), refused, []string{"handshake/http-status"}, "HTTP status 500 Internal Server Error instead of 200"},
		{"201 with the echostr", verification(callback.MP, answer(201, echostr)), refused, []string{"handshake/http-status"}, ""},
	}
}

func wrongCases() []handshakeCase {
	const asks, hidden = "handshake/wrong-signature-not-refused", "; so logs and monitoring cannot distinguish a forged request from a valid one"
	unchecked := []string{"handshake/signature-not-checked"}
	return []handshakeCase{
		{"404 with a page that repeats the URL", wrongly("ECHO", answer(404, "<p>ECHO</p>")), verdict.CheckRefused, nil, ""},
		{"403 with the echostr", wrongly("ECHO", answer(403, "ECHO")), verdict.CheckRefused, nil, ""},
		{"200 failed", wrongly("ECHO", answer(200, "failed")), verdict.CheckAnswered, []string{asks}, `answered with HTTP status 200 and "failed"; refuse it with status 403` + hidden},
		{"200 and nothing", wrongly("ECHO", answer(200, "")), verdict.CheckAnswered, []string{asks}, "answered with HTTP status 200 and an empty body; refuse"},
		{"200 with JSON that repeats the echostr", wrongly("ECHO", answer(200, `{"echostr":"ECHO"}`)), verdict.CheckAnswered, []string{asks}, ""},
		{"201 with the echostr", wrongly("ECHO", answer(201, "ECHO")), verdict.CheckAnswered, []string{asks}, "HTTP status 201"},
		{"308", wrongly("ECHO", answer(308, "")), verdict.CheckAnswered, []string{asks}, "HTTP status 308"},
		{"echo", wrongly("ECHO", answer(200, "ECHO")), verdict.CheckEchoed, unchecked, "the echostr was answered to a wrong signature: the signature is not checked; so anyone who knows the URL can send it messages"},
		{"echo in quotes", wrongly("ECHO", answer(200, `'ECHO'`)), verdict.CheckEchoed, unchecked, ""},
		{"echo with BOM, quotes and white space", wrongly("ECHO", answer(200, "\xef\xbb\xbf\n \"ECHO\"\r\n")), verdict.CheckEchoed, unchecked, ""},
		{"500 to a wrong signature", wrongly("ECHO", answer(500, "")), verdict.CheckFailed, []string{"handshake/wrong-signature-fails"}, "a wrong signature was answered with HTTP status 500; refuse it with 403; so any client can make the server fail"},
		{"silence to a wrong signature", wrongly("ECHO", silence(exchange.Timeout, "late")), verdict.CheckUnanswered, []string{"handshake/wrong-signature-hangs"}, "a wrong signature was not answered in time; refuse it at once with 403; so connections pile up"},
		{"a closed connection to a wrong signature", wrongly("ECHO", silence(exchange.Closed, "it closed")), verdict.CheckUnanswered, []string{"handshake/wrong-signature-unanswered"}, "a wrong signature was not answered: it closed; refuse it with 403; so it cannot be distinguished from a crash"},
		{"neither response nor cause to a wrong signature", wrongly("ECHO", exchange.Exchange{}), verdict.CheckUnanswered, []string{"handshake/wrong-signature-unanswered"}, ""},
		{"success to all", wrongly("success", answer(200, "success")), verdict.CheckAnswered, []string{"handshake/other-body:success"}, ""},
		{"quotes to all", wrongly(`"ECHO"`, answer(200, `"ECHO"`)), verdict.CheckEchoed, []string{"handshake/quotes", "handshake/signature-not-checked"}, ""},
	}
}

func causeCases() []handshakeCase {
	late := silence(exchange.Timeout, "no complete answer within 5s")
	cases := []handshakeCase{
		{"late", verification(callback.MP, late), verdict.CheckNotSent, []string{"handshake/timeout"}, "no complete answer within 200ms; the platform's limit is 5 seconds" + notSaved},
		{"late, WeCom", verification(callback.Work, late), verdict.CheckNotSent, []string{"handshake/timeout:work"}, "no complete answer within 200ms; WeCom's limit for this request is 1 second"},
		{"neither response nor cause", verification(callback.MP, exchange.Exchange{}), verdict.CheckNotSent, []string{"handshake/failed"}, ""},
		{"interrupted", verification(callback.MP, silence(exchange.Interrupted, "interrupted")), verdict.CheckNotSent, []string{"handshake/failed"}, ""},
	}
	for _, id := range []string{exchange.Refused, exchange.Closed, exchange.NoName, exchange.NoTLS, exchange.NotHTTP, exchange.TooLarge, exchange.Failed} {
		cases = append(cases, handshakeCase{id, verification(callback.MP, silence(id, "because of "+id)), verdict.CheckNotSent, []string{"handshake/" + id}, "because of " + id + notSaved})
	}
	return cases
}
