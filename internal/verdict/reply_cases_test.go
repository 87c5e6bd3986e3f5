package verdict_test

import (
	"strings"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/wxtest"
)

// replyCase is an answer to a push and what it is worth.
type replyCase struct {
	name     string
	asked    asked
	attempts []exchange.Exchange
	kind     string
	want     []string // names of problems, see nameOf
	says     string   // part of a problem and its effect
}

// replyCases are all cases of pushes.
func replyCases() []replyCase {
	var all []replyCase
	for _, list := range [][]replyCase{bodyCases(), sealedCases(), formCases(), elementCases(), contentCases(), ackCases(), botCases(), transportCases()} {
		all = append(all, list...)
	}
	return all
}

const (
	faultMP   = "; so the user sees 「该公众号提供的服务出现故障，请稍后再试」"
	faultMini = "; so the user sees 「该小程序客服暂时无法提供服务，请稍后再试」"
	faultWork = "; so the member sees no answer"
	notGot    = "; so the platform treats the push as not received, and may send it again"
)

// release is the push of an open platform's release check.
func release() asked {
	a := toText(expect.Passive)
	a.Expect.Content = "hello"
	return a
}

func bodyCases() []replyCase {
	notice := ask("<xml><InfoType>component_verify_ticket</InfoType></xml>", expect.Answer{})
	return []replyCase{
		{"a good reply", toText(""), once(good), "text", nil, ""},
		{"nothing", toText(""), once(""), "empty", nil, ""},
		{"success", toText(""), once("success"), "success", nil, ""},
		{"success in quotes", toText(""), once(`"success"`), "other", []string{"reply/almost-success"}, `the body is "\"success\""; only the 7 bytes success count` + faultMP},
		{"success with a line end", toText(""), once("success\n"), "other", []string{"reply/almost-success"}, ""},
		{"SUCCESS", toText(""), once("SUCCESS"), "other", []string{"reply/almost-success"}, ""},
		{"success after a BOM", toText(""), once("\xef\xbb\xbfsuccess"), "other", []string{"reply/almost-success"}, ""},
		{"blanks", toText(""), once(" \n"), "other", []string{"reply/blank"}, "the body is 2 bytes of whitespace"},
		{"notice answered success", notice, once("success"), "success", nil, ""},
		{"notice answered nothing", notice, once(""), "other", []string{"reply/not-success"}, "the body is empty; this notice must be answered with the 7 bytes success" + notGot},
		{"notice answered SUCCESS", notice, once("SUCCESS"), "other", []string{"reply/not-success"}, `the body is "SUCCESS"; `},
		{"notice answered at length", notice, once(strings.Repeat("x", 61)), "other", []string{"reply/not-success"}, `the body is "` + strings.Repeat("x", 60) + `"… (61 bytes); `},
		{"notice answered with 60 bytes", notice, once(strings.Repeat("x", 60)), "other", []string{"reply/not-success"}, `the body is "` + strings.Repeat("x", 60) + `"; `},
		{"notice answered encrypted", in(callback.Safe, "", toText(expect.Success)), once(sealed(account(callback.MP), callback.ReplyXML, "success")), "other", []string{"reply/not-success"}, ""},
		{"nothing where nothing is wanted", toText(expect.Empty), once(""), "empty", nil, ""},
		{"success where nothing is wanted", toText(expect.Empty), once("success"), "other", []string{"reply/not-empty"}, `the body is "success"; this push must be answered with nothing` + notGot},
		{"unknown whether it is shown", toText(expect.Unknown), once(good), "text", nil, ""},
		{"release check answered", release(), once(good), "text", nil, ""},
		{"release check with another text", release(), once(but("hello", "Hello")), "text", []string{"reply/wrong-content"}, `Content is "Hello", it must be "hello"; so the platform's release check fails`},
		{"release check answered success", release(), once("success"), "other", []string{"reply/wrong-content:silent"}, `the body is "success"; this push must be answered with the text hello`},
		{"release check answered nothing", release(), once(""), "other", []string{"reply/wrong-content:silent"}, "the body is empty; "},
		{"release check answered with no message", release(), once("hello"), "other", []string{"reply/not-xml"}, "so the platform's release check fails"},
		{"unread, nothing", toText(expect.Unread), once(""), "empty", nil, ""},
		{"unread, success", toText(expect.Unread), once("success"), "success", nil, ""},
		{"unread, a reply", toText(expect.Unread), once(good), "text", []string{"reply/not-read"}, "the platform does not read the answer to this push; success or nothing is usual; so the platform ignores it, and nothing of it is shown"},
		{"unread, letters that could be base64", in(callback.Safe, "", toText(expect.Unread)), once("hello"), "other", []string{"reply/not-read"}, ""},
		{"unread, status 500", toText(expect.Unread), []exchange.Exchange{answer(500, "")}, "other", []string{"transport/http-status"}, "so no user sees it; the platform counts a failure"},
	}
}

