package cli

import (
	"bytes"
	"context"
	"errors"

	"wxtool/internal/junit"
	"wxtool/internal/ui"
)

// printSkips prints what is not sent: an object each in JSON, else a line for each
// reason.
func (s *sending) printSkips() error {
	switch {
	case s.env.JSON:
		for _, skip := range s.skips {
			if err := s.env.Print(skipResult{skip.name, skip.id(), skip.reason(s.env.Lang)}); err != nil {
				return err
			}
		}
	case len(s.skips) > 0 && !s.env.Quiet:
		return s.env.Print(skipsResult{s.skips, s.env.Verbose, s.env.Lang})
	}
	return nil
}

// addError adds what ended the run to the report, if it was not the user.
func (s *sending) addError(err error) {
	if err = withoutHangUp(err); err == nil || err == errNo || err == s.unreached || errors.Is(err, context.Canceled) {
		return
	}
	failure, _ := classify(err)
	message := ui.Printable(failure.Message)
	s.addCase(junit.Case{Name: "send-fixture", Error: &junit.Problem{Type: failure.Kind, Message: message, Text: message}})
}

// maxSkippedCases is how many skipped deliveries of one push a report has at most.
const maxSkippedCases = 1000

// writeJUnit writes the report, the skipped deliveries last.
func (s *sending) writeJUnit(name string) error {
	for _, skip := range s.skips {
		for range min(1+skip.more, maxSkippedCases) {
			s.addCase(junit.Case{Name: skip.name, Skipped: ui.Printable(skip.reason(s.env.Lang))})
		}
	}
	var b bytes.Buffer
	if err := s.suite.Write(&b); err != nil {
		return err
	}
	return writeFile(s.env, name, b.Bytes())
}
