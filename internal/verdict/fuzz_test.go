package verdict_test

import (
	"net/http"
	"testing"
	"unicode/utf8"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

// kinds, modes, forms and families are all that a push can be.
func kinds() []expect.Kind {
	return []expect.Kind{"", expect.Passive, expect.Card, expect.Transfer, expect.Bot, expect.Fields, expect.Success, expect.Empty, expect.Unread, expect.Unknown, expect.Self}
}

func modes() []callback.Mode {
	return []callback.Mode{callback.Plain, callback.Compatible, callback.Safe}
}

func forms() []callback.Form {
	return []callback.Form{callback.FormUsual, callback.FormBot, callback.FormHardware, callback.FormExternalPay}
}

func families() []string {
	return []string{"", "mp", "miniprogram", "component", "work", "work-suite", "hostile"}
}

func pick[T any](list []T, n uint8) T { return list[int(n)%len(list)] }

// checkProblems: a problem can be rendered, in every language, and only an error
// makes an answer bad.
func checkProblems(t *testing.T, problems []verdict.Problem) {
	t.Helper()
	for _, p := range problems {
		if names := p.Unfilled(); names != nil {
			t.Errorf("%s: no fact for %q", nameOf(p), names)
		}
		if p.Effect == verdict.EffectOfPush {
			t.Errorf("%s: the effect is not settled", nameOf(p))
		}
		for _, l := range []lang.Language{lang.English, lang.Chinese} {
			r := p.Render(l)
			if r.ID == "" || r.Problem == "" || r.Effect == "" || r.Remedy == "" || len(r.Problem) > 6000 {
				t.Errorf("%s: %+v", nameOf(p), r)
			}
		}
	}
}

// FuzzJudge: no bytes of a server make the judge panic, whatever the push takes
// and however it was sent.
func FuzzJudge(f *testing.F) {
	for _, c := range replyCases() {
		last := c.attempts[len(c.attempts)-1]
		if last.Response == nil {
			continue
		}
		for i, kind := range kinds() {
			if kind == c.asked.Expect.Kind {
				f.Add(last.Response.Body, c.asked.Message, uint16(last.Response.Status), uint8(len(c.attempts)), uint8(i), uint8(0), uint8(0), uint8(0), c.asked.Expect.Content)
			}
		}
	}
	mp := account(callback.MP)
	for mode := range uint8(3) {
		f.Add([]byte(sealed(mp, callback.ReplyXML, good)), []byte(pushed), uint16(200), uint8(1), uint8(0), mode, uint8(0), uint8(0), "")
		f.Add([]byte(sealed(mp, callback.ReplyLower, good)), []byte(`{"msgtype":"text"}`), uint16(200), uint8(1), uint8(4), mode, uint8(1), uint8(4), "")
	}
	f.Fuzz(func(t *testing.T, body, push []byte, status uint16, attempts, kind, mode, form, family uint8, content string) {
		want := expect.Answer{Kind: pick(kinds(), kind)}
		switch want.Kind {
		case expect.Fields:
			want.Fields = []expect.Field{{Name: "ToUserName"}, {Name: "CreateTime"}, {Name: "Event", Value: content}, {Name: "ErrCode", Value: "0"}}
		case expect.Passive:
			want.Content = content
		}
		a := in(pick(modes(), mode), pick(families(), family), ask(string(push), want))
		a.Form = pick(forms(), form)
		tries := make([]exchange.Exchange, attempts%3+1)
		for i := range tries {
			tries[i] = answer(int(status)/(i+1), string(body))
			if i < len(tries)-1 && i%2 == 0 {
				tries[i] = silence(exchange.Timeout, string(body))
			}
		}
		r := a.judge(tries)
		checkProblems(t, r.Problems)
		if r.Valid != verdict.OK(r.Problems) || r.Kind == "" {
			t.Errorf("valid %t, kind %q, problems %q", r.Valid, r.Kind, names(r.Problems))
		}
		if r.Valid && tries[len(tries)-1].Response.Status != http.StatusOK {
			t.Errorf("status %d is valid", status)
		}
		r.Require(content)
		checkProblems(t, r.Problems)
	})
}

// FuzzHandshake: the same for a verification, and only the echostr is valid.
func FuzzHandshake(f *testing.F) {
	for _, c := range handshakeCases() {
		right, wrong := c.hands.Right, c.hands.Wrong
		if right.Response != nil && wrong.Response != nil {
			f.Add(right.Response.Body, uint16(right.Response.Status), wrong.Response.Body, uint16(wrong.Response.Status), right.Request.URL, c.hands.Echostr, c.hands.Platform == callback.Work)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, status uint16, wrongBody []byte, wrongStatus uint16, url string, want []byte, work bool) {
		h := verdict.Handshake{Platform: callback.MP, Echostr: want, Right: answer(int(status), string(body))}
		if work {
			h.Platform = callback.Work
		}
		wrong := answer(int(wrongStatus), string(wrongBody))
		h.Right.Request.URL, h.Wrong = url, &wrong
		problems := h.Judge()
		checkProblems(t, problems)
		if verdict.OK(problems) && (status != http.StatusOK || string(body) != string(want)) {
			t.Errorf("status %d, %q instead of %q is valid", status, body, want)
		}
		if !utf8.ValidString(h.WrongAnswer(lang.English)) {
			t.Errorf("%q", h.WrongAnswer(lang.English))
		}
		_, problems = verdict.Probe(h.Right.Response, wrong.Response)
		checkProblems(t, problems)
	})
}