func sealedCases() []replyCase {
	mp := account(callback.MP)
	token, id := *mp, *mp
	token.Token, id.ReceiveID = "other", "wx0000000000000000"
	safe, unread := in(callback.Safe, "", toText("")), in(callback.Safe, "", toText(expect.Unread))
	right := sealed(mp, callback.ReplyXML, good)
	toJSON := in(callback.Safe, "", ask(`{"ToUserName":"gh_1","FromUserName":"oFan","MsgType":"text"}`, expect.Answer{}))
	rooted := strings.NewReplacer("<xml>", "<root>", "</xml>", "</root>")
	hardware := in(callback.Safe, "work", ask(`{"msg_type":"event"}`, expect.Answer{Kind: expect.Fields, Fields: []expect.Field{{Name: "errcode", Value: "0"}}}))
	hardware.Form = callback.FormHardware
	return []replyCase{
		{"encrypted", safe, once(right), "text", nil, ""},
		{"encrypted JSON to JSON", toJSON, once(sealed(mp, callback.ReplyJSON, good)), "text", nil, ""},
		{"safe mode, nothing", safe, once(""), "empty", nil, ""},
		{"safe mode, success", safe, once("success"), "success", nil, ""},
		{"compatible mode, plain", in(callback.Compatible, "", toText("")), once(good), "text", nil, ""},
		{"compatible mode, encrypted", in(callback.Compatible, "", toText("")), once(right), "text", nil, ""},
		{"plaintext in safe mode", safe, once(good), "text", []string{"reply/plaintext-in-safe-mode"}, "the reply is plaintext; where pushes are encrypted the reply must be too"},
		{"plain JSON in safe mode", toJSON, once(`{"MsgType":"text"}`), "text", []string{"reply/plaintext-in-safe-mode"}, ""},
		{"a page in safe mode", safe, once("<html><p>login</p></html>"), "other", []string{"reply/wrong-root"}, "root element is <html>"},
		{"JSON to XML in safe mode", safe, once("{}"), "other", []string{"reply/not-xml"}, ""},
		{"encrypted in plain mode", toText(""), once(right), "other", []string{"reply/encrypted-in-plain-mode"}, "the account is in plain mode"},
		{"nothing encrypted", safe, once(sealed(mp, callback.ReplyXML, "")), "other", []string{"reply/empty-encrypted"}, ""},
		{"JSON envelope to XML", safe, once(sealed(mp, callback.ReplyJSON, good)), "other", []string{"reply/json-envelope"}, ""},
		{"another root around Encrypt", safe, once(rooted.Replace(right)), "other", []string{"reply/wrong-root"}, "root element is <root>, it must be <xml>"},
		{"another Token", safe, once(sealed(&token, callback.ReplyXML, good)), "other", []string{"reply/wrong-msg-signature"}, "MsgSignature is not that of Token, TimeStamp, Nonce and Encrypt: "},
		{"another receiveid", safe, once(sealed(&id, callback.ReplyXML, good)), "other", []string{"reply/wrong-receiveid"}, "wx0000000000000000"},
		{"Timestamp for TimeStamp", safe, once(strings.ReplaceAll(right, "TimeStamp", "Timestamp")), "other", []string{"reply/unsigned"}, "without TimeStamp; there is Timestamp, but names are case-sensitive"},
		{"a frame that was cut off", safe, once(cutFrame(mp)), "other", []string{"reply/cannot-decrypt"}, ""},
		{"bad inside", safe, once(sealed(mp, callback.ReplyXML, but("[text]", "[sticker]"))), "sticker", []string{"reply/unknown-msg-type"}, ""},
		{"no XML inside", safe, once(sealed(mp, callback.ReplyXML, "<xml><MsgType>text</MsgType><Content>1 < 2</Content></xml>")), "other", []string{"reply/not-xml"}, ""},
		{"unread, encrypted", unread, once(right), "text", []string{"reply/not-read"}, ""},
		{"unread, encrypted success", unread, once(sealed(mp, callback.ReplyXML, "success")), "success", []string{"reply/not-read"}, ""},
		{"unread, encrypted nothing", unread, once(sealed(mp, callback.ReplyXML, "")), "empty", []string{"reply/not-read"}, ""},
		{"unread, another Token", unread, once(sealed(&token, callback.ReplyXML, good)), "other", []string{"reply/not-read"}, "is usual; it does not decrypt either: "},
		{"unread, encrypted in plain mode", toText(expect.Unread), once(right), "other", []string{"reply/not-read"}, "is usual; so"},
		{"hardware answered plainly", hardware, once(`{"errcode":0}`), "ack", []string{"reply/plaintext-in-safe-mode:hardware"}, notGot},
		{"hardware answered", hardware, once(sealed(&hardware.Account, callback.ReplyLower, `{"errcode":0}`)), "ack", nil, ""},
		{"hardware answered in capitals", hardware, once(sealed(&hardware.Account, callback.ReplyJSON, `{"errcode":0}`)), "ack", []string{"reply/wrong-envelope"}, ""},
	}
}

