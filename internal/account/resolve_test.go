package account_test

import (
	"errors"
	"io/fs"
	"testing"

	"wxtool/internal/account"
)

type values = map[string]string

func TestResolve(t *testing.T) {
	const shop = "profiles:\n  shop:\n    "
	tests := map[string]struct {
		flags, env values
		profile    string // the lines of wxtool.yaml
		name, want string
	}{
		"default":                        {name: "platform", want: "mp | default"},
		"no default":                     {name: "token", want: "unset"},
		"unknown name":                   {name: "nonsense", want: "unset"},
		"profile beats default":          {profile: shop + "mode: safe", name: "mode", want: "safe | profile shop (wxtool.yaml:3)"},
		"environment beats profile":      {env: values{"WXTOOL_TOKEN": "env"}, profile: shop + "token: file", name: "token", want: "env | environment WXTOOL_TOKEN"},
		"flag beats environment":         {flags: values{"token": "flag"}, env: values{"WXTOOL_TOKEN": "env"}, profile: shop + "token: file", name: "token", want: "flag | flag --token"},
		"flag equal to the default wins": {flags: values{"platform": "mp"}, env: values{"WXTOOL_PLATFORM": "work"}, name: "platform", want: "mp | flag --platform"},
		"empty flag wins":                {flags: values{"receive_id": ""}, env: values{"WXTOOL_RECEIVE_ID": "env"}, name: "receive_id", want: " | flag --receive-id"},
		"empty environment wins":         {env: values{"WXTOOL_RECEIVE_ID": ""}, profile: shop + "receive_id: file", name: "receive_id", want: " | environment WXTOOL_RECEIVE_ID"},
		"empty profile value":            {env: values{"WXTOOL_APP_ID": "wx1"}, profile: shop + `receive_id: ""`, name: "receive_id", want: " | profile shop (wxtool.yaml:3)"},
		"receive id follows app id":      {env: values{"WXTOOL_APP_ID": "wx1"}, name: "receive_id", want: "wx1 | default"},
		"receive id without app id":      {name: "receive_id", want: "unset"},
		"mode on mp":                     {name: "mode", want: "plain | default"},
		"mode on work":                   {env: values{"WXTOOL_PLATFORM": "work"}, name: "mode", want: "safe | default"},
		"explicit safe on work":          {flags: values{"mode": "safe", "platform": "work"}, name: "mode", want: "safe | flag --mode"},
		"dashes in the flag":             {flags: values{"encoding_aes_key": "k"}, name: "encoding_aes_key", want: "k | flag --encoding-aes-key"},
		"spaces stay":                    {flags: values{"token": " t "}, name: "token", want: " t  | flag --token"},
		"spaces in the environment stay": {env: values{"WXTOOL_TOKEN": "t\n"}, name: "token", want: "t\n | environment WXTOOL_TOKEN"},
		"spaces in the profile stay":     {profile: shop + `token: " t "`, name: "token", want: " t  | profile shop (wxtool.yaml:3)"},
		"digits stay":                    {profile: shop + "agent_id: 0001000002", name: "agent_id", want: "0001000002 | profile shop (wxtool.yaml:3)"},
		"exponents stay":                 {profile: shop + "token: 1e5", name: "token", want: "1e5 | profile shop (wxtool.yaml:3)"},

		"file of a flag is in the working directory": {flags: values{"token": "@token.txt"}, name: "token", want: "from work | flag --token"},
		"file of a profile is beside the config":     {profile: shop + `token: "@keys/token.txt"`, name: "token", want: "from keys | profile shop (wxtool.yaml:3)"},
		"byte order mark and ends of a file":         {flags: values{"app_secret": "@bom.txt"}, name: "app_secret", want: "from bom | flag --app-secret"},
		"no file for what is no secret":              {flags: values{"app_id": "@token.txt"}, name: "app_id", want: "@token.txt | flag --app-id"},
		"no file in the environment":                 {env: values{"WXTOOL_TOKEN": "@token.txt"}, name: "token", want: "@token.txt | environment WXTOOL_TOKEN"},
		"dash is literal":                            {flags: values{"token": "-"}, name: "token", want: "- | flag --token"},

		"variable":                           {env: values{"A": "x"}, profile: shop + "token: ${A}", name: "token", want: "x | profile shop (wxtool.yaml:3)"},
		"variables within text":              {env: values{"A": "x", "B_2": "y"}, profile: shop + "app_id: a ${A}/${B_2}?z=$A", name: "app_id", want: "a x/y?z=$A | profile shop (wxtool.yaml:3)"},
		"dollar in a URL":                    {env: values{"A": "x"}, profile: shop + "to: http://x/?z=$A", name: "to", want: "http://x/?z=$A | profile shop (wxtool.yaml:3)"},
		"variable in an id":                  {env: values{"A": "x"}, profile: shop + "receive_id: ${A}", name: "receive_id", want: "x | profile shop (wxtool.yaml:3)"},
		"bad variable behind a flag is ok":   {flags: values{"to": "http://x"}, profile: shop + "to: http://${A}", name: "to", want: "http://x | flag --to"},
		"empty variable":                     {env: values{"A": ""}, profile: shop + "token: ${A}", name: "token", want: " | profile shop (wxtool.yaml:3)"},
		"variable in a path":                 {env: values{"A": "keys"}, profile: shop + `token: "@${A}/token.txt"`, name: "token", want: "from keys | profile shop (wxtool.yaml:3)"},
		"variable whose content is no path":  {env: values{"A": "@token.txt"}, profile: shop + "token: ${A}", name: "token", want: "@token.txt | profile shop (wxtool.yaml:3)"},
		"variable is not replaced twice":     {env: values{"A": "${A}"}, profile: shop + "token: ${A}", name: "token", want: "${A} | profile shop (wxtool.yaml:3)"},
		"no variables in a flag":             {flags: values{"token": "${A}"}, name: "token", want: "${A} | flag --token"},
		"unset variable behind a flag is ok": {flags: values{"token": "t"}, profile: shop + "token: ${A}", name: "token", want: "t | flag --token"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src := newSource(t, tt.env, values{
				"work/wxtool.yaml":    tt.profile,
				"work/token.txt":      "from work\n",
				"work/keys/token.txt": "from keys \r\n\r\n",
				"work/bom.txt":        "\ufeff from bom\n",
			})
			src.Flags = tt.flags
			if got := show(resolve(t, src), tt.name); got != tt.want {
				t.Errorf("%s = %q, want %q", tt.name, got, tt.want)
			}
		})
	}
}

