package verdict_test

import (
	"strconv"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/expect"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

const (
	csrfPage  = "<!DOCTYPE html><title>403 Forbidden</title><p>CSRF verification failed. Request aborted.</p>"
	nginxPage = "<html><head><title>403 Forbidden</title></head><body><hr><center>nginx/1.22.1</center></body></html>"
	loginPage = "<!doctype html><title>Sign in</title><input type=password>"
	debugPage = "<!doctype html><title>KeyError: 'x' // Werkzeug Debugger</title>__debugger__"
)

// TestCauseOfReply: a wrong answer whose page is recognized gets a cause and its remedy.
// A 403 of a framework or a proxy is not said to be about the signature.
func TestCauseOfReply(t *testing.T) {
	for _, c := range []struct {
		name, cause, says, remedy string
		want                      []string
		answers                   []exchange.Exchange
	}{
		{"csrf", "django-csrf", "Django's CSRF check", "@csrf_exempt", []string{"transport/http-status"}, []exchange.Exchange{answer(403, csrfPage)}},
		{"nginx", "nginx-forbidden", "nginx refused the request before", "deny", []string{"transport/http-status"}, []exchange.Exchange{answer(403, nginxPage)}},
		{"code", "official-receiveid", "-40005", "appid or corpid", []string{"transport/http-status:refused"}, []exchange.Exchange{answer(403, "-40005")}},
		{"login", "login-page", `login page: "Sign in"`, "Exempt", []string{"reply/not-xml"}, once(loginPage)},
		{"redirect", "login-redirect", "a login protects", "Exempt", []string{"transport/redirect"}, []exchange.Exchange{answer(302, "")}},
		{"debugger", "werkzeug-debugger", `raised an exception: "KeyError: 'x'"`, "traceback", []string{"transport/http-status"}, []exchange.Exchange{answer(500, debugPage)}},
		{"none", "", "", "Token", []string{"transport/http-status:refused"}, []exchange.Exchange{answer(403, "no")}},
	} {
		push := toText("")
		problems := push.judge(c.answers).Problems
		check(t, problems, c.want, "")
		got := verdict.Render(problems, lang.English)[0]
		if got.CauseID != c.cause || !strings.Contains(got.Cause, c.says) || c.cause != "" && (!strings.Contains(got.Remedy, c.remedy) || !got.Advise) {
			t.Errorf("%s: %+v", c.name, got)
		}
		if chinese := problems[0].Render(lang.Chinese); (chinese.Cause == "") != (c.cause == "") || c.cause != "" && chinese.Cause == got.Cause {
			t.Errorf("%s: in Chinese %+v", c.name, chinese)
		}
	}
}

func TestCauseOfHandshake(t *testing.T) {
	for _, c := range []struct {
		cause string
		want  []string
		right exchange.Exchange
	}{
		{"nginx-forbidden", []string{"handshake/http-status"}, answer(403, nginxPage)},
		{"official-signature", []string{"handshake/refused-signature"}, answer(403, "ret -40001")},
		{"login-page", []string{"handshake/html"}, answer(200, loginPage)},
		{"login-redirect", []string{"handshake/redirect"}, answer(302, "")},
	} {
		h := verification(callback.MP, c.right)
		problems := h.Judge()
		check(t, problems, c.want, "")
		if problems[0].Cause == nil || problems[0].Cause.ID != c.cause {
			t.Errorf("%s: %+v", c.cause, problems[0].Cause)
		}
	}
}

// TestCauseAfterTheSignature: a server of WeCom that answers a wrong signature in another
// way has the right Token. What failed is after the check of the signature, which is
// usually the decryption.
func TestCauseAfterTheSignature(t *testing.T) {
	for _, c := range []struct {
		name     string
		platform callback.Platform
		right    exchange.Exchange
		wrong    int
		cause    string
	}{
		{"another status", callback.Work, answer(400, "Bad Request"), 403, "after-signature"},
		{"an exception", callback.Work, answer(500, ""), 401, "after-signature"},
		{"the same status", callback.Work, answer(400, ""), 400, ""},
		{"both refused", callback.Work, answer(403, ""), 400, ""},
		{"a wrong signature is not refused", callback.Work, answer(500, ""), 200, ""},
		{"no route", callback.Work, answer(404, ""), 403, ""},
		{"nothing is encrypted", callback.MP, answer(400, ""), 403, ""},
		{"a page says more", callback.Work, answer(500, debugPage), 403, "werkzeug-debugger"},
	} {
		h := verification(c.platform, c.right)
		h.Wrong.Response.Status = c.wrong
		got := verdict.Render(h.Judge(), lang.English)[0]
		if got.CauseID != c.cause || c.cause == "after-signature" && !strings.Contains(got.Cause, "HTTP status "+strconv.Itoa(c.wrong)) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// TestPathOfAView: a view that raises Http404 has the path of the URL.
func TestPathOfAView(t *testing.T) {
	h := verification(callback.MP, answer(404, "URLconf Django <th>Raised by:</th><td>shop.views.add</td>"))
	got := verdict.Render(h.Judge(), lang.English)[0]
	if got.CauseID != "django-raised-404" || strings.Contains(got.Problem, "path") {
		t.Errorf("%+v", got)
	}
}

// TestCauseIsNoVerdict: an answer that is right by the rules stays right, whatever
// page it looks like.
func TestCauseIsNoVerdict(t *testing.T) {
	push := ask(pushed, expect.Answer{Kind: expect.Unread})
	for _, page := range []string{csrfPage, loginPage, debugPage, "-40001"} {
		r := push.judge(once(page))
		if !r.Valid {
			t.Errorf("%.40q: %q", page, names(r.Problems))
		}
		for _, p := range r.Problems {
			if p.Cause != nil {
				t.Errorf("%.40q: a warning has the cause %s", page, p.Cause.ID)
			}
		}
	}
}
