package wxapi_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/wxapi"
)

// calls returns every call that needs an access_token, by its operation.
func calls() map[string]func(context.Context, *wxapi.Client) error {
	type client = wxapi.Client
	return map[string]func(context.Context, *wxapi.Client) error{
		"menu/create":               func(ctx context.Context, c *client) error { return c.MenuCreate(ctx, []byte(changedMenu)) },
		"menu/get":                  func(ctx context.Context, c *client) error { return second(c.MenuGet(ctx)) },
		"menu/delete":               func(ctx context.Context, c *client) error { return c.MenuDelete(ctx) },
		"menu/trymatch":             func(ctx context.Context, c *client) error { return second(c.MenuTryMatch(ctx, "o1")) },
		"menu/delconditional":       func(ctx context.Context, c *client) error { return c.MenuDelConditional(ctx, "1") },
		"get_current_selfmenu_info": func(ctx context.Context, c *client) error { return second(c.SelfMenu(ctx)) },
		"menu/addconditional": func(ctx context.Context, c *client) error {
			_, err := c.MenuAddConditional(ctx, []byte(vipMenu))
			return err
		},
		"qrcode/create": func(ctx context.Context, c *client) error {
			_, err := c.QRCodeCreate(ctx, wxapi.QRCode{SceneID: 1})
			return err
		},
		"externalcontact/add_contact_way": func(ctx context.Context, c *client) error {
			_, err := c.AddContactWay(ctx, wxapi.ContactWay{Users: []string{"a"}})
			return err
		},
	}
}

// answering is a platform that returns a token, and one answer to all other calls.
type answering struct {
	op     string
	status int
	body   []byte
}

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	body, status := []byte(`{"errcode":0,"errmsg":"ok","access_token":"tok-1","expires_in":7200}`), http.StatusOK
	if r.URL.Path == "/cgi-bin/"+a.op {
		body, status = a.body, a.status
	}
	return &http.Response{StatusCode: status, Body: io.NopCloser(bytes.NewReader(body))}, nil
}

func (a answering) client() *wxapi.Client {
	return &wxapi.Client{
		Account: wxapi.Account{Platform: wxapi.MP, AppID: "wx1", Secret: secret},
		Origin:  "http://127.0.0.1:1", HTTP: a, Now: time.Now, Cache: &wxapi.Memory{},
	}
}

// TestEveryRefusalIsReported: every call reports a refusal, and an answer that is not
// from the API.
func TestEveryRefusalIsReported(t *testing.T) {
	for op, call := range calls() {
		err := call(t.Context(), answering{op, http.StatusOK, []byte(`{"errcode":48001,"errmsg":"api unauthorized rid: 6860aaaa-1-2"}`)}.client())
		refusal, ok := errors.AsType[*wxapi.Error](err)
		if !ok || refusal.Op != op || refusal.Code != 48001 || refusal.Msg != "api unauthorized" || refusal.RID != "6860aaaa-1-2" {
			t.Errorf("%s: %v", op, err)
		}
		for _, other := range []answering{{op, http.StatusOK, []byte("<html>")}, {op, http.StatusOK, nil}, {op, http.StatusBadGateway, []byte(`{"errcode":0,"errmsg":"ok"}`)}} {
			if err := call(t.Context(), other.client()); !errors.Is(err, wxapi.ErrTransport) {
				t.Errorf("%s: %d %q: %v", op, other.status, other.body, err)
			}
		}
	}
}