func TestResolveRefuses(t *testing.T) {
	const literal = "${NAME} is not replaced here, only in token, encoding_aes_key, app_id, app_secret, agent_id and receive_id"
	tests := map[string]struct {
		flags, env values
		profile    string
		want       string
		is         error
	}{
		"unknown platform":       {flags: values{"platform": "wecom"}, want: `platform: unknown value "wecom" from flag --platform, must be mp or work`},
		"unknown mode":           {env: values{"WXTOOL_MODE": "safest"}, want: `mode: unknown value "safest" from environment WXTOOL_MODE, must be plain or compatible or safe`},
		"empty platform":         {env: values{"WXTOOL_PLATFORM": ""}, want: `platform: unknown value "" from environment WXTOOL_PLATFORM, must be mp or work`},
		"plain on work":          {flags: values{"platform": "work", "mode": "plain"}, want: "mode: plain from flag --mode, but WeCom is always encrypted; remove it or set it to safe"},
		"compatible on work":     {env: values{"WXTOOL_PLATFORM": "work"}, profile: "mode: compatible", want: "mode: compatible from profile shop (wxtool.yaml:3), but WeCom is always encrypted; remove it or set it to safe"},
		"missing file in flag":   {flags: values{"token": "@nope"}, want: "flag --token: /work/nope: no such file or directory", is: fs.ErrNotExist},
		"missing file":           {profile: `token: "@nope"`, want: "wxtool.yaml:3: profile shop: token: /work/nope: no such file or directory", is: fs.ErrNotExist},
		"path shown unexpanded":  {env: values{"A": canary}, profile: `token: "@${A}"`, want: "wxtool.yaml:3: profile shop: token: /work/${A}: no such file or directory", is: fs.ErrNotExist},
		"folder instead of file": {flags: values{"token": "@."}, want: "flag --token: /work: is a folder"},
		"empty file":             {flags: values{"token": "@empty"}, want: "flag --token: /work/empty: the file is empty"},
		"unset variable":         {profile: "token: ${SHOP_TOKEN}", want: "wxtool.yaml:3: profile shop: token: environment variable SHOP_TOKEN is not set"},
		"unclosed variable":      {profile: "token: ${SHOP_TOKEN", want: "wxtool.yaml:3: profile shop: token: ${ without a variable name and }"},
		"variable in to":         {env: values{"A": canary}, profile: "to: http://x/${A}", want: "wxtool.yaml:3: profile shop: to: " + literal},
		"variable in api_base":   {env: values{"A": canary}, profile: "api_base: http://${A}", want: "wxtool.yaml:3: profile shop: api_base: " + literal},
		"variable in mode":       {env: values{"A": "safe"}, profile: "mode: ${A}", want: "wxtool.yaml:3: profile shop: mode: " + literal},
		"variable in platform":   {env: values{"A": "work"}, profile: "platform: ${A}", want: "wxtool.yaml:3: profile shop: platform: " + literal},
		"file above the folder":  {profile: `token: "@../secret"`, want: "wxtool.yaml:3: profile shop: token: /secret: is outside of the folder of wxtool.yaml", is: account.ErrOutside},
		"another user's file":    {profile: `token: "@/etc/hostname"`, want: "wxtool.yaml:3: profile shop: token: /etc/hostname: is outside of the folder of wxtool.yaml", is: account.ErrOutside},
		"no variable name":       {profile: "token: ${1A}", want: "wxtool.yaml:3: profile shop: token: ${ without a variable name and }"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src := newSource(t, tt.env, values{"work/wxtool.yaml": "profiles:\n  shop:\n    " + tt.profile, "work/empty": " \n", "secret": canary})
			src.Flags = tt.flags
			s, err := account.Resolve(src)
			if s != nil || err == nil {
				t.Fatalf("Resolve = %v, %v, want an error", s, err)
			}
			if got := withoutRoot(src, err.Error()); got != tt.want {
				t.Errorf("error\n got %s\nwant %s", got, tt.want)
			}
			if !errors.Is(err, account.ErrConfig) || tt.is != nil && !errors.Is(err, tt.is) {
				t.Errorf("%#v does not wrap what it should", err)
			}
		})
	}
}

func TestConfigured(t *testing.T) {
	for _, key := range account.Keys() {
		src := newSource(t, nil, nil)
		src.Flags = values{key.Name: "safe"}
		if key.Name == account.Platform {
			src.Flags[key.Name] = "work"
		}
		makesAccount := key.Name == "token" || key.Name == "encoding_aes_key" || key.Name == "app_id" || key.Name == "receive_id" || key.Name == "agent_id"
		if got := resolve(t, src).Configured(); got != makesAccount {
			t.Errorf("only %s given: Configured = %v", key.Name, got)
		}
	}
}
