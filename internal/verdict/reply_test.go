package verdict_test

import (
	"slices"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/verdict"
)

func TestReplies(t *testing.T) {
	for _, c := range replyCases() {
		t.Run(c.name, func(t *testing.T) {
			r := c.asked.judge(c.attempts)
			check(t, r.Problems, c.want, c.says)
			if r.Kind != c.kind || r.Valid != verdict.OK(r.Problems) {
				t.Errorf("kind %s, want %s; valid %t, problems %q", r.Kind, c.kind, r.Valid, names(r.Problems))
			}
		})
	}
}

// TestPlaintext: what is shown of a reply is its plaintext, and whether it was
// encrypted.
func TestPlaintext(t *testing.T) {
	mp := account(callback.MP)
	other := *mp
	other.Token = "other"
	safe, unread := in(callback.Safe, "", toText("")), in(callback.Safe, "", toText(expect.Unread))
	acked := in(callback.Safe, "", waybill(expect.Field{Name: "ErrCode", Value: "0"}))
	forged := sealed(&other, callback.ReplyXML, good)
	for _, test := range []struct {
		name      string
		asked     asked
		body      string
		encrypted bool
		shown     string
		document  bool
	}{
		{"plain", toText(""), good, false, good, true},
		{"encrypted", safe, sealed(mp, callback.ReplyXML, good), true, good, true},
		{"forged", safe, forged, true, forged, false},
		{"nothing", safe, "", false, "", false},
		{"success", safe, "success", false, "success", false},
		{"text", safe, "thanks", false, "thanks", false},
		{"acknowledgement", acked, sealed(mp, callback.ReplyXML, "<xml><ErrCode>0</ErrCode></xml>"), true, "<xml><ErrCode>0</ErrCode></xml>", true},
		{"unread", unread, sealed(mp, callback.ReplyXML, good), true, good, false},
		{"unread, nothing", unread, sealed(mp, callback.ReplyXML, ""), true, "", false},
		{"unread, forged", unread, forged, true, forged, false},
	} {
		r := test.asked.judge(once(test.body))
		if r.Encrypted != test.encrypted || string(r.XML) != test.shown || (r.Document != nil) != test.document {
			t.Errorf("%s: encrypted %t, shown %q, document %v; want %t, %q, %t", test.name, r.Encrypted, r.XML, r.Document, test.encrypted, test.shown, test.document)
		}
	}
}

// TestIgnored: only an answer that the platform does not read is ignored.
func TestIgnored(t *testing.T) {
	for _, c := range replyCases() {
		r := c.asked.judge(c.attempts)
		if want := slices.Equal(c.want, []string{"reply/not-read"}); r.Ignored() != want {
			t.Errorf("%s: ignored %t", c.name, !want)
		}
	}
}

// TestRequire: a demand of the user's is an error like the platform's.
func TestRequire(t *testing.T) {
	push := toText("")
	r := push.judge(once(good))
	r.Require("hello")
	check(t, r.Problems, nil, "")
	r.Require("天气")
	check(t, r.Problems, []string{"reply/unexpected"}, `the reply does not contain "天气"; so --expect is not met`)
	if r.Valid {
		t.Error("the reply is still valid")
	}
}

// TestJudgeChangesNothing: the push can be judged again.
func TestJudgeChangesNothing(t *testing.T) {
	for _, c := range replyCases() {
		first := c.asked.judge(c.attempts)
		second := c.asked.judge(c.attempts)
		if a, b := names(first.Problems), names(second.Problems); !slices.Equal(a, b) || first.Kind != second.Kind {
			t.Errorf("%s: %s %q, then %s %q", c.name, first.Kind, a, second.Kind, b)
		}
	}
}

func TestArticlesShown(t *testing.T) {
	for _, test := range []struct {
		n       int
		msgType string
		family  verdict.Family
		want    int
	}{
		{1, "text", verdict.OfficialAccount, 1}, {8, "text", verdict.OfficialAccount, 1}, {0, "text", verdict.OfficialAccount, 0},
		{8, "event", verdict.OfficialAccount, 8}, {9, "event", verdict.OfficialAccount, 8}, {9, "", verdict.OfficialAccount, 8},
		{9, "text", verdict.WeCom, 8},
	} {
		if got := verdict.ArticlesShown(test.n, test.msgType, test.family); got != test.want {
			t.Errorf("%+v: %d", test, got)
		}
	}
}

func BenchmarkJudge(b *testing.B) {
	mp := account(callback.MP)
	for name, c := range map[string]struct {
		asked    asked
		attempts []exchange.Exchange
	}{
		"plain": {toText(""), once(good)}, "safe": {in(callback.Safe, "", toText("")), once(sealed(mp, callback.ReplyXML, good))},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r := c.asked.judge(c.attempts); r.Problems != nil {
					b.Fatal(names(r.Problems))
				}
			}
		})
	}
}

// TestManyArticles: a reply of very many articles gets a bounded number of problems, the
// one that most of them are not shown among these.
func TestManyArticles(t *testing.T) {
	body := strings.ReplaceAll(news("1000", 1000), "<Title>t</Title>", "")
	user := toText("")
	r := user.judge(once(body))
	if n := len(r.Problems); n > 200 || r.Valid || !slices.Contains(names(r.Problems), "reply/one-article") || !slices.Contains(names(r.Problems), "reply/missing-part") {
		t.Errorf("%d problems, valid %t", n, r.Valid)
	}
}
