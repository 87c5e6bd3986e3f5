package sandbox_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"wxtool/internal/httpx"
	"wxtool/internal/sandbox"
)

// TestClient: what it gets of a sandbox is what the sandbox itself returns.
func TestClient(t *testing.T) {
	w := newPushing(t)
	client := &sandbox.Client{Origin: "http://127.0.0.1:8090", HTTP: httpx.InProcess{Handler: w}}
	out, err := client.Do(t.Context(), sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "你好"})
	if err != nil || !out.OK || out.User.Name != "anna" || len(out.Pushes) != 1 || out.Pushes[0].MsgType != "text" || out.Pushes[0].Fixture != "mp/text" {
		t.Errorf("%+v, %v", out, err)
	}
	users, err := client.Users(t.Context())
	if err != nil || fmt.Sprint(users) != fmt.Sprint(w.Users()) || len(users) != 1 {
		t.Errorf("%+v, %v", users, err)
	}
	var refused *sandbox.ActError
	if _, err := client.Do(t.Context(), sandbox.Act{User: "anna", Action: "dance", AppID: "wx1"}); !errors.As(err, &refused) || refused.Missing || refused.Hint == "" {
		t.Errorf("an unknown action: %#v", err)
	}
	if _, err := client.Do(t.Context(), sandbox.Act{User: "anna", Action: "scan", Value: "x", AppID: "wx1"}); !errors.As(err, &refused) || !refused.Missing {
		t.Errorf("an unknown ticket: %#v", err)
	}
}

// TestClientOfOthers: what other servers answer, and no server.
func TestClientOfOthers(t *testing.T) {
	for name, tt := range map[string]struct {
		status int
		body   string
		want   string
	}{
		"a page":                {200, "<html>", "not a wxtool sandbox"},
		"a list":                {200, "[]", "not a wxtool sandbox"},
		"an object":             {200, `{"ok":true}`, "not a wxtool sandbox"},
		"another page":          {404, "not found", "not a wxtool sandbox"},
		"an error of its own":   {404, `{"code":404}`, "not a wxtool sandbox"},
		"users of another kind": {200, `{"users":[5],"action":["text"]}`, "not a wxtool sandbox"},
		"a broken sandbox":      {500, `{"error":"cannot write shop.json: disk full"}`, "cannot write shop.json: disk full"},
		"a refusal":             {403, `{"error":"Host: is x"}`, "Host: is x"},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(tt.status)
			io.WriteString(w, tt.body)
		}))
		client := &sandbox.Client{Origin: server.URL, HTTP: http.DefaultTransport}
		_, do := client.Do(t.Context(), sandbox.Act{User: "anna", Action: "text", Value: "hi"})
		_, users := client.Users(t.Context())
		server.Close()
		for _, err := range []error{do, users} {
			if err == nil || err.Error() != tt.want {
				t.Errorf("%s: %v, want %s", name, err, tt.want)
			}
		}
		var broken *sandbox.BrokenError
		if errors.As(do, &broken) != (tt.status == 500) {
			t.Errorf("%s: %T", name, do)
		}
		var unreached *sandbox.TransportError
		if _, err := client.Users(t.Context()); !errors.As(err, &unreached) {
			t.Errorf("%s: after it: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	broken := errors.New("interrupted")
	cancel(broken)
	if _, err := (&sandbox.Client{Origin: "http://127.0.0.1:1", HTTP: http.DefaultTransport}).Users(ctx); !errors.Is(err, broken) {
		t.Error(err)
	}
}