// cutFrame is a reply whose signature is right and whose Encrypt is no frame.
func cutFrame(acct *callback.Account) string {
	stamp := callback.Stamp{Timestamp: "1751328001", Nonce: nonce}
	encrypt := "YWJj"
	signature := acct.PushParams(stamp, encrypt).Get("msg_signature")
	return "<xml><Encrypt>" + encrypt + "</Encrypt><MsgSignature>" + signature + "</MsgSignature><TimeStamp>1751328001</TimeStamp><Nonce>" + nonce + "</Nonce></xml>"
}

func formCases() []replyCase {
	toJSON := ask(`{"ToUserName":"gh_1","FromUserName":"oFan","MsgType":"text"}`, expect.Answer{})
	const inJSON = `{"ToUserName":"oFan","FromUserName":"gh_1","CreateTime":1751328001,"MsgType":"text","Content":"hello"}`
	return []replyCase{
		{"plain text", toText(""), once("thanks!"), "other", []string{"reply/not-xml"}, `the reply is plain text, neither XML nor the word success: "thanks!"` + faultMP},
		{"long plain text", toText(""), once(strings.Repeat("x", 100)), "other", []string{"reply/not-xml"}, `success: "` + strings.Repeat("x", 80) + `"…; so`},
		{"JSON", toText(""), once(`{"Content":"x"}`), "other", []string{"reply/not-xml"}, "the reply is JSON, not XML; so"},
		{"JSON list", toText(""), once(`[1]`), "other", []string{"reply/not-xml"}, "the reply is JSON, not XML"},
		{"quoted XML", toText(""), once(`"<xml></xml>"`), "other", []string{"reply/not-xml"}, "the reply is a quoted string, not XML: "},
		{"HTML", toText(""), once("\n<!DOCTYPE html><html></html>"), "other", []string{"reply/not-xml"}, "the reply is an HTML page, not XML: "},
		{"DOCTYPE", toText(""), once("<!DOCTYPE x><xml></xml>"), "other", []string{"reply/not-xml"}, "the reply is no message: it has a DOCTYPE"},
		{"broken CDATA", toText(""), once(but("<![CDATA[hello]]>", "< ![CDATA[hello]]>")), "other", []string{"reply/not-xml"}, "the reply is not well-formed XML"},
		{"another root", toText(""), once(strings.NewReplacer("<xml>", "<root>", "</xml>", "</root>").Replace(good)), "text", []string{"reply/wrong-root"}, ""},
		{"BOM", toText(""), once("\xef\xbb\xbf" + good), "text", []string{"reply/bom"}, "a byte order mark is before the reply; save the source files as UTF-8 without BOM; so some users see a fault notice"},
		{"blank line", toText(""), once("\n" + good), "text", []string{"reply/leading-space"}, "blanks or blank lines are before the reply"},
		{"Content twice", toText(""), once(but("<Content>", "<Content>hi</Content><Content>")), "text", []string{"reply/repeated"}, "Content is there 2 times; so it is not documented which of them counts"},
		{"MsgType twice", toText(""), once(but("<MsgType>", "<MsgType>text</MsgType><MsgType>")), "text", []string{"reply/repeated"}, "MsgType is there 2 times"},
		{"JSON to JSON", toJSON, once(inJSON), "text", nil, ""},
		{"JSON without a type to JSON", toJSON, once(strings.Replace(inJSON, `"MsgType":"text",`, "", 1)), "other", []string{"reply/no-msg-type"}, ""},
		{"XML to JSON", toJSON, once(good), "text", nil, ""},
		{"broken JSON to JSON", toJSON, once(inJSON + "}"), "other", []string{"reply/not-json"}, "the reply is not well-formed JSON"},
	}
}

