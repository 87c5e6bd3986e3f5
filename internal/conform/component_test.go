package conform_test

import (
	"slices"
	"testing"

	"wxtool/fixtures"
	"wxtool/internal/conform"
	"wxtool/internal/fixture"
)

// TestOpenPlatform: the URL of an open platform, whose pushes are encrypted in every mode,
// passes the cases about encryption. Its control is a push that takes success, not one of
// the release check.
func TestOpenPlatform(t *testing.T) {
	all, err := fixture.New(fixtures.Files()).List(fixture.Filter{Pushes: true, Platforms: []string{"component"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range settings()[:3] {
		t.Run(s.String(), func(t *testing.T) {
			e := s.endpoint(t, s.right())
			e.Pushes = slices.DeleteFunc(slices.Clone(all), func(f *fixture.Fixture) bool { return f.Family() != "component" })
			bad, ran := check(t, conform.Options{Endpoint: e, Selection: conform.Selection{Only: []string{"signature", "mode", "crypto"}}})
			for name, r := range bad {
				t.Errorf("%s is %s: %s %+v", name, r.Outcome, r.Reason.EN, r.Findings)
			}
			for _, name := range []string{"signature/forged", "signature/msg-signature-wrong", "mode/plaintext-captured", "crypto/wrong-key", "crypto/receiveid-wrong"} {
				if !slices.Contains(ran, name) {
					t.Errorf("%s was not run", name)
				}
			}
		})
	}
}
