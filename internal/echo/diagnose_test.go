package echo_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxcrypt"
	"wxtool/internal/wxtest"
)

// upperCase is a URL whose signature has a mistake that the diagnosis knows.
func upperCase() string {
	return "/?signature=" + strings.ToUpper(wxtest.Signature(wxtest.Token, "1751328000", "77")) + "&timestamp=1751328000&nonce=77"
}

// TestLargeRequestsAreNotDiagnosed: it would cost hundreds of times what the
// check of the signature costs.
func TestLargeRequestsAreNotDiagnosed(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	for size, want := range map[int]string{64 << 10: "", 64<<10 + 1: "diagnosis skipped: body of 65537 bytes", 10_000_000: "diagnosis skipped: body of 10000000 bytes"} {
		w := do(s, "POST", upperCase(), longPush(size))
		e := events.last(t)
		if w.Code != 403 || !errors.Is(e.Err, wxcrypt.ErrSignature) || e.Undiagnosed.EN != want {
			t.Errorf("%d bytes: HTTP %d, %v, %q", size, w.Code, e.Err, e.Undiagnosed.EN)
		}
		if diagnosed := e.Diagnosis != nil && e.Diagnosis.Reason == callback.MistakeUpperCase; diagnosed != (want == "") {
			t.Errorf("%d bytes: diagnosis %+v", size, e.Diagnosis)
		}
	}
}

// TestTwoMistakes: combinations of two mistakes are searched only in requests of the
// usual size.
func TestTwoMistakes(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	sum := wxtest.Digest(wxtest.Token+" ", "1751328000", "77") // not sorted, and a space behind the Token
	target := "/?signature=" + sum + "&timestamp=1751328000&nonce=77"
	for size, want := range map[int]string{1000: callback.MistakeTokenSpaces + "+" + callback.MistakeUnsorted, 9000: "mismatch"} {
		do(s, "POST", target, longPush(size))
		if v := events.last(t).Diagnosis; v == nil || v.Reason != want {
			t.Errorf("%d bytes: %+v, want %s", size, v, want)
		}
	}
}

// TestOneDiagnosisAtATime: wrong signatures that arrive during a diagnosis are refused
// without a diagnosis of their own, and this is reported.
func TestOneDiagnosisAtATime(t *testing.T) {
	s, events := server(t, account(callback.MP, callback.Plain))
	s.Diagnose.OtherTokens = map[string]string{}
	for i := range 20_000 { // a second's work
		s.Diagnose.OtherTokens[fmt.Sprint("profile", i)] = fmt.Sprint("token", i)
	}
	wrong := "/?signature=" + strings.Repeat("0", 40) + "&timestamp=1751328000&nonce=77"
	begin := make(chan struct{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			<-begin
			if w := do(s, "POST", wrong, push); w.Code != 403 {
				t.Errorf("HTTP %d", w.Code)
			}
		})
	}
	close(begin)
	all.Wait()
	diagnosed, skipped := 0, 0
	for _, e := range events.events {
		switch {
		case e.Diagnosis != nil && e.Undiagnosed.EN == "":
			diagnosed++
		case e.Diagnosis == nil && e.Undiagnosed.EN == "diagnosis skipped: server busy":
			skipped++
		}
	}
	if diagnosed == 0 || skipped == 0 || diagnosed+skipped != 8 {
		t.Errorf("%d are diagnosed, %d are not", diagnosed, skipped)
	}
	do(s, "POST", upperCase(), push)
	if e := events.last(t); e.Diagnosis == nil {
		t.Errorf("later: %s", e.Undiagnosed.EN)
	}
}
