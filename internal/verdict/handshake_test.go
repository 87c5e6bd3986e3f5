package verdict_test

import (
	"testing"

	"wxtool/internal/exchange"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

func TestHandshakes(t *testing.T) {
	for _, c := range handshakeCases() {
		t.Run(c.name, func(t *testing.T) {
			check(t, c.hands.Judge(), c.want, c.says)
			if got := c.hands.SignatureCheck(); got != c.check {
				t.Errorf("signature check %s, want %s", got, c.check)
			}
		})
	}
}

func TestWrongAnswer(t *testing.T) {
	for body, want := range map[string]string{"": "HTTP status 403 and an empty body", "no": `HTTP status 403 and "no"`} {
		h := wrongly("ECHO", answer(403, body))
		if got := h.WrongAnswer(lang.English); got != want {
			t.Errorf("%q: %s, want %s", body, got, want)
		}
	}
}

// probeCase is two answers to the same push.
type probeCase struct {
	name         string
	right, wrong *exchange.Response
	want         []string
	says         string
}

func probeCases() []probeCase {
	response := func(status int, body string) *exchange.Response { return answer(status, body).Response }
	same := []string{"probe/same-answer"}
	return []probeCase{
		{"success to both", response(200, "success"), response(200, "success"), same, "a push with a wrong signature got the same answer (200, success): the server has another Token, or does not check the signature, or refuses without saying so; so nothing shows that the server accepted any push"},
		{"nothing to both", response(200, ""), response(200, ""), same, "the same answer (200, empty): "},
		{"403", response(200, "success"), response(403, "success"), nil, ""},
		{"nothing to one", response(200, "success"), response(200, ""), nil, ""},
		{"no answer to the wrong one", response(200, "success"), nil, nil, ""},
		{"no answer to the right one", nil, response(200, ""), nil, ""},
		{"no answer", nil, nil, nil, ""},
	}
}

func TestProbe(t *testing.T) {
	for _, c := range probeCases() {
		same, problems := verdict.Probe(c.right, c.wrong)
		check(t, problems, c.want, c.says)
		if same != (c.want != nil) {
			t.Errorf("%s: same %t", c.name, same)
		}
	}
}
