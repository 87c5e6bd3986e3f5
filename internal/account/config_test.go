package account_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/account"
)

func TestConfigIsStrict(t *testing.T) {
	const shop = "default: shop\nprofiles:\n  shop:\n    platform: mp\n    "
	tests := map[string]struct{ yaml, want string }{
		"unknown key":           {shop + "tokn: x", `wxtool.yaml:5: profile shop: unknown key "tokn", did you mean "token"?`},
		"nothing near":          {shop + "colour: x", `wxtool.yaml:5: profile shop: unknown key "colour", known: platform, token, encoding_aes_key, app_id, app_secret, agent_id, receive_id, mode, to, api_base, oauth_domain`},
		"unknown top-level key": {"profile:\n  shop: {}", `wxtool.yaml:1: unknown key "profile", did you mean "profiles"?`},
		"in another profile":    {shop + "token: x\n  other:\n    tokn: x", `wxtool.yaml:7: profile other: unknown key "tokn", did you mean "token"?`},
		"key twice":             {shop + "platform: mp", `wxtool.yaml:5: profile shop: duplicate key "platform", first on line 4`},
		"profile twice":         {shop + "mode: safe\n  shop: {}", `wxtool.yaml:6: profiles: duplicate key "shop", first on line 3`},
		"value missing":         {shop + "token:", `wxtool.yaml:5: profile shop: token: no value; write "" for an empty value`},
		"list as value":         {shop + "token: [a]", `wxtool.yaml:5: profile shop: token: must be a single value`},
		"alias as value":        {shop + "token: &a x\n    app_id: *a", `wxtool.yaml:6: profile shop: app_id: must be a single value; aliases are not supported`},
		"alias as profile":      {"profiles:\n  a: &a {}\n  b: *a", `wxtool.yaml:3: profile b: must be a mapping of keys to values; aliases are not supported`},
		"merge key":             {"profiles:\n  a: &a {}\n  b:\n    <<: *a", `wxtool.yaml:4: profile b: unknown key …(2), known: platform, token, encoding_aes_key, app_id, app_secret, agent_id, receive_id, mode, to, api_base, oauth_domain`},
		"list as file":          {"- a", `wxtool.yaml:1: must be a mapping of keys to values`},
		"word as file":          {"hello", `wxtool.yaml:1: must be a mapping of keys to values`},
		"word as profile":       {"profiles:\n  token: x", `wxtool.yaml:2: profile token: must be a mapping of keys to values`},
		"list as key":           {"[a, b]: c", `wxtool.yaml:1: a key must be a scalar`},
		"profile without name":  {"profiles:\n  \"\": {}", `wxtool.yaml:2: a profile name must not be empty and must be printable`},
		"control in a name":     {"profiles:\n  \"a\\e[31m\": {}", `wxtool.yaml:2: a profile name must not be empty and must be printable`},
		"two documents":         {"default: a\n---\ndefault: b", `wxtool.yaml:2: a second document; only one is supported`},
		"default is no profile": {"default: shpo\nprofiles:\n  shop: {}\n  work: {}", `wxtool.yaml:1: default: unknown profile "shpo", did you mean "shop"? wxtool.yaml has shop, work`},
		"default, no profiles":  {"default: shop", `wxtool.yaml:1: default: unknown profile "shop", wxtool.yaml has none`},
		"unquoted @":            {shop + "token: @aes.key", `wxtool.yaml:5: found character that cannot start any token; quote a value that starts with @, and indent with spaces, not tabs`},
		"unknown anchor":        {shop + "token: *" + canary, `wxtool.yaml: unknown anchor; quote a value that starts with *`},
		"bad indentation":       {shop + "token: x\n   mode: safe", `wxtool.yaml:2: did not find expected key; check the indentation from here on`},
		"too large":             {strings.Repeat("#", 1<<20+1), `wxtool.yaml: larger than 1048576 bytes`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := account.Resolve(newSource(t, nil, values{"work/wxtool.yaml": tt.yaml}))
			if err == nil {
				t.Fatalf("Resolve = %v, want an error", s)
			}
			if err.Error() != tt.want {
				t.Errorf("error\n got %s\nwant %s", err, tt.want)
			}
			if !errors.Is(err, account.ErrConfig) {
				t.Error("does not wrap ErrConfig")
			}
		})
	}
}

func TestConfigMayBeEmpty(t *testing.T) {
	for _, yaml := range []string{"", "\n", "# nothing yet\n", "---\n", "{}", "profiles:", "profiles:\n  shop:\n", "\ufeffprofiles: {}"} {
		if _, err := account.Resolve(newSource(t, nil, values{"work/wxtool.yaml": yaml})); err != nil {
			t.Errorf("%q: %v", yaml, err)
		}
	}
}

func TestConfigDeeplyNested(t *testing.T) {
	for _, yaml := range []string{
		"profiles: " + strings.Repeat("[", 500_000),
		"profiles: " + strings.Repeat("{a: ", 5_000) + strings.Repeat("}", 5_000),
		"profiles:\n  a: &a [x, x]\n  b: &b [*a, *a]\n  c: &c [*b, *b]\n  d: [*c, *c]",
	} {
		if _, err := account.Resolve(newSource(t, nil, values{"work/wxtool.yaml": yaml})); !errors.Is(err, account.ErrConfig) {
			t.Errorf("%.40q…: error %v, want ErrConfig", yaml, err)
		}
	}
}

