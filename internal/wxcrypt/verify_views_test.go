package wxcrypt_test

import (
	"strings"
	"testing"

	"wxtool/internal/wxcrypt"
)

// TestVerifyViews: it accepts what VerifySignature accepts, in every order and length of
// the parts, and nothing else.
func TestVerifyViews(t *testing.T) {
	texts := []string{"", "0", "1409659813", "263014780", "A", "AAAAA", "zzz", "中", strings.Repeat("m", 110), strings.Repeat("Q", 2000), strings.Repeat("b", 9000)}
	for _, token := range texts {
		for _, a := range texts {
			for _, b := range texts {
				got := wxcrypt.Signature(token, a, b)
				if !wxcrypt.VerifyViews([]byte(got), token, []byte(a), []byte(b)) {
					t.Fatalf("%.20q, %.20q, %.20q: refused", token, a, b)
				}
				if wxcrypt.VerifyViews([]byte(got), token+"x", []byte(a), []byte(b)) || wxcrypt.VerifyViews([]byte(strings.ToUpper(got)), token, []byte(a), []byte(b)) ||
					wxcrypt.VerifyViews([]byte(got[1:]), token, []byte(a), []byte(b)) {
					t.Fatalf("%.20q, %.20q, %.20q: a wrong one is accepted", token, a, b)
				}
				for _, c := range texts {
					if got := wxcrypt.Signature(token, a, b, c); !wxcrypt.VerifyViews([]byte(got), token, []byte(a), []byte(b), []byte(c)) {
						t.Fatalf("%.20q, %.20q, %.20q, %.20q: refused", token, a, b, c)
					}
				}
			}
		}
	}
	got, token, parts := []byte(wxcrypt.Signature("AAAAA", "1", "2", "3")), "AAAAA", [][]byte{{'1'}, {'2'}, {'3'}}
	if n := testing.AllocsPerRun(100, func() { wxcrypt.VerifyViews(got, token, parts...) }); n > 0 && !raceEnabled() {
		t.Errorf("%v allocations", n)
	}
}