func elementCases() []replyCase {
	const to, from = "<ToUserName><![CDATA[oFan]]></ToUserName>", "<FromUserName><![CDATA[gh_1]]></FromUserName>"
	button := typed("update_button", "<Button><ReplaceName>done</ReplaceName></Button>")
	member, mini := in(callback.Plain, "work", toText(expect.Card)), in(callback.Plain, "miniprogram", toText(expect.Transfer))
	cases := []replyCase{
		{"no addresses", toText(""), once(strings.NewReplacer(to, "", from, "").Replace(good)), "text", []string{"reply/no-addresses"}, "ToUserName and FromUserName are missing"},
		{"not swapped", toText(""), once(strings.NewReplacer("oFan", "gh_1", "gh_1", "oFan").Replace(good)), "text", []string{"reply/not-swapped"}, ""},
		{"no receiver", toText(""), once(but(to, "")), "text", []string{"reply/wrong-to-user:missing"}, `ToUserName is missing, it must be "oFan"`},
		{"blanks around the receiver", toText(""), once(but("oFan", "oFan ")), "text", []string{"reply/wrong-to-user:blanks"}, `ToUserName has spaces or line ends around "oFan"`},
		{"another receiver", toText(""), once(but("oFan", "oOther")), "text", []string{"reply/wrong-to-user"}, `ToUserName is "oOther", it must be "oFan", the push's FromUserName`},
		{"no sender", toText(""), once(but(from, "")), "text", []string{"reply/wrong-from-user:missing"}, `FromUserName is missing, it must be "gh_1"`},
		{"blanks around the sender", toText(""), once(but("gh_1", " gh_1")), "text", []string{"reply/wrong-from-user:blanks"}, ""},
		{"appid as sender", toText(""), once(but("gh_1", wxtest.AppID)), "text", []string{"reply/wrong-from-user:appid"}, `FromUserName is the appid "` + wxtest.AppID + `"; it must be the account's original id "gh_1"`},
		{"another sender", toText(""), once(but("gh_1", "gh_2")), "text", []string{"reply/wrong-from-user"}, `FromUserName is "gh_2", it must be "gh_1", the push's ToUserName`},
		{"no type", toText(""), once(but("<MsgType><![CDATA[text]]></MsgType>", "")), "other", []string{"reply/no-msg-type"}, ""},
		{"unknown type", toText(""), once(but("[text]", "[sticker]")), "sticker", []string{"reply/unknown-msg-type"}, `MsgType "sticker" is no reply that the platform knows;`},
		{"upper-case type", toText(""), once(but("[text]", "[Text]")), "Text", []string{"reply/unknown-msg-type:case"}, `write "text", lower case and without spaces`},
		{"music to a member", in(callback.Plain, "work", toText("")), once(typed("music", "<Music><MusicUrl>u</MusicUrl></Music>")), "music", []string{"reply/unknown-msg-type"}, faultWork},
		{"a button to a user", toText(""), once(button), "update_button", []string{"reply/unknown-msg-type"}, ""},
		{"no content", toText(""), once(but("<Content><![CDATA[hello]]></Content>", "")), "text", []string{"reply/missing-part"}, "Content is missing; so"},
		{"lower-case content", toText(""), once(but("<Content><![CDATA[hello]]></Content>", "<content>hello</content>")), "text", []string{"reply/missing-part"}, "Content is missing; content is there, but names are case-sensitive; so"},
		{"image without media id", toText(""), once(typed("image", "<Image></Image>")), "image", []string{"reply/missing-part"}, "Image/MediaId is missing"},
		{"empty media id", toText(""), once(typed("voice", "<Voice><MediaId> </MediaId></Voice>")), "voice", []string{"reply/empty-part"}, "MediaId is empty; to answer nothing send success or an empty body"},
		{"a card's change", member, once(button), "update_button", nil, ""},
		{"a text to a card", member, once(good), "text", []string{"reply/card-only"}, "a click on a template card takes update_button or update_template_card, not text" + faultWork},
		{"a transfer", mini, once(typed("transfer_customer_service", "")), "transfer_customer_service", nil, ""},
		{"a text in a mini program", mini, once(good), "text", []string{"reply/transfer-only"}, "not text; answer through the customer-service API" + faultMini},
	}
	return append(cases, timeCases()...)
}

