package cli

import (
	"errors"
	"net/url"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
)

// release returns an error if credentials of the account must not be sent to u, the URL
// of the setting (to or api_base). Every command calls it before it sends something
// there, with the names of the settings that are sent.
func (s *settings) release(setting string, u *url.URL, credentials ...string) error {
	return s.MaySend(account.Destination{
		Setting: setting, Host: u.Scheme + "://" + u.Host, Credentials: credentials,
		Safe: deliver.IsLoopback(u) || u.Scheme == "https" && official(u.Hostname()),
	})
}

// target returns the callback URL of the settings, nil if none is set. An empty value is
// an error, because it usually comes from a variable that is not set.
func (s *settings) target() (*url.URL, error) {
	text := s.get(account.To)
	if s.given(account.To) && strings.TrimSpace(text) == "" {
		origin := s.Origin(account.To)
		return nil, usage("callback URL: is empty, from %s", origin).withHint("use a URL such as http://localhost:8080/wx, or " + without(origin))
	}
	if text == "" {
		return nil, nil
	}
	target, err := checkedTarget(s, text)
	if err != nil {
		return nil, err
	}
	return target, s.release(account.To, target, account.Token, account.EncodingAESKey, account.AppID, account.AgentID, account.ReceiveID)
}

// without describes how to remove the callback URL from its origin.
func without(origin account.Origin) string {
	switch kind, name, _ := strings.Cut(string(origin), " "); kind {
	case "flag":
		return "remove " + name
	case "environment":
		return "unset " + name
	}
	return "remove " + account.To
}

// apiBase returns the URL of api_base, for calls that send the credentials there.
func (s *settings) apiBase(credentials ...string) (*url.URL, error) {
	u, err := baseURL(s)
	if err != nil {
		return nil, err
	}
	return u, s.release(account.APIBase, u, credentials...)
}

// apiCredentials returns the settings that are sent to the platform.
func apiCredentials() []string {
	return []string{account.AppID, account.AppSecret, account.AgentID}
}

// untrusted returns the trust errors that commands with these settings would return.
func (s *settings) untrusted() (refusals []*account.TrustError) {
	_, pushes := s.target()
	_, calls := s.apiBase(apiCredentials()...)
	for _, err := range []error{pushes, calls} {
		if refusal, ok := errors.AsType[*account.TrustError](err); ok {
			refusals = append(refusals, refusal)
		}
	}
	return refusals
}

// official reports whether a host belongs to the platform.
func official(host string) bool {
	return strings.HasSuffix(strings.TrimSuffix(strings.ToLower(host), "."), ".weixin.qq.com")
}

// trustHint returns the next step after a TrustError.
func trustHint(e *account.TrustError) string {
	return "read " + e.File + "; if it is right, run wxtool profile trust, use --config " + e.File + ", or use --" + account.FlagOf(e.Setting)
}
