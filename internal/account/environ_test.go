package account_test

import (
	"slices"
	"testing"
)

// TestEnviron: a program gets the settings in force, and nothing that would add to them.
func TestEnviron(t *testing.T) {
	src := newSource(t, values{"WXTOOL_PROFILE": "shop", "SECRET": "s3cret"}, values{
		"work/wxtool.yaml": "profiles:\n  shop: {token: AAAAA, app_id: wx1, app_secret: '${SECRET}', to: '8000/wx', mode: safe}\n  corp: {platform: work, agent_id: 7}\n",
	})
	src.Flags = values{"token": "BBBBB", "receive_id": ""} // platform is the default
	before := []string{"PATH=/bin", "WXTOOL_PROFILE=shop", "WXTOOL_CONFIG=x", "WXTOOL_TOKEN=old", "WXTOOL_AGENT_ID=9", "WXTOOL_LANG=zh", "broken"}
	got := resolve(t, src).Environ(before, values{"to": "http://127.0.0.1:8000/wx", "api_base": "http://127.0.0.1:1"})
	want := []string{
		"PATH=/bin", "WXTOOL_LANG=zh", "broken",
		"WXTOOL_TOKEN=BBBBB", "WXTOOL_APP_ID=wx1", "WXTOOL_APP_SECRET=s3cret", "WXTOOL_RECEIVE_ID=",
		"WXTOOL_MODE=safe", "WXTOOL_TO=http://127.0.0.1:8000/wx", "WXTOOL_API_BASE=http://127.0.0.1:1",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
