package verdict_test

import (
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
)

// waybill is a push that takes an acknowledgement with these fields.
func waybill(fields ...expect.Field) asked {
	return ask("<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><MsgType>event</MsgType><Event>add_waybill</Event></xml>",
		expect.Answer{Kind: expect.Fields, Fields: fields})
}

func ackCases() []replyCase {
	all := waybill(expect.Field{Name: "ToUserName"}, expect.Field{Name: "FromUserName"}, expect.Field{Name: "CreateTime"},
		expect.Field{Name: "MsgType"}, expect.Field{Name: "Event"}, expect.Field{Name: "ResultCode", Value: "0"})
	code, time := waybill(expect.Field{Name: "ErrCode", Value: "0"}), waybill(expect.Field{Name: "CreateTime"})
	other := waybill(expect.Field{Name: "Event", Value: "cancel_waybill"})
	objects := waybill(expect.Field{Name: "Sender"}, expect.Field{Name: "Path"}, expect.Field{Name: "Empty"})
	const right = "<xml><ToUserName>oFan</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1751328001</CreateTime><MsgType>event</MsgType><Event>add_waybill</Event><ResultCode>0</ResultCode></xml>"
	changed := func(old, new string) []exchange.Exchange { return once(strings.Replace(right, old, new, 1)) }
	at := func(text string) []exchange.Exchange {
		return once("<xml><CreateTime>" + text + "</CreateTime></xml>")
	}
	mp := account(callback.MP)
	return []replyCase{
		{"acknowledged", all, once(right), "ack", nil, ""},
		{"acknowledged in JSON", all, once(`{"ToUserName":"oFan","FromUserName":"gh_1","CreateTime":1751328001,"MsgType":"event","Event":"add_waybill","ResultCode":0}`), "ack", nil, ""},
		{"acknowledged, encrypted", in(callback.Safe, "", code), once(sealed(mp, callback.ReplyXML, "<xml><ErrCode>0</ErrCode></xml>")), "ack", nil, ""},
		{"acknowledged plainly in safe mode", in(callback.Safe, "", code), once("<xml><ErrCode>0</ErrCode></xml>"), "ack", nil, ""},
		{"acknowledged with another root", code, once("<reply><ErrCode>0</ErrCode></reply>"), "ack", nil, ""},
		{"no acknowledgement", code, once(""), "ack", []string{"ack/no-ack"}, "the body is empty; the platform waits for ErrCode=0" + notGot},
		{"success for an acknowledgement", all, once("success"), "ack", []string{"ack/no-ack"}, `the body is "success"; the platform waits for ToUserName, FromUserName, CreateTime, MsgType, Event, ResultCode=0`},
		{"words for an acknowledgement", code, once("hello"), "ack", []string{"ack/not-xml"}, `the reply is plain text, neither XML nor the word success: "hello"; the platform waits for ErrCode=0`},
		{"no receiver in it", all, changed("<ToUserName>oFan</ToUserName>", ""), "ack", []string{"ack/missing-part"}, "ToUserName is missing from the acknowledgement"},
		{"not swapped in it", all, changed("oFan", "gh_1"), "ack", []string{"ack/wrong-part"}, `ToUserName is "gh_1", it must be "oFan"`},
		{"another sender in it", all, changed(">gh_1<", ">gh_2<"), "ack", []string{"ack/wrong-part"}, `FromUserName is "gh_2", it must be "gh_1"`},
		{"another type in it", all, changed(">event<", ">text<"), "ack", []string{"ack/wrong-part"}, `MsgType is "text", it must be "event"`},
		{"another event in it", all, changed("add_waybill", "cancel_waybill"), "ack", []string{"ack/wrong-part"}, `Event is "cancel_waybill", it must be "add_waybill"`},
		{"the push's event where another is wanted", other, changed("", ""), "ack", []string{"ack/wrong-part"}, `Event is "add_waybill", it must be "cancel_waybill"`},
		{"another code", all, changed(">0<", ">9<"), "ack", []string{"ack/wrong-part"}, `ResultCode is "9", it must be "0"`},
		{"code in other letters", all, changed("<ResultCode>0</ResultCode>", "<resultCode>0</resultCode>"), "ack", []string{"ack/missing-part"}, "ResultCode is missing from the acknowledgement; resultCode is there, but names are case-sensitive"},
		{"first code in other letters", code, once(`{"errcode":0}`), "ack", []string{"ack/missing-part"}, "ErrCode is missing from the acknowledgement; errcode is there"},
		{"objects and lists in JSON", objects, once(`{"Sender":{"Name":"a"},"Path":["x","y"],"Empty":""}`), "ack", nil, ""},
		{"objects and lists in XML", objects, once(`<xml><Sender><Name>a</Name></Sender><Path>x</Path><Path>y</Path><Empty/></xml>`), "ack", nil, ""},
		{"two of three missing in JSON", objects, once(`{"Sender":{"Name":"a"}}`), "ack", []string{"ack/missing-part", "ack/missing-part"}, ""},
		{"two of three missing in XML", objects, once(`<xml><Sender><Name>a</Name></Sender></xml>`), "ack", []string{"ack/missing-part", "ack/missing-part"}, ""},
		{"an object for a value", code, once(`{"ErrCode":{}}`), "ack", []string{"ack/missing-part"}, ""},
		{"seconds", time, at("1751328001"), "ack", nil, ""},
		{"no time in it", time, at(""), "ack", []string{"ack/create-time:missing"}, "CreateTime is missing" + notGot},
		{"blanks around the time in it", time, at("1751328001 "), "ack", []string{"ack/create-time:blanks"}, ""},
		{"words for a time in it", time, at("soon"), "ack", []string{"ack/create-time:words"}, `CreateTime "soon" is not a whole number of seconds`},
		{"microseconds in it", time, at("1751328001000000"), "ack", []string{"ack/create-time:large"}, ""},
		{"zero in it", time, at("0"), "ack", []string{"ack/create-time:small"}, ""},
		{"milliseconds in it", time, at("1751328001000"), "ack", []string{"ack/create-time:milliseconds"}, "CreateTime 1751328001000 is in milliseconds, it must be in seconds"},
	}
}

