package account_test

import (
	"encoding/base64"
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"wxtool/internal/account"
)

// TestStarter: a new file is a config file without problems, with its own values.
func TestStarter(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	tokens := map[string]bool{}
	for _, tt := range []struct {
		starter account.Starter
		want    map[string]string
	}{
		{account.Starter{Profile: "shop", Platform: "mp"}, map[string]string{"platform": "mp", "mode": "plain", "app_id": "wx0123456789abcdef"}},
		{account.Starter{Profile: "a-1_B", Platform: "mp", Mode: "safe", AppID: "wx1", To: `http://h/"x"&<é>`}, map[string]string{"mode": "safe", "app_id": "wx1", "to": `http://h/"x"&<é>`}},
		{account.Starter{Profile: "corp", Platform: "work"}, map[string]string{"platform": "work", "mode": "safe", "app_id": "ww0123456789abcdef"}},
		{account.Starter{Profile: "null", Platform: "work", Mode: "safe", AppID: "ww1"}, map[string]string{"platform": "work", "mode": "safe", "app_id": "ww1"}},
	} {
		data, err := tt.starter.File(random)
		if err != nil {
			t.Fatal(err)
		}
		src := newSource(t, nil, map[string]string{"work/wxtool.yaml": string(data)})
		list, err := account.List(src)
		if err != nil || len(list.Profiles) != 1 || list.Profiles[0].Name != tt.starter.Profile || list.Default != tt.starter.Profile || len(list.Profiles[0].Problems) > 0 {
			t.Fatalf("%+v, %v\n%s", list, err, data)
		}
		s, err := account.Resolve(src)
		if err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
		for name, want := range tt.want {
			if got, _ := s.Get(name); got != want {
				t.Errorf("%s is %q, want %q", name, got, want)
			}
		}
		token, _ := s.Get(account.Token)
		key, _ := s.Get(account.EncodingAESKey)
		if tokens[token] || !regexp.MustCompile(`^[A-Za-z0-9]{32}$`).MatchString(token) {
			t.Errorf("token %q", token)
		}
		tokens[token] = true
		if decoded, err := base64.StdEncoding.Strict().DecodeString(key + "="); err != nil || len(decoded) != 32 || !regexp.MustCompile(`^[A-Za-z0-9]{43}$`).MatchString(key) {
			t.Errorf("key %q: %v", key, err)
		}
		if strings.Contains(string(data), "\t") {
			t.Errorf("there is a tab:\n%s", data)
		}
	}
}

// TestStarterFails: names that YAML or a shell could read otherwise, and no randomness.
func TestStarterFails(t *testing.T) {
	for _, name := range []string{"", "1", "a b", "a:", "é", "-a", "a\n", "*a"} {
		if data, err := (account.Starter{Profile: name}).File(rand.NewChaCha8([32]byte{})); !errors.Is(err, account.ErrProfileName) {
			t.Errorf("%q: %v\n%s", name, err, data)
		}
	}
	broken := errors.New("no randomness")
	if data, err := (account.Starter{Profile: "a"}).File(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("%v\n%s", err, data)
	}
	if data, err := (account.Starter{Profile: "a"}).File(strings.NewReader(strings.Repeat("a", 40))); err == nil {
		t.Errorf("no error:\n%s", data)
	}
}