func timeCases() []replyCase {
	at := func(time string) []exchange.Exchange { return once(but("1751328001", time)) }
	return []replyCase{
		{"first second", toText(""), at("1"), "text", nil, ""},
		{"last second", toText(""), at("99999999999"), "text", nil, ""},
		{"no time", toText(""), once(but("<CreateTime>1751328001</CreateTime>", "")), "text", []string{"reply/create-time:missing"}, "CreateTime is missing"},
		{"blanks around the time", toText(""), at(" 1751328001000"), "text", []string{"reply/create-time:blanks"}, `CreateTime " 1751328001000" has spaces around it`},
		{"time in words", toText(""), at("now"), "text", []string{"reply/create-time:words"}, `CreateTime "now" is not a whole number of seconds`},
		{"part of a second", toText(""), at("1751328001.5"), "text", []string{"reply/create-time:words"}, ""},
		{"zero", toText(""), at("0"), "text", []string{"reply/create-time:small"}, "CreateTime 0 is not a time"},
		{"before 1970", toText(""), at("-1751328001000"), "text", []string{"reply/create-time:small"}, ""},
		{"first millisecond", toText(""), at("100000000000"), "text", []string{"reply/create-time-milliseconds"}, ""},
		{"milliseconds", toText(""), at("1751328001000"), "text", []string{"reply/create-time-milliseconds"}, "CreateTime 1751328001000 is in milliseconds; the official pages want seconds; so such replies have arrived"},
		{"last millisecond", toText(""), at("99999999999999"), "text", []string{"reply/create-time-milliseconds"}, ""},
		{"microseconds", toText(""), at("1751328001000000"), "text", []string{"reply/create-time:large"}, "CreateTime 1751328001000000 is no time in seconds"},
		{"nanoseconds", toText(""), at("1751328001000000000"), "text", []string{"reply/create-time:large"}, ""},
	}
}

