package interop

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/silenceper/wechat/v2/officialaccount/context"
	"github.com/silenceper/wechat/v2/util"
	"github.com/xen0n/go-workwx"
)

// The demo account of wxtool sandbox.
const (
	demoAppID  = "wxdemo0000000000aa"
	demoCorpID = "wwdemo0000000000aa"
	demoSecret = "wxtoolDemoAppSecretForTheSandbox"
)

// startSandbox runs wxtool sandbox until the test's end and returns its origin.
func startSandbox(t *testing.T) string {
	t.Helper()
	addr := filepath.Join(t.TempDir(), "addr")
	cmd := exec.Command(program, "sandbox", "--listen", "127.0.0.1:0", "--addr-file", addr)
	cmd.Dir, cmd.Env = workdir, cleanEnv()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for range 1000 {
		if data, err := os.ReadFile(addr); err == nil {
			return "http://" + strings.TrimSpace(string(data))
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the sandbox does not get ready")
	return ""
}

// silenceperAt makes the SDK, which knows one platform only, ask origin.
func silenceperAt(t *testing.T, origin, secret string) *basic.Basic {
	util.SetURIModifier(func(uri string) string {
		return strings.NewReplacer("https://api.weixin.qq.com", origin, "https://mp.weixin.qq.com", origin).Replace(uri)
	})
	t.Cleanup(func() { util.SetURIModifier(nil) })
	ctx := &context.Context{Config: &config.Config{AppID: demoAppID, AppSecret: secret}}
	ctx.AccessTokenHandle = credential.NewStableAccessToken(demoAppID, secret, t.Name(), cache.NewMemory())
	return basic.NewBasic(ctx)
}

func TestSilenceperAgainstTheSandbox(t *testing.T) {
	sdk := silenceperAt(t, startSandbox(t), demoSecret)
	for action, request := range map[string]*basic.Request{
		"QR_SCENE":           basic.NewTmpQrRequest(time.Hour, 123),
		"QR_STR_SCENE":       basic.NewTmpQrRequest(time.Hour, "table-7"),
		"QR_LIMIT_SCENE":     basic.NewLimitQrRequest(123),
		"QR_LIMIT_STR_SCENE": basic.NewLimitQrRequest("table-7"),
	} {
		ticket, err := sdk.GetQRTicket(request)
		if err != nil || !strings.HasPrefix(ticket.URL, "http://weixin.qq.com/q/02") {
			t.Errorf("%s: %+v, %v", action, ticket, err)
			continue
		}
		// the SDK's own ShowQRCode does not encode the ticket, so that a + is lost
		picture, err := util.HTTPGet("https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + url.QueryEscape(ticket.Ticket))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(workdir, "sdk.png"), picture, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := readPNG(t, "sdk.png"); got != ticket.URL {
			t.Errorf("%s: the picture says %q", action, got)
		}
	}
	if ips, err := sdk.GetCallbackIP(); err != nil || len(ips) != 1 || ips[0] != "127.0.0.1" {
		t.Errorf("%v, %v", ips, err)
	}
	if ips, err := sdk.GetAPIDomainIP(); err != nil || len(ips) != 1 {
		t.Errorf("%v, %v", ips, err)
	}
}

func TestSilenceperIsRefused(t *testing.T) {
	_, err := silenceperAt(t, startSandbox(t), "not the secret").GetCallbackIP()
	if err == nil || !strings.Contains(err.Error(), "invalid appsecret rid: ") {
		t.Errorf("%v", err)
	}
}

func TestWorkwxAgainstTheSandbox(t *testing.T) {
	origin := startSandbox(t)
	contact := func(corp string, kind int) (*workwx.ExternalContactAddContact, error) {
		app := workwx.New(corp, workwx.WithQYAPIHost(origin)).WithApp(demoSecret, 1000002)
		return app.ExternalContactAddContact(kind, 2, 1, "", true, "店", []string{"zhangsan"}, nil, false, 0, 0, "", workwx.Conclusions{})
	}
	made, err := contact(demoCorpID, 1)
	if err != nil || len(made.ConfigID) != 32 || !strings.HasPrefix(made.QRCode, origin) {
		t.Errorf("%+v, %v", made, err)
	}
	if _, err := contact(demoCorpID, 3); err == nil || !strings.Contains(err.Error(), "41039") {
		t.Errorf("%v", err)
	}
	if _, err := contact("ww0", 1); err == nil {
		t.Error("an unknown corp is taken")
	}
}
