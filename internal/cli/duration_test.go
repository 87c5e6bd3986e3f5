package cli

import (
	"testing"
	"time"

	"github.com/spf13/pflag"
)

func TestDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"5": 5 * time.Second, "0.5": 500 * time.Millisecond, "0": 0, "007": 7 * time.Second, "5s": 5 * time.Second,
		"500ms": 500 * time.Millisecond, "2m": 2 * time.Minute, "1h30m": 90 * time.Minute, "31536000": 365 * 24 * time.Hour,
	} {
		var got time.Duration
		if err := (duration{&got}).Set(text); err != nil || got != want {
			t.Errorf("%s: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "1.2.3", "five", "5 s", "5S", "-5", "-5s", "-0", "+5", "1e3", "0x5", "NaN", "Inf", "9999999999999", "99999999999999999999"} {
		got := time.Hour
		if err := (duration{&got}).Set(text); err == nil || got != time.Hour {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
}

// TestDurationFlags: every flag for a time takes plain seconds too.
func TestDurationFlags(t *testing.T) {
	n := 0
	for _, cmd := range allCommands(t) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if _, ours := f.Value.(duration); ours {
				n++
			} else if f.Value.Type() == "duration" {
				t.Errorf("%s --%s is another type", cmd.CommandPath(), f.Name)
			}
		})
	}
	if n < 4 {
		t.Errorf("only %d flags", n)
	}
}
