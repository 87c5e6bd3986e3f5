package verdict_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

// allProblems is what all cases of this package's tests come to.
func allProblems() (all []verdict.Problem) {
	for _, c := range replyCases() {
		all = append(all, c.asked.judge(c.attempts).Problems...)
	}
	for _, c := range handshakeCases() {
		all = append(all, c.hands.Judge()...)
	}
	for _, c := range probeCases() {
		_, problems := verdict.Probe(c.right, c.wrong)
		all = append(all, problems...)
	}
	push := toText("")
	r := push.judge(once(good))
	r.Require("weather")
	return append(all, r.Problems...)
}

// TestEveryFindingHasACase: a rule, finding or phrase that no case of the tests
// produces is not known to work.
func TestEveryFindingHasACase(t *testing.T) {
	found, phrases := map[string]bool{}, map[int]bool{}
	for _, p := range allProblems() {
		found[nameOf(p)] = true
		for _, n := range p.Phrases() {
			phrases[n] = true
		}
	}
	for _, r := range verdict.Rules() {
		for _, f := range r.Findings {
			if name := nameOf(verdict.Problem{Rule: &r, Finding: &f}); !found[name] {
				t.Errorf("no case produces %s", name)
			}
		}
	}
	for n := range verdict.PhraseCount {
		if !phrases[n] {
			t.Errorf("no case has the phrase %q", verdict.PhraseText(n))
		}
	}
}