// toBot is a push to a smart bot, in plaintext so that replies need no envelope.
func toBot(push string) asked {
	a := in(callback.Plain, "work", ask(push, expect.Answer{Kind: expect.Bot}))
	a.Form, a.Account.ReceiveID = callback.FormBot, ""
	return a
}

func botCases() []replyCase {
	const said, opened, clicked, polled = `{"msgtype":"text","text":{"content":"hi"}}`, `{"msgtype":"event","event":{"eventtype":"enter_chat"}}`,
		`{"msgtype":"event","event":{"eventtype":"template_card_event"}}`, `{"msgtype":"stream"}`
	const text, stream = `{"msgtype":"text","text":{"content":"hi"}}`, `{"msgtype":"stream","stream":{"id":"1","finish":false,"content":""}}`
	const card, changed = `{"msgtype":"template_card","template_card":{"card_type":"text_notice"}}`, `{"response_type":"update_template_card","template_card":{"card_type":"text_notice"}}`
	safe := toBot(said)
	safe.mode = callback.Safe
	unknown := []string{"bot/unknown-msg-type"}
	return []replyCase{
		{"bot, nothing", toBot(said), once(""), "empty", nil, ""},
		{"bot, success", toBot(said), once("success"), "success", []string{"bot/not-bot"}, "a smart bot is answered with nothing or with its own JSON, not with success; so nothing is shown"},
		{"stream to a message", toBot(said), once(stream), "bot", nil, ""},
		{"card to a message", toBot(said), once(card), "bot", nil, ""},
		{"text to a message", toBot(said), once(text), "bot", unknown, `the reply is "text"; this push takes stream, template_card or stream_with_template_card` + faultWork},
		{"changed card to a message", toBot(said), once(changed), "bot", unknown, ""},
		{"image to a message", toBot(said), once(`{"msgtype":"image"}`), "bot", unknown, ""},
		{"text to enter_chat", toBot(opened), once(text), "bot", nil, ""},
		{"card to enter_chat", toBot(opened), once(card), "bot", nil, ""},
		{"stream to enter_chat", toBot(opened), once(stream), "bot", unknown, "this push takes text or template_card;"},
		{"changed card to a click", toBot(clicked), once(changed), "bot", nil, ""},
		{"text to a click", toBot(clicked), once(text), "bot", unknown, "this push takes update_template_card;"},
		{"stream to a poll", toBot(polled), once(stream), "bot", nil, ""},
		{"card to a poll", toBot(polled), once(card), "bot", unknown, ""},
		{"text to what is no JSON", toBot("?"), once(text), "bot", nil, ""},
		{"key in other letters", toBot(opened), once(`{"msgtype":"text","Text":{"content":"hi"}}`), "bot", []string{"bot/missing-part"}, "text/content is missing; Text/content is there, but names are case-sensitive"},
		{"empty content", toBot(opened), once(`{"msgtype":"text","text":{"content":""}}`), "bot", []string{"bot/empty-part"}, "text/content is empty"},
		{"no stream id", toBot(said), once(`{"msgtype":"stream","stream":{}}`), "bot", []string{"bot/missing-part"}, "stream/id is missing; so"},
		{"empty stream id and finish in words", toBot(said), once(`{"msgtype":"stream","stream":{"id":"","finish":"yes"}}`), "bot", []string{"bot/empty-part", "bot/wrong-part"}, `stream/finish is "yes", it must be true or false`},
		{"no card type", toBot(clicked), once(`{"response_type":"update_template_card","template_card":{}}`), "bot", []string{"bot/missing-part"}, "template_card/card_type is missing"},
		{"XML to a bot", toBot(said), once(`<xml></xml>`), "bot", []string{"bot/not-json"}, "the reply is no JSON object: "},
		{"bot, encrypted", safe, once(sealed(&safe.Account, callback.ReplyLower, stream)), "bot", nil, ""},
		{"a nonce in the query of the callback URL", safe, at("/wx?nonce=own&nonce="+nonce, once(sealed(&safe.Account, callback.ReplyLower, stream))), "bot", nil, ""},
		{"another nonce", safe, once(sealedFor(&safe.Account, callback.ReplyLower, stream, "1")), "other", []string{"bot/wrong-nonce"}, `the reply's nonce is "1"; `},
		{"bot, names in capitals", safe, once(sealed(&safe.Account, callback.ReplyJSON, stream)), "other", []string{"reply/wrong-envelope"}, ""},
	}
}

