package echo

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// ErrAge means that a push was signed too long ago, or in the future: a recorded request
// that someone sends again.
var ErrAge = errors.New("the timestamp is too far from the time of this server")

// checkAge checks the timestamp of a push whose signature is right.
func (s *Server) checkAge(timestamp string) error {
	if s.MaxAge == 0 {
		return nil
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return fmt.Errorf("timestamp %q: is not in Unix seconds: %w", timestamp, ErrAge)
	}
	if off := s.Now().Sub(time.Unix(seconds, 0)).Abs(); off > s.MaxAge {
		return fmt.Errorf("timestamp: %s off, at most %s is allowed: %w", off.Round(time.Second), s.MaxAge, ErrAge)
	}
	return nil
}