// TestRulesAreComplete: each has all columns, once, and is written in the form of
// the others.
func TestRulesAreComplete(t *testing.T) {
	topics := map[verdict.Topic]bool{
		verdict.TopicReply: true, verdict.TopicAck: true, verdict.TopicBot: true,
		verdict.TopicTransport: true, verdict.TopicHandshake: true, verdict.TopicProbe: true,
	}
	seen := map[string]bool{}
	for _, r := range verdict.Rules() {
		name := string(r.Topic) + "/" + r.ID
		if seen[name] {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = true
		if !topics[r.Topic] || r.ID == "" || strings.Trim(r.ID, "abcdefghijklmnopqrstuvwxyz-") != "" || r.Source.Page == "" {
			t.Errorf("%s: topic, ID or source %q is not right", name, r.Source)
		}
		if r.Level != verdict.Error && r.Level != verdict.Warning && r.Level != verdict.Info {
			t.Errorf("%s: level %q", name, r.Level)
		}
		for column, text := range map[string]string{"requirement": r.Requirement.EN, "remedy": r.Remedy.EN} {
			if first, _ := utf8.DecodeRuneInString(text); text == "" || unicode.IsLower(first) || !strings.HasSuffix(text, ".") || strings.Contains(text, "{") {
				t.Errorf("%s: %s %q is not a sentence", name, column, text)
			}
		}
		if should := strings.Contains(r.Requirement.EN, "should"); should && r.Level == verdict.Error {
			t.Errorf("%s is an error, and its requirement says should", name)
		}
		checkFindings(t, name, &r)
	}
}

func checkFindings(t *testing.T, name string, r *verdict.Rule) {
	t.Helper()
	keys := map[string]bool{}
	for _, f := range r.Findings {
		if keys[f.Key] || f.Text.EN == "" || strings.HasSuffix(f.Text.EN, ".") {
			t.Errorf("%s: finding %q: %q", name, f.Key, f.Text.EN)
		}
		keys[f.Key] = true
	}
	if len(keys) == 0 {
		t.Errorf("%s has no finding", name)
	}
}

// TestEffects: every effect has a text for every family, and every one is used.
func TestEffects(t *testing.T) {
	used := map[verdict.Effect]bool{verdict.EffectOfPush: true}
	for _, p := range allProblems() {
		if p.Effect == verdict.EffectOfPush {
			t.Errorf("%s: the effect is not settled", nameOf(p))
		}
		used[p.Effect] = true
	}
	for e := verdict.Effect(1); int(e) < verdict.EffectCount; e++ {
		for _, f := range []verdict.Family{verdict.OfficialAccount, verdict.MiniProgram, verdict.WeCom} {
			if e.Text(f).EN == "" {
				t.Errorf("effect %d has no text for family %d", e, f)
			}
		}
		if !used[e] {
			t.Errorf("no case has the effect %q", e.Text(verdict.OfficialAccount).EN)
		}
	}
}

// TestEffectOf: what is seen of a push that gets no good answer.
func TestEffectOf(t *testing.T) {
	for kind, want := range map[expect.Kind]verdict.Effect{
		expect.Passive: verdict.FaultNotice, expect.Card: verdict.FaultNotice, expect.Transfer: verdict.FaultNotice, expect.Bot: verdict.FaultNotice,
		expect.Unknown: verdict.FaultNotice, expect.Self: verdict.FaultNotice, "": verdict.FaultNotice,
		expect.Fields: verdict.NotReceived, expect.Success: verdict.NotReceived, expect.Empty: verdict.NotReceived,
		expect.Unread: verdict.CountedFailure,
	} {
		if got := verdict.EffectOf(expect.Answer{Kind: kind}); got != want {
			t.Errorf("%s: %d, want %d", kind, got, want)
		}
	}
	if got := verdict.EffectOf(expect.Answer{Kind: expect.Passive, Content: "x"}); got != verdict.ReleaseCheckFails {
		t.Errorf("release check: %d", got)
	}
}

// TestNotice: what the phone shows of an error; the texts are those of
// developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html.
func TestNotice(t *testing.T) {
	for _, test := range []struct {
		platform callback.Platform
		fixture  string
		family   verdict.Family
		notice   string
	}{
		{callback.MP, "mp", verdict.OfficialAccount, "该公众号提供的服务出现故障，请稍后再试"},
		{callback.MP, "", verdict.OfficialAccount, "该公众号提供的服务出现故障，请稍后再试"},
		{callback.MP, "component", verdict.OfficialAccount, "该公众号提供的服务出现故障，请稍后再试"},
		{callback.MP, "miniprogram", verdict.MiniProgram, "该小程序客服暂时无法提供服务，请稍后再试"},
		{callback.Work, "work", verdict.WeCom, ""},
		{callback.Work, "", verdict.WeCom, ""},
	} {
		family := verdict.FamilyOf(test.platform, test.fixture)
		if got := verdict.FaultNotice.Notice(family); family != test.family || got != test.notice {
			t.Errorf("%s %q: family %d, notice %q", test.platform, test.fixture, family, got)
		}
		if got := verdict.NotReceived.Notice(family); got != "" {
			t.Errorf("a push that was not received shows %q", got)
		}
	}
}

// TestRender: each problem has all columns, and nothing of a template is left.
func TestRender(t *testing.T) {
	for _, p := range allProblems() {
		if names := p.Unfilled(); names != nil {
			t.Errorf("%s: no fact for %q", nameOf(p), names)
		}
		english := p.Render(lang.English)
		if english.Problem == "" || english.Effect == "" || english.Requirement == "" || english.Source == "" || english.Remedy == "" {
			t.Errorf("%s: %+v", nameOf(p), english)
		}
		if strings.ContainsAny(english.Effect+english.Requirement+english.Remedy, "{}") {
			t.Errorf("%s: %+v", nameOf(p), english)
		}
	}
	if got := verdict.Render(nil, lang.English); got == nil || len(got) != 0 {
		t.Errorf("no problems are %#v, which is null in JSON", got)
	}
}

// TestSource: the source is one page, of the platform that judges.
func TestSource(t *testing.T) {
	toUser, toMember := toText(""), in(callback.Plain, "work", toText(""))
	for want, push := range map[string]asked{
		"https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Passive_user_reply_message.html": toUser,
		"https://developer.work.weixin.qq.com/document/path/90241":                                            toMember,
	} {
		r := verdict.Render(push.judge(once(but("[text]", "[sticker]"))).Problems, lang.English)
		if len(r) != 1 || r[0].Source != want {
			t.Errorf("%+v, want the source %s", r, want)
		}
	}
}

// TestFactsAreBounded: of what comes from outside only a part is shown.
func TestFactsAreBounded(t *testing.T) {
	long := strings.Repeat("长", 1<<20)
	push := toText("")
	for _, body := range []string{but("oFan", long), "<" + long + "></" + long + ">", but("[text]", "["+long+"]"), long} {
		for _, p := range verdict.Render(push.judge(once(body)).Problems, lang.English) {
			if len(p.Problem) > 1000 || !strings.Contains(p.Problem, "…") || !utf8.ValidString(p.Problem) {
				t.Errorf("%s: %d bytes: %.200s", p.ID, len(p.Problem), p.Problem)
			}
		}
	}
}
