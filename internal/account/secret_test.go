package account_test

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/account"
)

// canary is a secret that must not appear in any error or warning.
const canary = "cAnArY0123456789"

func TestMask(t *testing.T) {
	tests := map[string]string{
		"":                      "…(0)",
		"short":                 "…(5)",
		"elevenchars":           "…(11)",
		"twelve_chars":          "twel…(12)",
		"一二三四五六七八九十十一":          "一二三四…(12)",
		strings.Repeat("k", 43): "kkkk…(43)",
	}
	for secret, want := range tests {
		if got := account.Mask(secret); got != want {
			t.Errorf("Mask(%q) = %q, want %q", secret, got, want)
		}
	}
}

func TestSecretsStayOutOfErrors(t *testing.T) {
	env := values{"C": canary, "WXTOOL_TOKEN": canary}
	const shop = "profiles:\n  shop:\n    "
	for _, yaml := range []string{
		shop + "token: *" + canary,
		shop + "token: @" + canary,
		shop + "app_secret: \"@${C}\"",
		shop + "app_secret: \"@${C}/${UNSET}\"",
		shop + "app_secret: ${C}${UNSET}",
		shop + "app_secret: ${C}${",
		shop + "app_secret: [" + canary + "]",
		shop + "app_secret: {" + canary + ": x}",
		shop + "app_secret: \"" + canary,
		shop + "app_secret: '" + canary + "\n  x",
		shop + "app_secret: !" + canary + " [x]",
		shop + "app_secret: " + canary + ": " + canary,
		shop + "app_secret: " + canary + "\n" + canary,
		shop + "app_secret: |\n" + canary,
		shop + "{token:" + canary + "}",
		shop + "- " + canary,
		shop + "? " + strings.Repeat(canary, 2) + "\n",
		shop + "mode: ${C}${C}\n",
		shop + "platform: ${C}${C}\n",
		"default: {" + canary + "}",
		canary,
	} {
		_, err := account.Resolve(newSource(t, env, values{"work/wxtool.yaml": yaml}))
		if err == nil {
			t.Errorf("%q: no error", yaml)
		} else if strings.Contains(err.Error(), canary) {
			t.Errorf("%q: secret in error: %v", yaml, err)
		}
	}
}

func TestReadableSecretsWarning(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	src := newSource(t, values{"A": "x"}, values{"work/wxtool.yaml": `
profiles:
  shop: {token: ` + canary + `, app_secret: "${A}", encoding_aes_key: "@key", app_id: wx1}
  work: {token: "", app_secret: ` + canary + `}
`, "work/key": canary})
	src.Profile = "shop"
	if got := resolve(t, src).Warnings(); got != nil {
		t.Errorf("private file: %q", got)
	}
	if err := os.Chmod(filepath.Join(src.Dir, "wxtool.yaml"), 0o640); err != nil {
		t.Fatal(err)
	}
	want := []string{`wxtool.yaml: other users can read this file (mode 0640) and it contains the token of profile shop, the app_secret of profile work; run chmod 600 on it, or use ${NAME} or "@path"`}
	if got := resolve(t, src).Warnings(); !slices.Equal(got, want) {
		t.Errorf("Warnings\n got %q\nwant %q", got, want)
	}
}

// TestLiteralPathWarning: @path reads a file in a flag and in a profile, but not
// in the environment.
func TestLiteralPathWarning(t *testing.T) {
	files := values{"work/t": "@token of a file", "work/wxtool.yaml": `
profiles:
  shop: {token: "@t", encoding_aes_key: "${KEY}", app_secret: "${PLAIN}"}
`}
	literal := func(origin, name, flag string) string {
		return origin + ": the " + name + " from the environment starts with @ and is used literally; to read a file, use --" + flag + " @path or a profile"
	}
	tests := []struct {
		name       string
		env, flags values
		want       []string
	}{
		{"own variables", values{"WXTOOL_TOKEN": "@" + canary, "WXTOOL_ENCODING_AES_KEY": "@k", "WXTOOL_APP_SECRET": "@s", "WXTOOL_APP_ID": "@id"}, nil, []string{
			literal("environment WXTOOL_TOKEN", "token", "token"),
			literal("environment WXTOOL_ENCODING_AES_KEY", "encoding_aes_key", "encoding-aes-key"),
			literal("environment WXTOOL_APP_SECRET", "app_secret", "app-secret"),
		}},
		{"a variable in a profile", values{"KEY": "@k", "PLAIN": "s"}, nil, []string{literal("profile shop (wxtool.yaml:3)", "encoding_aes_key", "encoding-aes-key")}},
		{"a flag wins", values{"WXTOOL_TOKEN": "@t", "KEY": "k", "PLAIN": "s"}, values{"token": "@t"}, nil},
		{"an @ that is not the first", values{"WXTOOL_TOKEN": "a@t", "KEY": "", "PLAIN": " @"}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			src := newSource(t, tt.env, files)
			src.Flags = tt.flags
			if got := resolve(t, src).Warnings(); !slices.Equal(got, tt.want) {
				t.Errorf("Warnings\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestOtherTokens(t *testing.T) {
	src := newSource(t, values{"A": "from env"}, values{"work/key": "from file\n", "work/wxtool.yaml": `
default: one
profiles:
  one: {token: in force}
  two: {token: "${A}"}
  three: {token: "@key"}
  unset: {token: "${UNSET}"}
  gone: {token: "@gone"}
  empty: {token: ""}
  none: {app_id: wx1}
`})
	want := values{"two": "from env", "three": "from file"}
	if got := resolve(t, src).OtherTokens(); !maps.Equal(got, want) {
		t.Errorf("OtherTokens = %q, want %q", got, want)
	}
	src.Flags = values{"token": "by flag"}
	want["one"] = "in force"
	if got := resolve(t, src).OtherTokens(); !maps.Equal(got, want) {
		t.Errorf("with --token: OtherTokens = %q, want %q", got, want)
	}
}

func TestSecrets(t *testing.T) {
	src := newSource(t, nil, values{"work/wxtool.yaml": `
default: one
profiles:
  one: {token: abc, encoding_aes_key: abcdef, app_id: wx1}
  two: {token: abcd}
  three: {token: abc}
`})
	src.Flags = values{"app_secret": "", "agent_id": "1"}
	if got, want := resolve(t, src).Secrets(), []string{"abcdef", "abcd", "abc"}; !slices.Equal(got, want) {
		t.Errorf("Secrets = %q, want %q", got, want)
	}
}
