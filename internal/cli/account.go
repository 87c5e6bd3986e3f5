package cli

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/ui"
	"wxtool/internal/wxcrypt"
)

// accountFlags are the account settings of a command; see account.Keys.
type accountFlags struct {
	flags           *pflag.FlagSet
	values          map[string]*string // by Key.Name
	profile, config string
}

// callbackKeys are the settings that signing and encrypting need.
func callbackKeys() []string {
	return []string{account.Platform, account.Token, account.EncodingAESKey, account.AppID, account.AgentID, account.ReceiveID, account.Mode}
}

// bind adds the flags of the keys to cmd.
func (a *accountFlags) bind(cmd *cobra.Command, keys ...string) {
	a.flags, a.values = cmd.Flags(), map[string]*string{}
	for _, key := range account.Keys() {
		if slices.Contains(keys, key.Name) {
			a.values[key.Name] = a.flags.String(key.Flag, "", key.Usage)
			markAccountFlag(a.flags.Lookup(key.Flag))
		}
	}
	a.flags.StringVar(&a.profile, "profile", "", "profile of the config file to use")
	a.flags.StringVar(&a.config, "config", "", "config file instead of wxtool.yaml")
	markAccountFlag(a.flags.Lookup("profile"))
	markAccountFlag(a.flags.Lookup("config"))
}

// source returns the account.Source of the command; override takes precedence over all
// flags.
func (a *accountFlags) source(env *ui.Env, override map[string]string) account.Source {
	given := map[string]string{}
	for _, key := range account.Keys() {
		if value := a.values[key.Name]; value != nil && a.flags.Changed(key.Flag) {
			given[key.Name] = *value
		}
	}
	maps.Copy(given, override)
	return sourceOf(env, given, a.profile, a.config)
}

func sourceOf(env *ui.Env, given map[string]string, profile, config string) account.Source {
	return account.Source{
		Flags: given, Profile: profile, Config: config,
		LookupEnv: env.LookupEnv, Open: openSetting(env), OpenBelow: openSettingBelow(env), Stat: os.Stat, Lstat: os.Lstat,
		Dir: env.Dir, UserConfigDir: env.ConfigDir,
		UID: env.UID, Owner: ownerLookup(), Trusted: trustOf(env).has,
	}
}

// settings are the resolved account settings. Demo means that nothing is configured and
// the demo account is used.
type settings struct {
	*account.Settings
	Demo bool
}

// resolve resolves the settings, masks their secrets and prints their warnings.
func (a *accountFlags) resolve(env *ui.Env) (*settings, error) {
	return a.resolveAs(env, nil)
}

func (a *accountFlags) resolveAs(env *ui.Env, override map[string]string) (*settings, error) {
	s, err := a.asGiven(env, override)
	if err != nil {
		return nil, err
	}
	if s.Demo = !s.Configured(); s.Demo {
		if err := s.noProfile(); err != nil {
			return nil, err
		}
		s.Settings = s.WithDemo()
		env.Notef("no account is configured, using the demo account (Token %s, %s %s)", account.DemoToken, idWord(s), s.get(account.AppID))
	}
	return s, nil
}

// asGiven is resolve without the demo account.
func (a *accountFlags) asGiven(env *ui.Env, override map[string]string) (*settings, error) {
	found, err := account.Resolve(a.source(env, override))
	if err != nil {
		return nil, err
	}
	apply(env, found)
	return &settings{Settings: found}, nil
}

// noProfile is the error of a config file with several profiles of which none is
// selected. Using the demo account would not be what the user intends.
func (s *settings) noProfile() error {
	names := s.Profiles()
	if s.Profile() != "" || len(names) < 2 {
		return nil
	}
	return config("account settings: %s has %d profiles and no default", filepath.Base(s.ConfigFile()), len(names)).withHint("choose one with --profile " + strings.Join(names, "|") + ", or set a default with wxtool profile use")
}

// apply masks the secrets of settings and prints their warnings.
func apply(env *ui.Env, found *account.Settings) {
	for _, secret := range found.Secrets() {
		env.Hide(secret, account.Mask(secret))
	}
	for _, warning := range found.Warnings() {
		env.Warnf("%s", warning)
	}
}

func idWord(s *settings) string {
	if s.Platform() == account.PlatformWork {
		return "corpid"
	}
	return "app id"
}

func (s *settings) get(name string) string {
	value, _ := s.Get(name)
	return value
}

// public reports whether the Token or key of the demo account is in use. They are in the
// documentation, so they protect nothing.
func (s *settings) public() bool {
	return s.get(account.Token) == account.DemoToken || s.get(account.EncodingAESKey) == account.DemoEncodingAESKey
}

// given reports whether a setting comes from the user.
func (s *settings) given(name string) bool {
	origin := s.Origin(name)
	return origin != "" && origin != account.OriginDefault && origin != account.OriginDemo && origin != account.OriginMadeUp
}

// account returns the callback account of the settings. The Token must be set.
func (s *settings) account() (callback.Account, error) {
	a := callback.Account{
		Platform: callback.Platform(s.Platform()), Mode: callback.Mode(s.Mode()),
		Token: s.get(account.Token), AppID: s.get(account.AppID), AgentID: s.get(account.AgentID), ReceiveID: s.get(account.ReceiveID),
	}
	if a.Token == "" {
		return a, config("account settings: no Token is set").withHint("set it with --token, WXTOOL_TOKEN or a profile in wxtool.yaml")
	}
	return a, s.key(&a)
}

// key decodes the EncodingAESKey, if one is set.
func (s *settings) key(a *callback.Account) error {
	text := s.get(account.EncodingAESKey)
	if text == "" {
		return nil
	}
	key, err := wxcrypt.ParseKey(text)
	if err != nil {
		return config("%w, from %s", err, s.Origin(account.EncodingAESKey)).withHint("copy the 43 characters of the EncodingAESKey (消息加解密密钥) from the console")
	}
	a.Key = key
	return nil
}

// diagnoseOptions returns the options of a diagnosis.
func (s *settings) diagnoseOptions(env *ui.Env) callback.DiagnoseOptions {
	return callback.DiagnoseOptions{
		Now: env.Now(), OtherTokens: s.OtherTokens(),
		AppSecret: s.get(account.AppSecret), EncodingAESKey: s.get(account.EncodingAESKey), Lang: env.Lang,
	}
}
