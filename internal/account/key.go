// Package account resolves the account settings that commands share: from a
// flag, else the environment, else a profile of the config file, else a default.
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
// In secrets and ids ${NAME} is replaced from the environment; a secret that
// starts with "@" is the content of that file, relative to the config file. The
// file is strict: an unknown or repeated key, an alias or a second document is
// an error that names the line. No error or warning of this package holds the
// value of a secret.
//
// # Trust
//
// A config file that is named, or that is in the user's config folder, is the
// user's. One that was discovered in the working directory or a parent may be
// another person's: it came with a checkout, or another user of the machine put
// it into a folder such as /tmp. It must not get at what is the user's: values of
// the environment, files, and the account that flags and variables give. What it
// would do with them is to name a destination, to or api_base. Therefore
//
//   - in no file is ${NAME} replaced in to or api_base: a URL sends what it holds;
//   - @path of a discovered file leads to no file outside of its folder, by links
//     or otherwise;
//   - a discovered file that every user can write to, or that belongs to neither
//     the user nor root, is refused;
//   - credentials that are not the file's own go to a host that a discovered
//     file names only if that is this machine or the platform, or if the user
//     trusts this content of the file at this path.
//
// [Settings.MaySend] decides the last; every command asks it before it sends to
// to or api_base. Two things are not defended against: another user of this
// machine who listens on a loopback port that the file names, and a file that
// has a host sent what it holds itself. SECURITY.md has the whole model.
package account

import "slices"

// Names of the settings, as [Settings.Get] takes them and profiles spell them.
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
)

// The values that platform and mode may have.
const (
	PlatformMP   = "mp"
	PlatformWork = "work"

	ModePlain      = "plain"
	ModeCompatible = "compatible"
	ModeSafe       = "safe"
)

// Environment variables that stand for --profile and --config; set to nothing
// they count as unset.
const (
	ProfileEnv = "WXTOOL_PROFILE"
	ConfigEnv  = "WXTOOL_CONFIG"
)

// Key is one account setting and every place it can come from.
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
		{ReceiveID, "receive-id", "WXTOOL_RECEIVE_ID", "receiveid in the frame, may be empty on purpose (default: the app id)", false},
		{Mode, "mode", "WXTOOL_MODE", "plain, compatible or safe (default: plain, on WeCom always safe)", false},
		{To, "to", "WXTOOL_TO", "your callback URL", false},
		{APIBase, "api-base", "WXTOOL_API_BASE", "origin of the platform API (default: the official one)", false},
	}
}

// FlagOf is the flag of a setting, without dashes.
func FlagOf(name string) string { return keyNamed(name).Flag }

func keyNames() []string {
	var names []string
	for _, key := range Keys() {
		names = append(names, key.Name)
	}
	return names
}

func keyNamed(name string) Key {
	keys := Keys()
	return keys[slices.IndexFunc(keys, func(key Key) bool { return key.Name == name })]
}
