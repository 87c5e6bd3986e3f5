// Package account resolves the account settings that commands share: from a
// flag, else the environment, else a profile of the config file, else a default.
// Its functions are safe for concurrent use if those of [Source] are.
//
// # The config file
//
//	default: shop
//	profiles:
//	  shop:
//	    platform: mp
//	    token: ${SHOP_TOKEN}
//	    encoding_aes_key: "@secrets/aes.key"
//
// In secrets and ids, ${NAME} is replaced by the environment variable. A secret
// that starts with "@" is read from that file, relative to the config file. Parsing
// is strict: an unknown or duplicate key, an alias or a second document is an error
// that names the line. No error or warning of this package contains the value of a
// secret.
//
// # Trust
//
// A config file that the user names, or that is in the user's config folder,
// belongs to the user. A config file that was discovered in the working directory
// or a parent may come from another person: it may be part of a checkout, or
// another user of the machine may have put it into a folder such as /tmp. Such a
// file must not get access to the user's environment, files and credentials, which
// it could have sent to a host of its choice through to or api_base. Therefore:
//
//   - ${NAME} is never replaced in to or api_base, because the URL is sent;
//   - @path in a discovered file cannot read a file outside of its folder, not
//     even through a link;
//   - a discovered file that every user can write, or that belongs to neither
//     the user nor root, is rejected;
//   - if a discovered file sets the destination, credentials from elsewhere are
//     sent there only if it is this machine or the platform, or if the user trusts
//     this content of the file at this path.
//
// [Settings.MaySend] implements the last rule; every command calls it before it
// sends something to to or api_base. There is no protection against another user
// of this machine who listens on a loopback port that the file names, or against a
// file that sends its own values to its own host. SECURITY.md describes the model.
package account

import "slices"

// Names of the settings, for [Settings.Get] and in profiles.
const (
	Platform       = "platform"
	Token          = "token"
	EncodingAESKey = "encoding_aes_key"
	AppID          = "app_id"
	AppSecret      = "app_secret"
	AgentID        = "agent_id"
	ReceiveID      = "receive_id"
	Mode           = "mode"
	To             = "to"
	APIBase        = "api_base"
	OAuthDomain    = "oauth_domain"
)

// The values of platform and mode.
const (
	PlatformMP   = "mp"
	PlatformWork = "work"

	ModePlain      = "plain"
	ModeCompatible = "compatible"
	ModeSafe       = "safe"
)

// Environment variables for --profile and --config. An empty value counts as unset.
const (
	ProfileEnv = "WXTOOL_PROFILE"
	ConfigEnv  = "WXTOOL_CONFIG"
)

// Key describes one account setting and the places where it can be set.
type Key struct {
	Name   string // profile key, and the name for [Settings.Get]
	Flag   string // long flag without dashes
	Env    string
	Usage  string // one line, for help and documentation
	Secret bool   // may be given as @path, must be masked where it is printed
}

// Keys lists every account setting in the order in which they are documented.
// Flags, environment, profiles, completion and documentation all read this list.
func Keys() []Key {
	return []Key{
		{Platform, "platform", "WXTOOL_PLATFORM", "wire rules: mp (Official Account, mini program, open platform) or work (WeCom)", false},
		{Token, "token", "WXTOOL_TOKEN", "callback Token", true},
		{EncodingAESKey, "encoding-aes-key", "WXTOOL_ENCODING_AES_KEY", "EncodingAESKey, 43 characters", true},
		{AppID, "app-id", "WXTOOL_APP_ID", "appid, on WeCom the corpid", false},
		{AppSecret, "app-secret", "WXTOOL_APP_SECRET", "appsecret, on WeCom the corpsecret", true},
		{AgentID, "agent-id", "WXTOOL_AGENT_ID", "WeCom application", false},
		{ReceiveID, "receive-id", "WXTOOL_RECEIVE_ID", "receiveid in the encrypted frame, may be set to empty (default: the app id)", false},
		{Mode, "mode", "WXTOOL_MODE", "plain, compatible or safe (default: plain; WeCom is always safe)", false},
		{To, "to", "WXTOOL_TO", "your callback URL", false},
		{APIBase, "api-base", "WXTOOL_API_BASE", "origin of the platform API (default: the official one)", false},
		{OAuthDomain, "oauth-domain", "WXTOOL_OAUTH_DOMAIN", "in the sandbox: host of your web pages with a login (网页授权域名), several with commas (default: this machine with any port)", false},
	}
}

// FlagOf returns the flag of a setting, without dashes.
func FlagOf(name string) string { return keyByName(name).Flag }

func keyNames() []string {
	var names []string
	for _, key := range Keys() {
		names = append(names, key.Name)
	}
	return names
}

func keyByName(name string) Key {
	keys := Keys()
	return keys[slices.IndexFunc(keys, func(key Key) bool { return key.Name == name })]
}
