package echo

import (
	"fmt"

	"wxtool/internal/callback"
)

// The diagnosis of a wrong signature hashes the body up to some hundred times.
const (
	maxDiagnosed   = 64 << 10 // bytes of the body
	maxTwoMistakes = 8 << 10  // of the request, to search for combinations of two mistakes
)

// diagnose finds the mistake that made a signature wrong, or records why it does not
// search. Any client can send wrong signatures, so only small requests are diagnosed,
// one at a time.
func (s *Server) diagnose(event *Event) {
	request := event.Exchange.Request
	if len(request.Body) > maxDiagnosed {
		event.Undiagnosed = fmt.Sprintf("diagnosis skipped: body of %d bytes", len(request.Body))
		return
	}
	if !s.diagnosing.TryLock() {
		event.Undiagnosed = "diagnosis skipped: server busy"
		return
	}
	defer s.diagnosing.Unlock()
	options := s.Diagnose
	options.OneMistake = options.OneMistake || len(request.URL)+len(request.Body) > maxTwoMistakes
	v := s.Account.Diagnose(callback.NewClaim(request.URL, request.Body), options)
	event.Diagnosis = &v
}
