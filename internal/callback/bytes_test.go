package callback

import "testing"

// TestByteSets compares the sets of bytes with their plain form.
func TestByteSets(t *testing.T) {
	digest := "0123456789abcdef0123456789abcdef0123456"
	for c := range 256 {
		b := byte(c)
		letter := b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
		bare := letter || b == '+' || b == '/' || b == '=' || b == '_' || b == '%' || b == '-' || b == ' ' || b == '\t' || b == '\r' || b == '\n'
		if got := bareValue([]byte{'A', b}); got != bare {
			t.Errorf("bareValue: %q is %t", b, got)
		}
		if got, want := isDigest(digest+string([]byte{b})), b >= '0' && b <= '9' || b >= 'a' && b <= 'f'; got != want {
			t.Errorf("isDigest: %q is %t", b, got)
		}
	}
	if isDigest(digest) || isDigest("") || bareValue(nil) {
		t.Error("an empty or short text is accepted")
	}
}
