package nearest_test

import (
	"slices"
	"strings"
	"testing"

	"wxtool/internal/nearest"
)

func TestOf(t *testing.T) {
	keys := []string{"platform", "token", "encoding_aes_key", "app_id", "app_secret", "agent_id", "receive_id", "mode", "to", "api_base"}
	fixtures := []string{"mp/text", "mp/subscribe", "mp/subscribe-scan", "mp/unsubscribe", "mp/scan", "work/text", "work/contact-create-user", "work/contact-update-user"}
	tests := map[string]struct {
		word       string
		candidates []string
		want       []string
	}{
		"letter missing":              {"tokn", keys, []string{"token"}},
		"letter too many":             {"tokken", keys, []string{"token"}},
		"neighbours swapped":          {"paltform", keys, []string{"platform"}},
		"upper case":                  {"TOKEN", keys, []string{"token"}},
		"other separator":             {"encoding-aes-key", keys, []string{"encoding_aes_key"}},
		"no separator":                {"encodingaeskey", keys, []string{"encoding_aes_key"}},
		"a part":                      {"secret", keys, []string{"app_secret"}},
		"several parts":               {"aes_key", keys, []string{"encoding_aes_key"}},
		"nothing near":                {"colour", keys, nil},
		"empty word":                  {"", keys, nil},
		"no candidates":               {"token", nil, nil},
		"one letter finds nothing":    {"x", keys, nil},
		"exact part before longer":    {"subscribe", fixtures, []string{"mp/subscribe", "mp/subscribe-scan", "mp/unsubscribe"}},
		"part mistyped":               {"subscrbe", fixtures, []string{"mp/subscribe", "mp/subscribe-scan", "mp/unsubscribe"}},
		"prefix of a part":            {"contact", fixtures, []string{"work/contact-create-user", "work/contact-update-user"}},
		"whole name mistyped":         {"mp/txet", fixtures, []string{"mp/text"}},
		"name inside the word":        {"mp/text.xml", fixtures, []string{"mp/text"}},
		"same name twice":             {"tex", []string{"text", "text"}, []string{"text"}},
		"not Latin":                   {"订阅事伴", []string{"订阅事件", "扫码事件"}, []string{"订阅事件"}},
		"short names stay apart":      {"ab", []string{"xy"}, nil},
		"empty word, empty parts":     {"", []string{"", "a--b"}, nil},
		"three letters are a part":    {"enc", keys, []string{"encoding_aes_key"}},
		"two letters are none":        {"en", keys, nil},
		"more behind the name":        {"mp/text.template.xml", fixtures, []string{"mp/text"}},
		"five edits are too many":     {"abcdefghijklmnopqr", []string{"vwxyzfghijklmnopqr", "wxyzefghijklmnopqr"}, []string{"wxyzefghijklmnopqr"}},
		"the word itself is first":    {"scan", []string{"mp/scan", "scan"}, []string{"scan", "mp/scan"}},
		"an exact part, then a start": {"scan", []string{"scans", "x/scan"}, []string{"x/scan", "scans"}},
		"an exact part, then a typo":  {"scan", []string{"scam", "mp/scan"}, []string{"mp/scan", "scam"}},
		"longer, then shorter":        {"scan-it", []string{"scan", "scan-it-all"}, []string{"scan-it-all", "scan"}},
		"very long word costs little": {strings.Repeat("a", 1<<20), keys, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := nearest.Of(tt.word, tt.candidates); !slices.Equal(got, tt.want) {
				t.Errorf("Of(%.40q) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}

func TestOfIgnoresTheOrderOfCandidates(t *testing.T) {
	candidates := []string{"cat", "bat", "hat", "rat", "mat"}
	want := nearest.Of("aat", candidates)
	if len(want) != 3 {
		t.Fatalf("Of = %q, want three names", want)
	}
	slices.Reverse(candidates)
	if got := nearest.Of("aat", candidates); !slices.Equal(got, want) {
		t.Errorf("reversed candidates give %q, want %q", got, want)
	}
}

// TestTypoBounds: the distances are counted by hand. A swap of neighbours is one
// edit, and the edits must be less than a third of the letters.
func TestTypoBounds(t *testing.T) {
	for _, tt := range []struct {
		word, other string
		want        bool
	}{
		{"exipre", "expire", true},  // a swap in the middle
		{"xepire", "expire", true},  // at the start
		{"expier", "expire", true},  // at the end
		{"exoise", "expire", false}, // two edits of six letters
		{"cot", "cat", false},
		{"carf", "care", true},
		{"permenant", "permanent", true},          // two edits
		{"permant", "permanent", true},            // two letters missing
		{"subzcrxptiyns", "subscriptions", false}, // three edits of thirteen letters
	} {
		if got := nearest.Typo(tt.word, tt.other); got != tt.want {
			t.Errorf("Typo(%q, %q) = %t", tt.word, tt.other, got)
		}
	}
}

func TestTypo(t *testing.T) {
	for word, want := range map[string]bool{
		"permanant": true, "expires": true, "scene_st": true, "sceneid": true, "permenent": true,
		"permanent": false, "store": false, "id": false, "scene": false, "screen": false, "remark": false, "expires_at": false, "": false,
	} {
		got := false
		for _, known := range []string{"scene_id", "scene_str", "permanent", "expire"} {
			got = got || nearest.Typo(word, known)
		}
		if got != want {
			t.Errorf("%q: %v", word, got)
		}
	}
}
