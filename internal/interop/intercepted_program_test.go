package interop

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/ArtisanCloud/PowerLibs/v3/logger/drivers"
	"github.com/ArtisanCloud/PowerWeChat/v3/src/officialAccount"
	"github.com/chanxuehong/wechat/mp/base"
	"github.com/chanxuehong/wechat/mp/core"
	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	"github.com/silenceper/wechat/v2/officialaccount/config"
	"github.com/xen0n/go-workwx"
)

// interceptedVariable names a Go program that the test binary is instead of the tests,
// because Go reads the variables of the proxy and of certificates once. The programs use
// the SDKs with the hosts that are constants in them.
const interceptedVariable = "INTEROP_INTERCEPTED"

// intercepted is what a program prints.
type intercepted struct {
	Token   string // access_token
	Proto   string
	IPs     []string // of get_api_domain_ip or getcallbackip
	Link    string   // content of a QR code
	Picture []byte   // of the QR code
	Error   string   // of a call to another host
}

func runIntercepted(name string) error {
	id, secret := os.Getenv("WXTOOL_APP_ID"), os.Getenv("WXTOOL_APP_SECRET")
	programs := map[string]func(id, secret string) (intercepted, error){
		"net/http": goProgram, "silenceper/wechat": silenceperProgram, "chanxuehong/wechat": chanxuehongProgram,
		"PowerWeChat": powerProgram, "go-workwx": workwxProgram,
	}
	got, err := programs[name](id, secret)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(got)
}

func goProgram(id, secret string) (got intercepted, err error) {
	answer, err := http.Get("https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential&appid=" + id + "&secret=" + secret)
	if err != nil {
		return got, err
	}
	defer answer.Body.Close()
	var token struct {
		AccessToken string `json:"access_token"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil {
		return got, err
	}
	got.Token, got.Proto = token.AccessToken, answer.Proto
	if _, err := http.Get("https://example.com/"); err != nil {
		got.Error = err.Error()
	}
	return got, nil
}

func fetched(address string) ([]byte, error) {
	answer, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func silenceperProgram(id, secret string) (got intercepted, err error) {
	account := officialaccount.NewOfficialAccount(&config.Config{AppID: id, AppSecret: secret, Token: "token", Cache: cache.NewMemory()})
	if got.Token, err = account.GetAccessToken(); err != nil {
		return got, err
	}
	ticket, err := account.GetBasic().GetQRTicket(basic.NewTmpQrRequest(time.Hour, "table-7"))
	if err != nil {
		return got, err
	}
	got.Link = ticket.URL
	if got.Picture, err = fetched("https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=" + url.QueryEscape(ticket.Ticket)); err != nil {
		return got, err
	}
	got.IPs, err = account.GetBasic().GetAPIDomainIP()
	return got, err
}

func chanxuehongProgram(id, secret string) (got intercepted, err error) {
	client := core.NewClient(core.NewDefaultAccessTokenServer(id, secret, nil), nil)
	if got.Token, err = client.Token(); err != nil {
		return got, err
	}
	got.IPs, err = base.GetCallbackIP(client)
	return got, err
}

func powerProgram(id, secret string) (got intercepted, err error) {
	app, err := officialAccount.NewOfficialAccount(&officialAccount.UserConfig{
		AppID: id, Secret: secret, Log: officialAccount.Log{Driver: &drivers.DummyLogger{}},
	})
	if err != nil {
		return got, err
	}
	token, err := app.AccessToken.GetToken(context.Background(), false)
	if err != nil {
		return got, err
	}
	got.Token = token.AccessToken
	return got, nil
}

// workwxProgram fetches the picture at the address in the answer too, which is one of
// http.
func workwxProgram(id, secret string) (got intercepted, err error) {
	made, err := workwxContact(workwx.New(id).WithApp(secret, demoAgent), 1)
	if err != nil {
		return got, err
	}
	got.Picture, err = fetched(made.QRCode)
	return got, err
}
