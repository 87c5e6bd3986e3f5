package replay

import (
	"errors"

	"wxtool/internal/record"
)

// Reason is why a record is not sent.
type Reason string

// The reasons.
const (
	ReasonCall       Reason = "api-call"        // a call of the platform's API
	ReasonNoCallback Reason = "not-a-callback"  // a request that is not one of the platform
	ReasonRefused    Reason = "wrong-signature" // its signature was wrong: a new one would be right
	ReasonCut        Reason = "cut"             // the line is incomplete, as after a crash
	ReasonUnreadable Reason = "unreadable"      // the line is not a record
	ReasonSecret     Reason = "no-secret"       // the line has the placeholder of a secret that is not set
	ReasonEncrypted  Reason = "no-plaintext"    // it is encrypted with another key, and has no decoded view
	ReasonNoKey      Reason = "no-key"          // it must be encrypted, and the account has no EncodingAESKey
	ReasonPlatform   Reason = "other-platform"  // the account is on another platform
)

// Lost reports whether the record was to be sent: its absence makes the result incomplete.
func (r Reason) Lost() bool {
	switch r {
	case ReasonCall, ReasonNoCallback, ReasonRefused, ReasonCut:
		return false
	}
	return true
}

// Skip is why one record is not sent.
type Skip struct {
	Reason Reason
	Err    error // of a line that cannot be read or a message that cannot be decrypted
}

// SkipCount counts the records that are not sent for one reason.
type SkipCount struct {
	Reason Reason
	Count  int
}

func (s *Sum) addSkip(reason Reason) {
	s.Skipped++
	for i := range s.Skips {
		if s.Skips[i].Reason == reason {
			s.Skips[i].Count++
			return
		}
	}
	s.Skips = append(s.Skips, SkipCount{reason, 1})
}

// Lost is how many records were to be sent and could not be.
func (s *Sum) Lost() (n int) {
	for _, skip := range s.Skips {
		if skip.Reason.Lost() {
			n += skip.Count
		}
	}
	return n
}

func unreadable(err *record.LineError) *Skip {
	switch {
	case errors.Is(err, record.ErrCut):
		return &Skip{ReasonCut, err}
	case errors.Is(err, record.ErrSecret):
		return &Skip{ReasonSecret, err}
	}
	return &Skip{ReasonUnreadable, err}
}