func contentCases() []replyCase {
	event := ask("<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><MsgType>event</MsgType><Event>subscribe</Event></xml>", expect.Answer{})
	member := in(callback.Plain, "work", toText(""))
	music := func(inside string) []exchange.Exchange { return once(typed("music", inside)) }
	const url, thumb = "<MusicUrl>https://example.com/a.mp3</MusicUrl>", "<ThumbMediaId>m</ThumbMediaId>"
	long := func(n int) []exchange.Exchange { return once(but("hello", strings.Repeat("x", n))) }
	article := func(url string) []exchange.Exchange {
		return once(typed("news", "<ArticleCount>1</ArticleCount><Articles><item><Title>t</Title>"+url+"</item></Articles>"))
	}
	return []replyCase{
		{"1800 bytes", toText(""), long(1800), "text", nil, ""},
		{"1801 bytes", toText(""), long(1801), "text", []string{"reply/text-long"}, "Content has 1801 bytes; failures were seen from about 600 Chinese characters (1800 bytes) on; so some users see a fault notice instead"},
		{"2048 bytes in two-byte characters", toText(""), once(but("hello", strings.Repeat("é", 1024))), "text", []string{"reply/text-long"}, ""},
		{"2049 bytes", toText(""), long(2049), "text", []string{"reply/text-too-long"}, "Content has 2049 bytes; more than 2048 are not delivered" + faultMP},
		{"2048 bytes to a member", member, long(2048), "text", nil, ""},
		{"2049 bytes to a member", member, long(2049), "text", []string{"reply/text-too-long:work"}, "Content has 2049 bytes; WeCom cuts it off at 2048; so the member sees the text cut off"},
		{"news", toText(""), once(news("1", 1)), "news", nil, ""},
		{"two articles to a user", toText(""), once(news("2", 2)), "news", []string{"reply/one-article"}, "only the first of 2 articles is shown: a user's message may be answered with 1 (since October 2018); so the user sees 1 article"},
		{"nine articles to a user", toText(""), once(news("9", 9)), "news", []string{"reply/one-article"}, "only the first of 9 articles is shown"},
		{"eight articles to an event", event, once(news("8", 8)), "news", nil, ""},
		{"nine articles to an event", event, once(news("9", 9)), "news", []string{"reply/too-many-articles"}, "only the first 8 of 9 articles are shown: a reply may have 8; so the user sees 8 articles"},
		{"eight articles to a member", member, once(news("8", 8)), "news", nil, ""},
		{"ten articles to a member", member, once(news("10", 10)), "news", []string{"reply/too-many-articles"}, "only the first 8 of 10 articles are shown"},
		{"three said, one there", toText(""), once(news("3", 1)), "news", []string{"reply/article-count"}, "ArticleCount says 3, but Articles has 1"},
		{"no article", toText(""), once(news("0", 0)), "news", []string{"reply/article-count:none"}, "Articles has no item"},
		{"count in words", toText(""), once(news("one", 1)), "news", []string{"reply/article-count:words"}, `ArticleCount "one" is not a number`},
		{"no Url", toText(""), article(""), "news", []string{"reply/no-url"}, "Articles/item/Url is missing or empty; so tapping the article opens nothing"},
		{"empty Url", toText(""), article("<Url></Url>"), "news", []string{"reply/no-url"}, ""},
		{"no Title in the second", event, once(strings.Replace(news("2", 2), "</item><item><Title>t</Title>", "</item><item>", 1)), "news", []string{"reply/missing-part"}, "Articles/item[2]/Title is missing"},
		{"music", toText(""), music("<Music>" + url + thumb + "</Music>"), "music", nil, ""},
		{"music without a link", toText(""), music("<Music>" + thumb + "</Music>"), "music", nil, ""},
		{"no thumbnail", toText(""), music("<Music>" + url + "</Music>"), "music", []string{"reply/no-thumb-media-id"}, "Music/ThumbMediaId is missing; so some users may see a fault notice"},
		{"no thumbnail, link in high quality", toText(""), music("<Music><HQMusicUrl>https://example.com/a.mp3</HQMusicUrl></Music>"), "music", []string{"reply/no-thumb-media-id"}, ""},
		{"empty thumbnail", toText(""), music("<Music>" + url + "<ThumbMediaId></ThumbMediaId></Music>"), "music", []string{"reply/no-thumb-media-id"}, "Music/ThumbMediaId is empty; so"},
		{"thumbnail of blanks", toText(""), music("<Music>" + url + "<ThumbMediaId> </ThumbMediaId></Music>"), "music", []string{"reply/no-thumb-media-id"}, "Music/ThumbMediaId is empty; so"},
		{"thumbnail in other letters", toText(""), music("<Music>" + url + "<thumbMediaId>m</thumbMediaId></Music>"), "music", []string{"reply/no-thumb-media-id"}, "Music/ThumbMediaId is missing; Music/thumbMediaId is there, but names are case-sensitive"},
		{"neither thumbnail nor link", toText(""), music("<Music><Title>t</Title></Music>"), "music", []string{"reply/missing-part:music"}, "Music has no link, and Music/ThumbMediaId is missing; so"},
		{"empty Music", toText(""), music("<Music></Music>"), "music", []string{"reply/missing-part:music"}, ""},
		{"no Music", toText(""), music(url + thumb), "music", []string{"reply/missing-part"}, "Music is missing; so"},
	}
}
