package account_test

import (
	"encoding/base64"
	"testing"

	"wxtool/internal/account"
)

func TestWithDemo(t *testing.T) {
	tests := map[string]struct {
		flags values
		want  map[string]string
	}{
		"nothing given": {nil, values{
			"token":            account.DemoToken + " | demo account",
			"encoding_aes_key": account.DemoEncodingAESKey + " | demo account",
			"app_id":           "wxdemo0000000000aa | demo account",
			"receive_id":       "wxdemo0000000000aa | default",
			"agent_id":         "unset",
			"app_secret":       "unset",
			"mode":             "plain | default",
		}},
		"work": {values{"platform": "work"}, values{
			"app_id":     "wwdemo0000000000aa | demo account",
			"receive_id": "wwdemo0000000000aa | default",
			"agent_id":   "1000002 | demo account",
			"mode":       "safe | default",
		}},
		"what is given stays": {values{"token": "", "app_id": "wx1", "receive_id": ""}, values{
			"token":      " | flag --token",
			"app_id":     "wx1 | flag --app-id",
			"receive_id": " | flag --receive-id",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src := newSource(t, nil, nil)
			src.Flags = tt.flags
			plain := resolve(t, src)
			demo := plain.WithDemo()
			for name, want := range tt.want {
				if got := show(demo, name); got != want {
					t.Errorf("%s = %q, want %q", name, got, want)
				}
			}
			if demo.Configured() != plain.Configured() {
				t.Error("the demo account counts as configured")
			}
			if _, ok := plain.Get("encoding_aes_key"); ok {
				t.Error("WithDemo changed its receiver")
			}
		})
	}
}

func TestDemoKeyDecodesStrictly(t *testing.T) {
	key, err := base64.StdEncoding.Strict().DecodeString(account.DemoEncodingAESKey + "=")
	if err != nil || len(key) != 32 {
		t.Errorf("%d bytes, %v", len(key), err)
	}
}
