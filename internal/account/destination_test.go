package account_test

import (
	"errors"
	"strings"
	"testing"

	"wxtool/internal/account"
)

// pushSettings are the settings that a push contains or is signed with.
func pushSettings() []string {
	return []string{account.Token, account.EncodingAESKey, account.AppID, account.AgentID, account.ReceiveID}
}

// callSettings are the settings that an API call sends.
func callSettings() []string { return []string{account.AppID, account.AppSecret, account.AgentID} }

// TestMaySend checks that the user's credentials are not sent to a host from a
// discovered file, and that everything else is sent.
func TestMaySend(t *testing.T) {
	const file = "profiles:\n  shop:\n    to: http://host.example/wx\n    api_base: https://host.example\n    "
	env := values{"WXTOOL_TOKEN": "from the environment", "WXTOOL_APP_SECRET": "from the environment", "WXTOOL_APP_ID": "wx1", "AWS": "from another program"}
	only := func(names ...string) values {
		some := values{}
		for _, name := range names {
			some[name] = env[name]
		}
		return some
	}
	tests := map[string]struct {
		yaml, setting string
		env, flags    values
		with          func(*account.Source)
		safe          bool
		refused       string // the exposed settings; "" if sending is allowed
	}{
		"token of the environment":        {yaml: file, setting: account.To, env: env, refused: "token (environment WXTOOL_TOKEN)"},
		"token of a flag":                 {yaml: file, setting: account.To, flags: values{"token": "x"}, refused: "token (flag --token)"},
		"key of a flag":                   {yaml: file + "token: x", setting: account.To, flags: values{"encoding_aes_key": "x"}, refused: "encoding_aes_key (flag --encoding-aes-key)"},
		"secret of the environment":       {yaml: file, setting: account.APIBase, env: env, refused: "app_secret (environment WXTOOL_APP_SECRET)"},
		"secret of a flag":                {yaml: file, setting: account.APIBase, flags: values{"app_secret": "x"}, refused: "app_secret (flag --app-secret)"},
		"a variable":                      {yaml: file + "app_secret: a${AWS}", setting: account.APIBase, env: only("AWS"), refused: "app_secret (${AWS})"},
		"a variable as id":                {yaml: file + "app_id: ${AWS}", setting: account.To, env: only("AWS"), refused: "app_id (${AWS})"},
		"two variables":                   {yaml: file + "app_id: ${AWS}${AWS}", setting: account.APIBase, env: only("AWS"), refused: "app_id (${AWS} ${AWS})"},
		"a file":                          {yaml: file + `token: "@secret"`, setting: account.To, refused: "token (@secret)"},
		"every exposed setting":           {yaml: file + "receive_id: ${AWS}", setting: account.To, env: env, refused: "token (environment WXTOOL_TOKEN), receive_id (${AWS})"},
		"a literal in the file":           {yaml: file + "token: x\n    app_id: wx1", setting: account.To},
		"an id of the user":               {yaml: file + "token: x", setting: account.To, env: only("WXTOOL_APP_ID")},
		"a secret that is not sent":       {yaml: file + "token: x", setting: account.To, env: only("WXTOOL_APP_SECRET")},
		"a token that is not sent":        {yaml: file + "app_secret: x", setting: account.APIBase, env: only("WXTOOL_TOKEN")},
		"a secret that is overridden":     {yaml: file + "token: ${AWS}", setting: account.To, env: only("AWS"), flags: values{"token": ""}},
		"nothing":                         {yaml: file, setting: account.To, env: values{"WXTOOL_TOKEN": ""}},
		"a safe host":                     {yaml: file, setting: account.To, env: env, safe: true},
		"a host of the user, by flag":     {yaml: file, setting: account.To, env: env, flags: values{"to": "http://host.example"}},
		"a host of the user, by variable": {yaml: file, setting: account.APIBase, env: values{"WXTOOL_APP_SECRET": "x", "WXTOOL_API_BASE": "https://host.example"}},
		"no host in the file":             {yaml: "profiles: {shop: {app_id: wx1}}", setting: account.To, env: env},
		"a file named by flag":            {yaml: file, setting: account.To, env: env, with: func(s *account.Source) { s.Config = "wxtool.yaml" }},
		"a file named in the environment": {yaml: file, setting: account.To, env: values{"WXTOOL_TOKEN": "x", "WXTOOL_CONFIG": "wxtool.yaml"}},
		"the user's own file":             {yaml: file, setting: account.To, env: env, with: func(s *account.Source) { s.UserConfigDir, s.Dir = s.Dir, s.Dir+"/none" }},
		"the user's own file, found here": {yaml: file, setting: account.To, env: env, with: func(s *account.Source) { s.UserConfigDir, s.Dir = s.Dir, s.Dir+"/wxtool" }},
		"a file of a parent":              {yaml: file, setting: account.To, env: env, with: func(s *account.Source) { s.Dir += "/below" }, refused: "token (environment WXTOOL_TOKEN)"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			files := values{"work/wxtool.yaml": tt.yaml, "work/secret": "x"}
			if strings.HasPrefix(name, "the user's own file") {
				files = values{"work/wxtool/wxtool.yaml": tt.yaml}
			}
			src := newSource(t, tt.env, files)
			src.Flags = tt.flags
			if tt.with != nil {
				tt.with(&src)
			}
			s := resolve(t, src)
			sent := map[string][]string{account.To: pushSettings(), account.APIBase: callSettings()}[tt.setting]
			err := s.WithDemo().MaySend(account.Destination{Setting: tt.setting, Host: "host.example", Safe: tt.safe, Credentials: sent})
			refused, is := errors.AsType[*account.TrustError](err)
			switch {
			case tt.refused == "" && err != nil, tt.refused != "" && !is:
				t.Fatalf("MaySend = %v, want %q", err, tt.refused)
			case tt.refused == "":
				return
			}
			if got := strings.Join(refused.Exposed, ", "); got != tt.refused || !errors.Is(err, account.ErrConfig) {
				t.Errorf("exposed %s, want %s", got, tt.refused)
			}
			for _, value := range tt.env {
				if strings.Contains(err.Error(), value) {
					t.Errorf("the error contains the value %s: %v", value, err)
				}
			}
			src.Trusted = func(path string, content []byte) bool { return string(content) == tt.yaml }
			if err := resolve(t, src).MaySend(account.Destination{Setting: tt.setting, Host: "host.example", Credentials: sent}); err != nil {
				t.Errorf("trusted: %v", err)
			}
		})
	}
}

