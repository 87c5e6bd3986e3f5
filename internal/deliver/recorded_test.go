package deliver_test

import (
	"io"
	"net/http"
	"slices"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/exchange"
	"wxtool/internal/push"
	"wxtool/internal/wxtest"
)

// TestDeliverRequest sends the bytes of a request unchanged and once, and judges the
// answer in the mode of its push.
func TestDeliverRequest(t *testing.T) {
	acct := wxtest.Account(callback.MP, callback.Safe)
	var got []seen
	status := http.StatusOK
	to := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = append(got, seen{r.URL.Query(), r.Header, string(body), r.ContentLength})
		w.WriteHeader(status)
		w.Write([]byte(goodReply))
	})
	p := as(acct, push.Push{Message: []byte(textPush)})
	req := exchange.Request{Method: http.MethodPost, URL: to.String() + "?timestamp=1&nonce=2", Header: http.Header{"X-Twice": {"a", "b"}}, Body: []byte("\xff{")}
	for _, tt := range []struct {
		mode callback.Mode
		want []string
	}{
		{callback.Plain, []string{}},
		{callback.Safe, []string{"plaintext-in-safe-mode"}},
	} {
		d, err := client(t).DeliverRequest(t.Context(), p, tt.mode, to, req)
		if err != nil || !slices.Equal(ids(d.Reply.Problems), tt.want) || d.Mode != tt.mode || len(d.Attempts) != 1 {
			t.Errorf("%s: %+v, %v", tt.mode, d, err)
		}
	}
	if sent := got[0]; sent.body != "\xff{" || sent.query.Get("nonce") != "2" || !slices.Equal(sent.header["X-Twice"], []string{"a", "b"}) {
		t.Errorf("sent %+v", sent)
	}
	got, status = nil, http.StatusInternalServerError
	if d, err := client(t).DeliverRequest(t.Context(), as(wxtest.Account(callback.Work, callback.Safe), push.Push{Message: []byte(textPush)}), callback.Safe, to, req); err != nil || d.OK() || len(got) != 1 {
		t.Errorf("%+v, %v, sent %d times", d, err, len(got))
	}
}

// TestVerify sends one verification request with the echostr that it is given.
func TestVerify(t *testing.T) {
	for _, platform := range []callback.Platform{callback.MP, callback.Work} {
		acct := wxtest.Account(platform, callback.Safe)
		asked := 0
		to := serve(t, checking(acct, func(w http.ResponseWriter, _ *http.Request, echostr string) {
			asked++
			w.Write([]byte(echostr))
		}))
		req, err := client(t).BuildVerification(acct, to, "5837")
		if err != nil {
			t.Fatal(err)
		}
		for echostr, want := range map[string][]string{"5837": {}, "other": {"other-body"}} {
			if h, err := client(t).Verify(t.Context(), platform, to, req, echostr); err != nil || !slices.Equal(ids(h.Problems), want) || h.Wrong != nil {
				t.Errorf("%s: %+v, %v", platform, h, err)
			}
		}
		if asked != 2 {
			t.Errorf("%s: %d requests", platform, asked)
		}
	}
	acct := wxtest.Account(callback.Work, callback.Safe)
	acct.Key = nil
	if _, err := client(t).BuildVerification(acct, serve(t, wxtest.Answering(200, "")), "1"); err == nil {
		t.Error("a verification of WeCom without a key")
	}
}
