package account_test

import (
	"math/rand/v2"
	"regexp"
	"testing"
	"testing/iotest"

	"wxtool/internal/account"
	"wxtool/internal/wxcrypt"
)

// TestCompleted: an account has everything, and what the user gave.
func TestCompleted(t *testing.T) {
	const made = " made up$"
	tests := map[string]struct {
		flags values
		want  map[string]string // as regular expressions, of value and origin
	}{
		"nothing given": {nil, values{
			"token": `^\w{32}` + made, "encoding_aes_key": `^\w{43}` + made, "app_id": `^wx[0-9a-f]{16}` + made, "receive_id": `^wx[0-9a-f]{16} default$`,
			"app_secret": `^[0-9a-f]{32}` + made, "agent_id": "^unset$", "mode": "^plain default$",
		}},
		"WeCom": {values{"platform": "work"}, values{
			"token": `^\w{32}` + made, "encoding_aes_key": `^\w{43}` + made, "app_id": `^ww[0-9a-f]{16}` + made, "app_secret": `^\w{43}` + made, "agent_id": "^1000002" + made,
		}},
		"plain mode needs no key": {values{"token": "AAAAA"}, values{"token": "^AAAAA flag --token$", "encoding_aes_key": "^unset$", "app_id": made}},
		"safe mode does":          {values{"token": "AAAAA", "mode": "safe"}, values{"encoding_aes_key": made}},
		"an empty value":          {values{"token": "", "app_id": "wx1", "receive_id": ""}, values{"token": made, "app_id": "^wx1 flag", "receive_id": "^ flag --receive-id$"}},
		"an API user":             {values{"app_id": "wx1", "app_secret": "s"}, values{"app_id": "^wx1 flag", "app_secret": "^s flag", "token": made, "encoding_aes_key": "^unset$"}},
	}
	random := rand.NewChaCha8([32]byte{2})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			src := newSource(t, nil, nil)
			src.Flags = tt.flags
			plain := resolve(t, src)
			s, err := plain.Completed(random)
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range tt.want {
				got := "unset"
				if value, ok := s.Get(name); ok {
					got = value + " " + string(s.Origin(name))
				}
				if !regexp.MustCompile(want).MatchString(got) {
					t.Errorf("%s is %q, want %s", name, got, want)
				}
			}
			if key, ok := s.Get(account.EncodingAESKey); ok {
				if _, err := wxcrypt.ParseKey(key); err != nil {
					t.Error(err)
				}
			}
			if s.Configured() != plain.Configured() {
				t.Error("made up values count as configured")
			}
			if other, _ := plain.Completed(random); other.Secrets()[0] == s.Secrets()[0] && tt.flags["token"] == "" {
				t.Error("two accounts are the same")
			}
		})
	}
	src := newSource(t, nil, nil)
	if _, err := resolve(t, src).Completed(iotest.ErrReader(iotest.ErrTimeout)); err == nil {
		t.Error("no error without randomness")
	}
}
