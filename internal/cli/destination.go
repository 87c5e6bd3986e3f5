package cli

import (
	"errors"
	"net/url"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
)

// release decides whether credentials of the account may go to u, the address
// that the setting (to or api_base) gives. Every command that sends there passes
// through it, with the names of the settings that are sent.
func (s *settings) release(setting string, u *url.URL, credentials ...string) error {
	return s.MaySend(account.Destination{
		Setting: setting, Host: u.Scheme + "://" + u.Host, Credentials: credentials,
		Safe: deliver.IsLoopback(u) || u.Scheme == "https" && official(u.Hostname()),
	})
}

// target is the callback URL of the settings, nil where none is given. One that
// is given and empty is a mistake, as of a variable that is not set.
func (s *settings) target() (*url.URL, error) {
	text := s.get(account.To)
	if s.given(account.To) && strings.TrimSpace(text) == "" {
		origin := s.Origin(account.To)
		return nil, usage("give a URL such as http://localhost:8080/wx, or "+without(origin),
			"callback URL: is empty, given by %s", origin)
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

// without is how the callback URL is left out where it came from.
func without(origin account.Origin) string {
	switch kind, name, _ := strings.Cut(string(origin), " "); kind {
	case "flag":
		return "leave " + name + " out"
	case "environment":
		return "unset " + name
	}
	return "leave " + account.To + " out"
}

// apiBase is the address that api_base gives, for calls that send the
// credentials there.
func (s *settings) apiBase(credentials ...string) (*url.URL, error) {
	u, err := baseURL(s)
	if err != nil {
		return nil, err
	}
	return u, s.release(account.APIBase, u, credentials...)
}

// apiCredentials are what the platform is sent of an account.
func apiCredentials() []string {
	return []string{account.AppID, account.AppSecret, account.AgentID}
}

// untrusted are the refusals that commands with these settings would meet.
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

// official reports whether a host is the platform's own.
func official(host string) bool {
	return strings.HasSuffix(strings.TrimSuffix(strings.ToLower(host), "."), ".weixin.qq.com")
}

// trustHint is the next step after the refusal of a destination.
func trustHint(e *account.TrustError) string {
	return "read " + e.File + "; if it is right, run wxtool profile trust, or name the file with --config " + e.File + ", or give --" + account.FlagOf(e.Setting)
}