func transportCases() []replyCase {
	hangs, closed := silence(exchange.Timeout, "no complete answer within 5s"), silence(exchange.Closed, "the server closed the connection")
	member := in(callback.Plain, "work", toText(""))
	cases := []replyCase{
		{"hangs three times", toText(""), []exchange.Exchange{hangs, hangs, hangs}, "none", []string{"transport/timeout"}, "no complete answer within 5s (3 attempts)" + faultMP},
		{"closes, then hangs", toText(""), []exchange.Exchange{closed, answer(500, ""), hangs}, "none", []string{"transport/timeout"}, "within 5s at attempt 3; before: no answer, HTTP status 500; so"},
		{"interrupted", toText(""), []exchange.Exchange{silence(exchange.Interrupted, "interrupted")}, "none", []string{"transport/failed"}, "interrupted; so"},
		{"neither response nor cause", toText(""), []exchange.Exchange{{Request: request()}}, "none", []string{"transport/failed"}, ""},
		{"status 500", toText(""), []exchange.Exchange{answer(500, good)}, "other", []string{"transport/http-status"}, "HTTP status 500 Internal Server Error instead of 200" + faultMP},
		{"status 201", toText(""), []exchange.Exchange{answer(201, good)}, "other", []string{"transport/http-status"}, ""},
		{"status 400", toText(""), []exchange.Exchange{answer(400, "")}, "other", []string{"transport/http-status"}, ""},
		{"status 300", toText(""), []exchange.Exchange{answer(300, "")}, "other", []string{"transport/redirect"}, ""},
		{"status without a name", toText(""), []exchange.Exchange{answer(599, "")}, "other", []string{"transport/http-status"}, "HTTP status 599 instead of 200"},
		{"status 403", toText(""), []exchange.Exchange{answer(403, "")}, "other", []string{"transport/http-status:refused"}, "HTTP status 403 Forbidden instead of 200: the server refused the push; does it use the same Token, EncodingAESKey and app id?; so"},
		{"status 401 from a member's server", member, []exchange.Exchange{answer(401, ""), answer(401, ""), answer(401, "")}, "other", []string{"transport/http-status:refused"}, "instead of 200 (3 attempts): the server refused the push; does it use the same Token, EncodingAESKey and app id? (WeCom sends a push again after every status but 200)" + faultWork},
		{"another status each time", member, []exchange.Exchange{answer(500, ""), answer(502, ""), answer(502, "")}, "other", []string{"transport/http-status"}, "HTTP status 502 Bad Gateway instead of 200 at attempt 3; before: HTTP status 500, HTTP status 502 (WeCom sends"},
		{"two attempts at a member's server", member, []exchange.Exchange{answer(500, ""), answer(500, "")}, "other", []string{"transport/http-status"}, " (2 attempts) (WeCom sends a push again"},
		{"redirect", toText(""), []exchange.Exchange{answer(302, "")}, "other", []string{"transport/redirect"}, `HTTP 302 redirects to "/login"; the platform does not follow; so`},
		{"second attempt", toText(""), []exchange.Exchange{hangs, answer(200, "success")}, "success", []string{"transport/late"}, "attempt 1 failed with no answer in time, only attempt 2 was answered with 200; the server got the same message 2 times, so de-duplicate by MsgId; so the user waits longer"},
		{"third attempt", member, []exchange.Exchange{closed, answer(500, ""), answer(200, "")}, "empty", []string{"transport/late:many"}, "2 attempts failed with no answer, HTTP status 500, only attempt 3 was answered with 200"},
	}
	for _, id := range []string{exchange.Refused, exchange.Closed, exchange.NoName, exchange.NoTLS, exchange.NotHTTP, exchange.TooLarge, exchange.Failed} {
		cases = append(cases, replyCase{id, toText(""), []exchange.Exchange{silence(id, "because of "+id)}, "none", []string{"transport/" + id}, "because of " + id + faultMP})
	}
	return cases
}
