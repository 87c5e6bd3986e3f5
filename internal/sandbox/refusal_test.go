package sandbox_test

import (
	"slices"
	"testing"

	"wxtool/internal/sandbox"
	"wxtool/internal/wxapi/errcode"
)

// TestRefusalsAreExplained: wxtool explain has an entry for each code of the sandbox, on
// the same platform.
func TestRefusalsAreExplained(t *testing.T) {
	all := sandbox.Refusals()
	if len(all[sandbox.MP]) < 50 || len(all[sandbox.Work]) < 30 {
		t.Errorf("only %d and %d codes", len(all[sandbox.MP]), len(all[sandbox.Work]))
	}
	for platform, codes := range all {
		for _, code := range codes {
			if !slices.ContainsFunc(errcode.Lookup(code), func(e errcode.Entry) bool { return e.Of(platform) }) {
				t.Errorf("%s %d has no entry", platform, code)
			}
		}
	}
}

// TestOneTextPerCode: no two families of endpoints have a text for the same code.
func TestOneTextPerCode(t *testing.T) {
	if duplicates := sandbox.DuplicateRefusals(); len(duplicates) > 0 {
		t.Errorf("in several families: %v", duplicates)
	}
}
