package cli

import (
	"net/url"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// apiAccount is who calls. Only a local platform is offered the demo account.
func apiAccount(env *ui.Env, s *settings, local bool) (wxapi.Account, error) {
	a := s.caller()
	if a.AppID == "" && a.Secret == "" {
		if err := s.undecided(); err != nil {
			return a, err
		}
	}
	switch {
	case a.AppID != "" && a.Secret != "":
		return a, nil
	case a.AppID == "" && a.Secret == "" && local:
		return demoCaller(env, s), nil
	case a.AppID == "" && a.Secret == "":
		return a, config(threeWays, "account settings: no account is configured")
	case a.AppID == "":
		return a, config("set it with --app-id, WXTOOL_APP_ID or a profile in wxtool.yaml", "account settings: no %s is set", idWord(s))
	}
	return a, config("set it with --app-secret @FILE, WXTOOL_APP_SECRET or a profile in wxtool.yaml", "account settings: %s %s has no app secret", idWord(s), a.AppID)
}

// caller is who calls, as far as it is given.
func (s *settings) caller() wxapi.Account {
	return wxapi.Account{Platform: s.Platform(), AppID: s.get(account.AppID), Secret: s.get(account.AppSecret), AgentID: s.get(account.AgentID)}
}

func demoCaller(env *ui.Env, s *settings) wxapi.Account {
	a := s.caller()
	a.AppID, a.Secret = demoID(a.Platform), account.DemoAppSecret
	if a.Platform == wxapi.Work {
		a.AgentID = orText(a.AgentID, account.DemoAgentID)
	}
	env.Notef("no account is configured, using the demo account (%s %s)", idWord(s), a.AppID)
	return a
}

// demoID is the demo account's id on a platform.
func demoID(platform string) string {
	if platform == account.PlatformWork {
		return account.DemoCorpID
	}
	return account.DemoAppID
}

// apiOrigin is where the API is, without a slash at its end.
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
		env.AlwaysWarnf("api_base from %s: http:// shows the app secret and the access_token to the network", s.Origin(account.APIBase))
	case !official(u.Hostname()):
		env.AlwaysNotef("api_base from %s: the app secret and the access_token go to %s", s.Origin(account.APIBase), u.Host)
	}
	return originOf(u), nil
}

func originOf(u *url.URL) string { return strings.TrimRight(u.String(), "/") }

// baseURL reads api_base.
func baseURL(s *settings) (*url.URL, error) {
	u, err := url.Parse(s.get(account.APIBase))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, config("such as http://127.0.0.1:8090", "api_base from %s: is not the origin of an API", s.Origin(account.APIBase))
	}
	return u, nil
}

func isLoopback(origin string) bool {
	u, err := url.Parse(origin)
	return err == nil && deliver.IsLoopback(u)
}
