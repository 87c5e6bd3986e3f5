package account_test

import (
	"strings"
	"testing"

	"wxtool/internal/account"
)

// TestKeySpelling: flags and variables are derived from the profile key, and the
// documentation relies on that.
func TestKeySpelling(t *testing.T) {
	for _, key := range account.Keys() {
		if want := strings.ReplaceAll(key.Name, "_", "-"); key.Flag != want {
			t.Errorf("%s: flag %q, want %q", key.Name, key.Flag, want)
		}
		if want := "WXTOOL_" + strings.ToUpper(key.Name); key.Env != want {
			t.Errorf("%s: environment %q, want %q", key.Name, key.Env, want)
		}
		if key.Usage == "" {
			t.Errorf("%s: no usage", key.Name)
		}
	}
}