func TestChoiceOfProfile(t *testing.T) {
	const two = "profiles:\n  shop: {token: shop}\n  work: {token: work}\n"
	tests := map[string]struct{ yaml, flag, env, want string }{
		"flag":             {yaml: "default: work\n" + two, flag: "shop", env: "work", want: "shop"},
		"environment":      {yaml: "default: work\n" + two, env: "shop", want: "shop"},
		"default":          {yaml: "default: work\n" + two, want: "work"},
		"none of two":      {yaml: two, want: ""},
		"the only one":     {yaml: "profiles:\n  shop: {token: shop}", want: "shop"},
		"bad default lost": {yaml: "default: nope\n" + two, flag: "shop", want: "shop"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src := newSource(t, values{"WXTOOL_PROFILE": tt.env}, values{"work/wxtool.yaml": tt.yaml})
			src.Profile = tt.flag
			s := resolve(t, src)
			if token, _ := s.Get("token"); token != tt.want || s.Profile() != tt.want {
				t.Errorf("profile %q with token %q, want %q", s.Profile(), token, tt.want)
			}
		})
	}
}

func TestProfileThatIsNotThere(t *testing.T) {
	src := newSource(t, nil, values{"work/wxtool.yaml": "profiles:\n  shop: {}\n  work: {}"})
	src.Profile = "Shp"
	wantError(t, src, `flag --profile: unknown profile "Shp", did you mean "shop"? wxtool.yaml has shop, work`)
	src.Profile = "other"
	wantError(t, src, `flag --profile: unknown profile "other", wxtool.yaml has shop, work`)

	src = newSource(t, values{"WXTOOL_PROFILE": "shop"}, nil)
	wantError(t, src, `environment WXTOOL_PROFILE: no config file for profile "shop", looked for wxtool.yaml in /work and its parent folders, and for /config/wxtool/wxtool.yaml`)
}

func TestDiscovery(t *testing.T) {
	yaml := func(token string) string { return "profiles:\n  p:\n    token: " + token }
	all := values{
		"work/deep/er/x":            "",
		"work/deep/wxtool.yaml":     yaml("deep"),
		"wxtool.yaml":               yaml("root"),
		"config/wxtool/wxtool.yaml": yaml("user"),
		"other.yaml":                yaml("other"),
	}
	tests := map[string]struct {
		dir, config, env string
		without          []string
		want             string
	}{
		"here":                     {dir: "work/deep", want: "deep | profile p (wxtool.yaml:3)"},
		"parent":                   {dir: "work/deep/er", want: "deep | profile p (../wxtool.yaml:3)"},
		"grandparent":              {dir: "work/deep/er", without: []string{"work/deep/wxtool.yaml"}, want: "root | profile p (../../../wxtool.yaml:3)"},
		"user's folder":            {dir: "work", without: []string{"work/deep/wxtool.yaml", "wxtool.yaml"}, want: "user | profile p (/config/wxtool/wxtool.yaml:3)"},
		"nowhere":                  {dir: "work", without: []string{"wxtool.yaml", "config/wxtool/wxtool.yaml"}, want: "unset"},
		"named by flag":            {dir: "work", config: "../other.yaml", env: "nope", want: "other | profile p (../other.yaml:3)"},
		"named in the environment": {dir: "work", env: "../other.yaml", want: "other | profile p (../other.yaml:3)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			files := values{}
			for path, content := range all {
				if !slices.Contains(tt.without, path) {
					files[path] = content
				}
			}
			src := newSource(t, values{"WXTOOL_CONFIG": tt.env}, files)
			root := src
			src.Dir, src.Config = filepath.Join(filepath.Dir(src.Dir), tt.dir), tt.config
			s := resolve(t, src)
			if got := withoutRoot(root, show(s, "token")); got != tt.want {
				t.Errorf("token = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNamedConfigMustExist(t *testing.T) {
	src := newSource(t, values{"WXTOOL_CONFIG": "nope.yaml"}, nil)
	if err := wantError(t, src, "environment WXTOOL_CONFIG: nope.yaml: no such file or directory"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the file system's reason is not in the chain")
	}
	src.Config = ".."
	wantError(t, src, "flag --config: ..: is a folder")
}

func TestConfigNullDevice(t *testing.T) {
	src := newSource(t, values{"WXTOOL_CONFIG": os.DevNull}, values{"work/wxtool.yaml": "profiles: {p: {token: x}}"})
	if got := show(resolve(t, src), "token"); got != "unset" {
		t.Errorf("token = %q, want the null device to switch the config off", got)
	}
}

func TestProfileNamesNeedNoValues(t *testing.T) {
	src := newSource(t, nil, values{"work/wxtool.yaml": "default: gone\nprofiles:\n  z: {token: \"${UNSET}\"}\n  店铺: {}\n  a: {}"})
	names, err := account.ProfileNames(src)
	if want := []string{"z", "店铺", "a"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("ProfileNames = %q, %v, want %q", names, err, want)
	}
	src.Profile = "店铺"
	s := resolve(t, src)
	if !slices.Equal(s.Profiles(), names) || filepath.Base(s.ConfigFile()) != account.FileName {
		t.Errorf("Profiles = %q of %q", s.Profiles(), s.ConfigFile())
	}
}

func wantError(t *testing.T, src account.Source, want string) error {
	t.Helper()
	_, err := account.Resolve(src)
	if err == nil {
		t.Fatalf("no error, want %s", want)
	}
	if got := withoutRoot(src, err.Error()); got != want {
		t.Errorf("error\n got %s\nwant %s", got, want)
	}
	return err
}
