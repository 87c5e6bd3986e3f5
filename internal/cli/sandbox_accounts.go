package cli

import (
	"cmp"
	"net/netip"
	"slices"
	"strings"

	"wxtool/internal/account"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// sandboxAccounts are the accounts of a sandbox.
type sandboxAccounts struct {
	env    *ui.Env
	list   []sandbox.Account
	used   []*settings // of each account
	warned map[string]bool
}

// accounts returns the account of the settings in force and those of all profiles with
// an app_id; if there are none, the demo account of both platforms.
func (a *accountFlags) accounts(env *ui.Env) (*sandboxAccounts, error) {
	known := &sandboxAccounts{env: env, warned: map[string]bool{}}
	inForce := a.source(env, nil)
	names, err := account.ProfileNames(inForce)
	if err != nil {
		return nil, err
	}
	found, err := account.Resolve(inForce)
	if err != nil {
		return nil, err
	}
	known.applyOnce(found)
	if err := known.add(&settings{Settings: found}); err != nil {
		return nil, err
	}
	known.addProfiles(a, names)
	if known.list != nil {
		return known, nil
	}
	return known, a.addDemo(known)
}

// addProfiles adds the accounts of profiles, and leaves out those that cannot be used.
func (k *sandboxAccounts) addProfiles(flags *accountFlags, names []string) {
	for _, name := range names {
		alone := sourceOf(k.env, nil, name, flags.config)
		alone.ProfileOnly = true
		profile, err := account.Resolve(alone)
		if err == nil {
			k.applyOnce(profile)
			err = k.add(&settings{Settings: profile})
		}
		if err != nil {
			k.env.Warnf("%v, so the sandbox leaves out the profile %s", err, name)
		}
	}
}

// applyOnce masks secrets and prints each warning once, however many profiles share it.
func (k *sandboxAccounts) applyOnce(found *account.Settings) {
	for _, secret := range found.Secrets() {
		k.env.Hide(secret, account.Mask(secret))
	}
	for _, warning := range found.Warnings() {
		if !k.warned[warning] {
			k.env.Warnf("%s", warning)
			k.warned[warning] = true
		}
	}
}

// addDemo adds the demo account of both platforms, or of that of --platform.
func (a *accountFlags) addDemo(known *sandboxAccounts) error {
	for _, platform := range []string{account.PlatformMP, account.PlatformWork} {
		if a.flags.Changed("platform") && *a.values[account.Platform] != platform {
			continue
		}
		demo := map[string]string{account.Platform: platform, account.AppID: demoID(platform)} // an empty app_id counts as none
		found, err := account.Resolve(a.source(known.env, demo))
		if err != nil {
			return err
		}
		if err := known.add(&settings{Settings: found.WithDemo(), Demo: true}); err != nil {
			return err
		}
	}
	var ids []string
	for _, a := range known.list {
		ids = append(ids, a.AppID)
	}
	known.env.Notef("no account is configured, using the demo account (%s)", strings.Join(ids, ", "))
	return nil
}

// add adds the account of settings, unless they have no app_id or it was added before.
// A corp has an account per application.
func (k *sandboxAccounts) add(s *settings) error {
	made, err := k.account(s)
	if err != nil || made.AppID == "" {
		return err
	}
	if i := k.known(s, made); i >= 0 {
		k.warnOfTwins(i, s, made)
		return nil
	}
	k.list, k.used = append(k.list, made), append(k.used, s)
	return nil
}

// known finds an account that was added before. The profile in force was added before,
// also if a flag gives it another agent_id.
func (k *sandboxAccounts) known(s *settings, made sandbox.Account) int {
	for i, b := range k.list {
		same := made.Platform == b.Platform && made.AppID == b.AppID
		if same && (made.AgentID == b.AgentID || s.Profile() == k.used[i].Profile()) {
			return i
		}
	}
	return -1
}

// warnOfTwins warns about two profiles of one account that differ in secret, Token or
// callback URL.
func (k *sandboxAccounts) warnOfTwins(i int, s *settings, made sandbox.Account) {
	first, known := k.used[i].Profile(), k.list[i]
	if first == "" || first == s.Profile() || made.Secret == known.Secret && made.Callback.Token == known.Callback.Token && k.used[i].get(account.To) == s.get(account.To) {
		return
	}
	same := "app_id " + made.AppID
	if made.Platform == sandbox.Work {
		same += " and agent_id"
	}
	k.env.Warnf("account settings: the profiles %s and %s have the same %s, so the sandbox leaves out %[2]s", first, s.Profile(), same)
}

// account makes a sandbox account of settings. Without a Token nothing can be pushed.
func (k *sandboxAccounts) account(s *settings) (sandbox.Account, error) {
	made := sandbox.Account{Platform: s.Platform(), AppID: s.get(account.AppID), Secret: s.get(account.AppSecret)}
	if made.Platform == sandbox.Work {
		made.AgentID = s.get(account.AgentID)
	}
	made.OAuthDomains = domainsOf(s.get(account.OAuthDomain))
	if s.Demo {
		made.Secret = cmp.Or(made.Secret, account.DemoAppSecret)
	}
	to, err := s.target()
	if err != nil {
		return made, err
	}
	if s.get(account.Token) == "" {
		if to != nil && made.AppID != "" {
			k.env.Warnf("account settings: %s has a callback URL and no Token, so nothing can be pushed to it", made.AppID)
		}
		return made, nil
	}
	made.To = to
	made.Callback, err = s.account()
	return made, err
}

// domainsOf reads a list with commas. A URL counts as its host.
func domainsOf(list string) (domains []string) {
	for domain := range strings.SplitSeq(list, ",") {
		domain = strings.TrimSpace(domain)
		if _, rest, isURL := strings.Cut(domain, "://"); isURL {
			domain, _, _ = strings.Cut(rest, "/")
		}
		if domain != "" {
			domains = append(domains, strings.ToLower(domain))
		}
	}
	return domains
}

// warnOfSecrets warns about accounts without a secret, which get no access_token.
func (k *sandboxAccounts) warnOfSecrets() {
	for _, a := range k.list {
		if a.Secret == "" {
			k.env.Warnf("account settings: %s has no app_secret, so it gets no access_token", a.AppID)
		}
	}
}

// demo reports whether the demo account is one of them, which only this machine may
// use.
func (k *sandboxAccounts) demo() bool {
	return slices.ContainsFunc(k.used, func(s *settings) bool { return s.Demo || s.public() })
}

// allow sets the IP whitelist of all accounts.
func (k *sandboxAccounts) allow(list []string) error {
	const hint = "such as 203.0.113.7 or 203.0.113.0/24"
	if len(list) == 0 {
		return usage("--allow-ip: is empty").withHint(hint)
	}
	var allowed []netip.Prefix
	for _, text := range list {
		prefix, ok := parseRange(text)
		if !ok {
			return usage("--allow-ip: %q is neither an IP address nor a range", text).withHint(hint)
		}
		allowed = append(allowed, prefix)
	}
	for i := range k.list {
		k.list[i].AllowIPs = allowed
	}
	return nil
}

// parseRange reads a range of addresses, or one address.
func parseRange(text string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix, true
	}
	addr, err := netip.ParseAddr(text)
	if err != nil || addr.Zone() != "" {
		return netip.Prefix{}, false
	}
	addr = addr.Unmap()
	return netip.PrefixFrom(addr, addr.BitLen()), true
}
