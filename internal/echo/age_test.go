package echo_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"wxtool/internal/callback"
	"wxtool/internal/echo"
	"wxtool/internal/wxtest"
)

// TestMaxAge: a push with a right signature is refused once its timestamp is further from
// the clock, 1751328005, than MaxAge.
func TestMaxAge(t *testing.T) {
	for _, tt := range []struct {
		timestamp string
		age       time.Duration
		status    int
	}{
		{"1751328000", 5 * time.Second, 200},
		{"1751327999", 5 * time.Second, 403},
		{"1751328010", 5 * time.Second, 200},
		{"1751328011", 5 * time.Second, 403},
		{"-9223372036854775808", time.Hour, 403},
		{"9223372036854775807", time.Hour, 403},
		{"now", time.Hour, 403},
		{"", time.Hour, 403},
		{"1", 0, 200},
		{"", 0, 200},
	} {
		s, events := server(t, account(callback.MP, callback.Plain))
		s.MaxAge = tt.age
		target := fmt.Sprintf("/?signature=%s&timestamp=%s&nonce=77", wxtest.Signature(wxtest.Token, tt.timestamp, "77"), tt.timestamp)
		if w := do(s, http.MethodPost, target, push); w.Code != tt.status {
			t.Errorf("timestamp %q, at most %s: HTTP status %d, want %d", tt.timestamp, tt.age, w.Code, tt.status)
		}
		if e := events.last(t); tt.status == 403 && (!errors.Is(e.Err, echo.ErrAge) || e.Kind != echo.Refused) {
			t.Errorf("timestamp %q: %s, %v", tt.timestamp, e.Kind, e.Err)
		}
	}
}
