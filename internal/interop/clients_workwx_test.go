package interop

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/xen0n/go-workwx"
)

// workwxContact adds a contact way of a kind (1 one person, 2 several).
func workwxContact(app *workwx.WorkwxApp, kind int) (*workwx.ExternalContactAddContact, error) {
	return app.ExternalContactAddContact(kind, 2, 1, "", true, "店", []string{"zhangsan"}, nil, false, 0, 0, "", workwx.Conclusions{})
}

func workwxRefused(t *testing.T, err error) refused {
	t.Helper()
	var apiErr *workwx.WorkwxClientError
	if !errors.As(err, &apiErr) {
		t.Fatalf("%v", err)
	}
	return refused{int64(apiErr.Code), apiErr.Msg}
}

func TestWorkwxClient(t *testing.T) {
	origin := startSandbox(t)
	app := workwx.New(demoCorpID, workwx.WithQYAPIHost(origin)).WithApp(demoSecret, demoAgent)
	made, err := workwxContact(app, 1)
	if err != nil || made.ConfigID == "" || !strings.HasPrefix(made.QRCode, origin) {
		t.Fatalf("%+v, %v", made, err)
	}
	if got := readPicture(t, download(t, made.QRCode)); !strings.HasPrefix(got, "https://work.weixin.qq.com/") {
		t.Errorf("the picture says %q", got)
	}
	_, err = workwxContact(app, 3)
	wantRefused(t, "type 3", workwxRefused(t, err), 41039, workEnd)
}

// handed is a token from a central service, a feature of the SDK.
type handed string

func (h handed) GetToken(context.Context) (string, error) { return string(h), nil }

func TestWorkwxClientIsRefused(t *testing.T) {
	origin := startSandbox(t)
	for _, c := range []struct {
		name, corp, secret string
		options            []workwx.CtorOption
		code               int64
	}{
		{"an unknown corp", "ww0", demoSecret, nil, 40013},
		{"a wrong secret", demoCorpID, wrongSecret, nil, 40001},
		{"a forged token", demoCorpID, demoSecret, []workwx.CtorOption{workwx.WithAccessTokenProvider(handed(forged))}, 40014},
	} {
		sdk := workwx.New(c.corp, append(c.options, workwx.WithQYAPIHost(origin))...)
		_, err := workwxContact(sdk.WithApp(c.secret, demoAgent), 1)
		wantRefused(t, c.name, workwxRefused(t, err), c.code, workEnd)
	}
}
