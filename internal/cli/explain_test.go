package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestNegativeNumbersAreNoFlags(t *testing.T) {
	tests := map[string]string{
		"explain -40001":           "explain errcode=-40001",
		"--json explain -40001 -q": "--json explain errcode=-40001 -q",
		"--color never explain -1": "--color never explain errcode=-1",
		"explain -- -40001":        "explain -- -40001",
		"explain -40001x -":        "explain -40001x -",
		"sign --timestamp -5":      "sign --timestamp -5",
		"sign --nonce explain -5":  "sign --nonce explain -5",
		"fixture show explain -5":  "fixture show explain -5",
		"":                         "",
	}
	env, _, _ := newWorld(t).env()
	for args, want := range tests {
		given := strings.Fields(args)
		kept := slices.Clone(given)
		if got := withNumbers(newRoot(env, given), given); strings.Join(got, " ") != want {
			t.Errorf("%s becomes %q, want %s", args, got, want)
		}
		if !slices.Equal(given, kept) {
			t.Errorf("%s: the arguments themselves were changed", args)
		}
	}
}
