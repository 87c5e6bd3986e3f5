package deliver_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
	"wxtool/internal/lang"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// answersInTurn answers each request with the next status, the last one for
// ever; 0 closes the connection.
func answersInTurn(count *atomic.Int32, statuses ...int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		status := statuses[min(int(count.Add(1)), len(statuses))-1]
		if status == 0 {
			panic(http.ErrAbortHandler)
		}
		w.WriteHeader(status)
	}
}

// TestRetriedOnStatus: WeCom takes every status but 200 as a failure and sends
// the push again, three times in all (developer.work.weixin.qq.com path/90238,
// and the page on group bots, which names 302). An Official Account's push is
// not sent again once there is an answer.
func TestRetriedOnStatus(t *testing.T) {
	mp, work := wxtest.Account(callback.MP, callback.Plain), wxtest.Account(callback.Work, callback.Safe)
	const suite = `<xml><SuiteId>ww1</SuiteId><InfoType>suite_ticket</InfoType><TimeStamp>1</TimeStamp><SuiteTicket>t</SuiteTicket></xml>`
	const bot = `{"msgid":"1","aibotid":"a","chattype":"single","from":{"userid":"u"},"msgtype":"text","text":{"content":"hi"}}`
	const enter = `{"msgid":"1","create_time":1,"aibotid":"a","from":{"userid":"u"},"msgtype":"event","event":{"eventtype":"enter_chat"}}`
	const card = `{"msgid":"1","create_time":1,"aibotid":"a","from":{"userid":"u"},"msgtype":"event","event":{"eventtype":"template_card_event","template_card_event":{"card_type":"button_interaction"}}}`
	application := push.Push{Message: []byte(textPush)}
	tests := []struct {
		name     string
		account  callback.Account
		push     push.Push
		statuses []int
		requests int
		problem  string // "" for none
		text     string // which the first problem has
	}{
		{"application, 500", work, application, []int{500}, 3, "http-status", "HTTP status 500 Internal Server Error instead of 200 (3 attempts)"},
		{"application, 404", work, application, []int{404}, 3, "http-status", "(3 attempts)"},
		{"application, 403", work, application, []int{403}, 3, "http-status", "(3 attempts)"},
		{"application, 201", work, application, []int{201}, 3, "http-status", "(3 attempts)"},
		{"application, 302", work, application, []int{302}, 3, "redirect", "(3 attempts)"},
		{"suite", work, push.Push{Message: []byte(suite), Expect: expect.Answer{Kind: expect.Success}}, []int{500}, 3, "http-status", "(3 attempts)"},
		{"bot, 302", work, push.Push{Message: []byte(bot), Form: callback.FormBot, Expect: expect.Answer{Kind: expect.Bot}}, []int{302}, 3, "redirect", "(3 attempts)"},
		{"bot, entered", work, push.Push{Message: []byte(enter), Form: callback.FormBot, Expect: expect.Answer{Kind: expect.Bot}}, []int{500}, 3, "http-status", "(3 attempts)"},
		{"a bot's card event is sent once only", work, push.Push{Message: []byte(card), Form: callback.FormBot, Expect: expect.Answer{Kind: expect.Bot}}, []int{500}, 1, "http-status", "500 Internal Server Error instead of 200"},
		{"application, good at once", work, application, []int{200}, 1, "", ""},
		{"application, good at last", work, application, []int{500, 200}, 2, "late", "attempt 1 failed with HTTP status 500, only attempt 2 was answered with 200"},
		{"application, good at the third", work, application, []int{500, 0, 200}, 3, "late", "2 attempts failed with HTTP status 500, no answer, only attempt 3 was answered with 200; the server got the same message 3 times"},
		{"application, no answer before", work, application, []int{0, 503, 500}, 3, "http-status", "500 Internal Server Error instead of 200 at attempt 3; before: no answer, HTTP status 503"},
		{"Official Account, 500", mp, application, []int{500}, 1, "http-status", "HTTP status 500 Internal Server Error instead of 200"},
		{"Official Account, 302", mp, application, []int{302}, 1, "redirect", ""},
		{"Official Account, no answer before", mp, application, []int{0, 500, 200}, 2, "http-status", "500 Internal Server Error instead of 200 at attempt 2; before: no answer"},
		{"Official Account, good at last", mp, application, []int{0, 200}, 2, "late", "attempt 1 failed with no answer, only attempt 2 was answered with 200"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var count atomic.Int32
			to := serve(t, answersInTurn(&count, tt.statuses...))
			d, err := client(t).Deliver(t.Context(), as(tt.account, tt.push), to)
			if err != nil {
				t.Fatal(err)
			}
			if int(count.Load()) != tt.requests || len(d.Attempts) != tt.requests {
				t.Errorf("%d requests, %d attempts, want %d", count.Load(), len(d.Attempts), tt.requests)
			}
			want := []string{}
			if tt.problem != "" {
				want = []string{tt.problem}
			}
			if !slices.Equal(ids(d.Reply.Problems), want) {
				t.Fatalf("problems %+v, want %v", d.Reply.Problems, want)
			}
			if tt.problem != "" && !strings.Contains(d.Reply.Problems[0].Render(lang.English).Problem, tt.text) {
				t.Errorf("text %q lacks %q", d.Reply.Problems[0].Render(lang.English).Problem, tt.text)
			}
		})
	}
}

// TestRetriesCanBeLimited: one attempt is one, whatever the platform would do.
func TestRetriesCanBeLimited(t *testing.T) {
	var count atomic.Int32
	acct, c := wxtest.Account(callback.Work, callback.Safe), client(t)
	c.Attempts = 1
	d, err := c.Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush)}), serve(t, answersInTurn(&count, 500)))
	if err != nil || count.Load() != 1 || !slices.Equal(ids(d.Reply.Problems), []string{"http-status"}) {
		t.Fatalf("%d requests, %+v, %v", count.Load(), d, err)
	}
	if text := d.Reply.Problems[0].Render(lang.English).Problem; text != "HTTP status 500 Internal Server Error instead of 200" {
		t.Errorf("text %q speaks of attempts that were not made", text)
	}
}

// TestEachAttemptIsSigned: a push that is sent again keeps its message and has
// another signature.
func TestEachAttemptIsSigned(t *testing.T) {
	acct := wxtest.Account(callback.Work, callback.Safe)
	var messages, nonces []string
	d, err := client(t).Deliver(t.Context(), as(acct, push.Push{Message: []byte(textPush)}), serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("body: %v", err)
		}
		opened, err := acct.Open(callback.ParseQuery(r.URL.RawQuery), body)
		if err != nil {
			t.Errorf("push: %v", err)
		} else {
			messages = append(messages, string(opened.Message))
		}
		nonces = append(nonces, r.URL.Query().Get("nonce"))
		w.WriteHeader(http.StatusBadGateway)
	}))
	if err != nil || len(d.Attempts) != 3 {
		t.Fatalf("%+v, %v", d, err)
	}
	if !slices.Equal(messages, []string{textPush, textPush, textPush}) {
		t.Errorf("messages %q", messages)
	}
	if slices.Sort(nonces); len(slices.Compact(nonces)) != 3 {
		t.Errorf("nonces %q", nonces)
	}
}
