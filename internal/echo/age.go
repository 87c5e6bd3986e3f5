package echo

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"wxtool/internal/lang"
)

// ErrAge means that a push was signed too long ago, or in the future: a recorded request
// that was sent again.
var ErrAge = errors.New("the timestamp is too far from the time of this server")

// ageError is an ErrAge with its facts.
type ageError struct{ words lang.Text }

func (e *ageError) Error() string    { return e.words.EN }
func (e *ageError) Words() lang.Text { return e.words }
func (e *ageError) Unwrap() error    { return ErrAge }

// checkAge checks the timestamp of a push whose signature is right.
func (s *Server) checkAge(timestamp string) error {
	if s.MaxAge == 0 {
		return nil
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return &ageError{lang.Text{EN: fmt.Sprintf("timestamp %q: is not in Unix seconds", timestamp), ZH: fmt.Sprintf("timestamp %q 不是以秒为单位的 Unix 时间", timestamp)}}
	}
	off := s.Now().Sub(time.Unix(seconds, 0)).Abs()
	if off <= s.MaxAge {
		return nil
	}
	off = off.Round(time.Second)
	return &ageError{lang.Text{EN: fmt.Sprintf("timestamp: is %s off, at most %s is allowed", off, s.MaxAge), ZH: fmt.Sprintf("timestamp 与当前时间相差 %s，最多允许 %s", off, s.MaxAge)}}
}
