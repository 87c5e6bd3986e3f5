package verdict

import (
	"fmt"
	"io"
	"strings"

	"wxtool/internal/expect"
	"wxtool/internal/lang"
)

// WriteMarkdown writes all rules as a page in a language, topic by topic.
func WriteMarkdown(w io.Writer, l lang.Language) error {
	page := &rulePage{lang: l}
	fmt.Fprintf(page, pageIntro.In(l), len(Rules()))
	page.effects(FaultNotice, expect.Passive, expect.Card, expect.Transfer, expect.Bot, expect.Unknown)
	page.effects(NotReceived, expect.Fields, expect.Success, expect.Empty)
	page.effects(CountedFailure, expect.Unread)
	page.effects(ReleaseCheckFails)
	topic := Topic("")
	for _, r := range Rules() {
		if r.Topic != topic {
			topic = r.Topic
			fmt.Fprintf(page, "\n## %s\n", topicTitle(topic).In(l))
		}
		page.rule(&r)
	}
	page.phrases()
	_, err := io.WriteString(w, page.String())
	return err
}

// rulePage is a page of rules in a language.
type rulePage struct {
	strings.Builder
	lang lang.Language
}

var pageIntro = lang.Text{EN: `# Every verdict

Made from the tables of ` + "`internal/verdict`" + `, do not edit: run ` + "`go generate ./...`" + `.

These are the %d rules by which ` + "`wxtool send-fixture`" + `, ` + "`wxtool handshake`" + ` and the users' acts
of ` + "`wxtool sandbox`" + ` judge an answer. A rule is named by its topic and its ID, which do not
change; sentences may. In JSON a problem has ` + "`id`, `level`, `problem`, `effect`, `topic`,\n`requirement`, `source` and `remedy`" + `. An *error* is an answer that does not reach the user,
or a URL that is not accepted, and makes the exit code 1. A *warning* is about what works
now and may go wrong, or on which sources disagree. In the sentences ` + "`{name}`" + ` is a fact of the
case, and ` + "`{name:q}`" + ` one in quotes.

## What is seen

Where a rule says that the effect depends on the push, it is this. The kinds are those of
the column *answer* in [every push and reply](pushes.md).

| expected answer | Official Account | mini program | WeCom |
|---|---|---|---|
`, ZH: `# 全部判定规则

由 ` + "`internal/verdict`" + ` 中的表生成，请勿手工修改：运行 ` + "`go generate ./...`" + `。

` + "`wxtool send-fixture`、`wxtool handshake`" + ` 以及 ` + "`wxtool sandbox`" + ` 中用户的操作按以下 %d 条规则判定应答。
规则以主题和 ID 命名，二者不会改变，文字可能会改。JSON 中的一个问题包含 ` + "`id`、`level`、`problem`、`effect`、\n`topic`、`requirement`、`source` 和 `remedy`" + `。*error* 表示用户收不到回复，或 URL 无法保存，退出码为 1；
*warning* 表示目前可用但可能出错，或各方资料说法不一。文字中的 ` + "`{name}`" + ` 是具体情况中的值，` + "`{name:q}`" + ` 是带引号的值。

## 用户看到什么

规则的影响取决于推送时，以下表为准。种类与[全部推送和回复](pushes.md)中 *answer* 一列相同。

| 期望的应答 | 公众号 | 小程序 | 企业微信 |
|---|---|---|---|
`}

func topicTitle(t Topic) lang.Text {
	return map[Topic]lang.Text{
		TopicReply:     {EN: "reply: a passive reply, success, or nothing", ZH: "reply：被动回复、success 或空正文"},
		TopicAck:       {EN: "ack: a structured acknowledgement", ZH: "ack：确认应答"},
		TopicBot:       {EN: "bot: the reply of a smart bot", ZH: "bot：智能机器人的回复"},
		TopicTransport: {EN: "transport: the HTTP exchange of a push", ZH: "transport：推送的 HTTP 交互"},
		TopicHandshake: {EN: "handshake: the verification of a callback URL", ZH: "handshake：回调 URL 的验证"},
		TopicProbe:     {EN: "probe: a push with a wrong signature", ZH: "probe：签名错误的推送"},
	}[t]
}