// TestTrustedGetsParsedContent checks that Trusted is called with the content that
// is parsed, and not for a file that the user named.
func TestTrustedGetsParsedContent(t *testing.T) {
	const yaml = "profiles: {shop: {token: a}}"
	src := newSource(t, nil, values{"work/wxtool.yaml": yaml})
	var asked []string
	src.Trusted = func(path string, content []byte) bool {
		asked = append(asked, withoutRoot(src, path)+" "+string(content))
		return false
	}
	resolve(t, src)
	src.Config = "wxtool.yaml"
	resolve(t, src)
	if got := strings.Join(asked, "\n"); got != "/work/wxtool.yaml "+yaml {
		t.Errorf("asked about %s", got)
	}
}

func TestReviewFile(t *testing.T) {
	const yaml = `profiles:
  shop: {token: "@keys/token", app_id: wx1, to: "http://a.example", mode: safe}
  corp:
    api_base: https://b.example
    app_secret: x${AWS}y${B}
    agent_id: ${C}
  bare: {token: literal}
`
	src := newSource(t, nil, values{"work/wxtool.yaml": yaml})
	r, err := account.ReviewFile(src)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range r.Items {
		got = append(got, strings.TrimRight(item.Profile+" "+item.Setting+" "+item.URL+strings.Join(item.Reads, ","), " "))
	}
	want := "shop token @keys/token|shop to http://a.example|corp api_base https://b.example|corp app_secret ${AWS},${B}|corp agent_id ${C}"
	if strings.Join(got, "|") != want || !r.Discovered || r.Trusted || string(r.Content) != yaml || r.File != "wxtool.yaml" {
		t.Errorf("%+v\n got %s\nwant %s", r, strings.Join(got, "|"), want)
	}
	src.Config = "wxtool.yaml"
	if r, err := account.ReviewFile(src); err != nil || r.Discovered {
		t.Errorf("a named file: %+v, %v", r, err)
	}
}
