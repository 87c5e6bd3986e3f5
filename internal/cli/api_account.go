package cli

import (
	"cmp"
	"net/url"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// apiAccount returns the account that calls the API. The demo account is used only with
// a local platform.
func apiAccount(env *ui.Env, s *settings, local bool) (wxapi.Account, error) {
	a := s.caller()
	if a.AppID == "" && a.Secret == "" {
		if err := s.noProfile(); err != nil {
			return a, err
		}
	}
	switch {
	case a.AppID != "" && a.Secret != "":
		return a, nil
	case a.AppID == "" && a.Secret == "" && local:
		return demoCaller(env, s), nil
	case a.AppID == "" && a.Secret == "":
		return a, config("account settings: no account is configured").withHint(accountHint)
	case a.AppID == "":
		return a, config("account settings: no %s is set", idWord(s)).withHint("set it with --app-id, WXTOOL_APP_ID or a profile in wxtool.yaml")
	}
	return a, config("account settings: %s %s has no app secret", idWord(s), a.AppID).withHint("set it with --app-secret @FILE, WXTOOL_APP_SECRET or a profile in wxtool.yaml")
}

// caller returns the account that calls the API. Settings that are not set are empty.
func (s *settings) caller() wxapi.Account {
	return wxapi.Account{Platform: s.Platform(), AppID: s.get(account.AppID), Secret: s.get(account.AppSecret), AgentID: s.get(account.AgentID)}
}

func demoCaller(env *ui.Env, s *settings) wxapi.Account {
	a := s.caller()
	a.AppID, a.Secret = demoID(a.Platform), account.DemoAppSecret
	if a.Platform == wxapi.Work {
		a.AgentID = cmp.Or(a.AgentID, account.DemoAgentID)
	}
	env.Notef("no account is configured, using the demo account (%s %s)", idWord(s), a.AppID)
	return a
}

// demoID returns the app id of the demo account on a platform.
func demoID(platform string) string {
	if platform == account.PlatformWork {
		return account.DemoCorpID
	}
	return account.DemoAppID
}

// apiOrigin returns the origin of the API, without a slash at the end.
func apiOrigin(env *ui.Env, s *settings) (string, error) {
	if s.get(account.APIBase) == "" {
		return wxapi.OfficialOrigin(s.Platform()), nil
	}
	u, err := s.apiBase(apiCredentials()...)
	if err != nil {
		return "", err
	}
	switch {
	case deliver.IsLoopback(u):
	case u.Scheme == "http":
		env.AlwaysWarnf("api_base from %s: http:// sends the app secret and the access_token unencrypted", s.Origin(account.APIBase))
	case !official(u.Hostname()):
		env.AlwaysNotef("api_base from %s: the app secret and the access_token are sent to %s", s.Origin(account.APIBase), u.Host)
	}
	return originOf(u), nil
}

func originOf(u *url.URL) string { return strings.TrimRight(u.String(), "/") }

// baseURL parses api_base.
func baseURL(s *settings) (*url.URL, error) {
	u, err := url.Parse(s.get(account.APIBase))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, config("api_base from %s: is not the origin of an API", s.Origin(account.APIBase)).withHint("use an origin such as http://127.0.0.1:8090")
	}
	return u, nil
}

func isLoopback(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && deliver.IsLoopback(u)
}