// pageWords are the words between the texts of a page.
var (
	wordRelease  = lang.Text{EN: "the text of a release check", ZH: "全网发布检测的文本"}
	wordReported = lang.Text{EN: "- reported: `%s`", ZH: "- 报告：`%s`"}
	wordSo       = lang.Text{EN: "; so %s", ZH: "；影响：%s"}
	wordRule     = lang.Text{EN: "- so: %s\n- remedy: %s\n- source: %s\n", ZH: "- 影响：%s\n- 处理：%s\n- 来源：%s\n"}
	wordParts    = lang.Text{
		EN: "\n## Parts of sentences\n\nA fact may be one of these, with facts of its own.\n\n",
		ZH: "\n## 文字中的片段\n\n具体情况中的值可以是以下片段之一，片段中又有自己的值。\n\n",
	}
	wordAtWeCom = lang.Text{EN: "; at WeCom %s", ZH: "；企业微信：%s"}
	wordWeCom   = lang.Text{EN: "; WeCom: %s", ZH: "；企业微信：%s"}
)

// effects writes what is seen where one of these is expected, or without kinds where a
// passive reply with one text is.
func (p *rulePage) effects(e Effect, kinds ...expect.Kind) {
	names := []string{wordRelease.In(p.lang)}
	for i, kind := range kinds {
		names = append(names[:i], "`"+string(kind)+"`")
	}
	in := func(f Family) string { return e.Text(f).In(p.lang) }
	fmt.Fprintf(p, "| %s | %s | %s | %s |\n", strings.Join(names, wordsOf(p.lang).comma), in(OfficialAccount), in(MiniProgram), in(WeCom))
}

func (p *rulePage) rule(r *Rule) {
	fmt.Fprintf(p, "\n### %s/%s\n\n*%s.* %s\n\n", r.Topic, r.ID, r.Level, inText(r.Requirement.In(p.lang)))
	for _, f := range r.Findings {
		fmt.Fprintf(p, wordReported.In(p.lang), f.Text.In(p.lang))
		if f.Effect != 0 {
			fmt.Fprintf(p, wordSo.In(p.lang), f.Effect.Text(OfficialAccount).In(p.lang))
		}
		p.WriteString("\n")
	}
	fmt.Fprintf(p, wordRule.In(p.lang), p.seen(r.Effect), inText(r.Remedy.In(p.lang)), p.sources(r.Source))
}

// phrases lists the phrases that are more than a fact.
func (p *rulePage) phrases() {
	p.WriteString(wordParts.In(p.lang))
	for _, t := range phraseTexts {
		if strings.Contains(t.EN, " ") && !strings.HasPrefix(t.EN, "{") {
			fmt.Fprintf(p, "- `%s`\n", strings.TrimSpace(t.In(p.lang)))
		}
	}
}

// seen is an effect for every family.
func (p *rulePage) seen(e Effect) string {
	mp, work := e.Text(OfficialAccount).In(p.lang), e.Text(WeCom).In(p.lang)
	if mp == work {
		return mp
	}
	return mp + fmt.Sprintf(wordAtWeCom.In(p.lang), work)
}

// sources is a source for every family.
func (p *rulePage) sources(s Source) string {
	page := sourceIn(s.Page, p.lang)
	if s.WeCom == "" {
		return page
	}
	return page + fmt.Sprintf(wordWeCom.In(p.lang), sourceIn(s.WeCom, p.lang))
}

// inText keeps element names from being read as HTML.
func inText(s string) string {
	return strings.NewReplacer("<xml>", "`<xml>`", "<?php", "`<?php`").Replace(s)
}
