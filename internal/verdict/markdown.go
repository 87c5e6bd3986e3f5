package verdict

import (
	"fmt"
	"io"
	"strings"

	"wxtool/internal/expect"
	"wxtool/internal/lang"
)

// WriteMarkdown writes all rules as a page, topic by topic.
func WriteMarkdown(w io.Writer) error {
	var page strings.Builder
	fmt.Fprintf(&page, pageIntro, len(Rules()))
	writeEffects(&page, FaultNotice, expect.Passive, expect.Card, expect.Transfer, expect.Bot, expect.Unknown)
	writeEffects(&page, NotReceived, expect.Fields, expect.Success, expect.Empty)
	writeEffects(&page, CountedFailure, expect.Unread)
	writeEffects(&page, ReleaseCheckFails)
	topic := Topic("")
	for _, r := range Rules() {
		if r.Topic != topic {
			topic = r.Topic
			fmt.Fprintf(&page, "\n## %s\n", topicTitle(topic))
		}
		writeRule(&page, &r)
	}
	writePhrases(&page)
	_, err := io.WriteString(w, page.String())
	return err
}

const pageIntro = `# Every verdict

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
`

func topicTitle(t Topic) string {
	return map[Topic]string{
		TopicReply:     "reply: a passive reply, success, or nothing",
		TopicAck:       "ack: a structured acknowledgement",
		TopicBot:       "bot: the reply of a smart bot",
		TopicTransport: "transport: the HTTP exchange of a push",
		TopicHandshake: "handshake: the verification of a callback URL",
		TopicProbe:     "probe: a push with a wrong signature",
	}[t]
}

// writeEffects writes what is seen where one of these is expected, or without
// kinds where a passive reply with one text is.
func writeEffects(page *strings.Builder, e Effect, kinds ...expect.Kind) {
	names := []string{"the text of a release check"}
	for i, kind := range kinds {
		names = append(names[:i], "`"+string(kind)+"`")
	}
	fmt.Fprintf(page, "| %s | %s | %s | %s |\n", strings.Join(names, ", "), e.Text(OfficialAccount).EN, e.Text(MiniProgram).EN, e.Text(WeCom).EN)
}

func writeRule(page *strings.Builder, r *Rule) {
	fmt.Fprintf(page, "\n### %s/%s\n\n*%s.* %s\n\n", r.Topic, r.ID, r.Level, inText(r.Requirement.In(lang.English)))
	for _, f := range r.Findings {
		fmt.Fprintf(page, "- reported: `%s`", f.Text.EN)
		if f.Effect != 0 {
			fmt.Fprintf(page, "; so %s", f.Effect.Text(OfficialAccount).EN)
		}
		page.WriteString("\n")
	}
	fmt.Fprintf(page, "- so: %s\n- remedy: %s\n- source: %s\n", seen(r.Effect), inText(r.Remedy.EN), sources(r.Source))
}

// writePhrases lists the phrases that are more than a fact.
func writePhrases(page *strings.Builder) {
	page.WriteString("\n## Parts of sentences\n\nA fact may be one of these, with facts of its own.\n\n")
	for _, t := range phraseTexts {
		if strings.Contains(t.EN, " ") && !strings.HasPrefix(t.EN, "{") {
			fmt.Fprintf(page, "- `%s`\n", strings.TrimSpace(t.EN))
		}
	}
}

// seen is an effect for every family.
func seen(e Effect) string {
	mp, work := e.Text(OfficialAccount).EN, e.Text(WeCom).EN
	if mp == work {
		return mp
	}
	return mp + "; at WeCom " + work
}

// sources is a source for every family.
func sources(s Source) string {
	if s.WeCom == "" {
		return s.Page
	}
	return s.Page + "; WeCom: " + s.WeCom
}

// inText keeps element names from being read as HTML.
func inText(s string) string {
	return strings.NewReplacer("<xml>", "`<xml>`", "<?php", "`<?php`").Replace(s)
}
