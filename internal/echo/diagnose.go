package echo

import (
	"fmt"

	"wxtool/internal/callback"
	"wxtool/internal/lang"
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
		event.Undiagnosed = lang.Text{
			EN: fmt.Sprintf("diagnosis skipped: body of %d bytes", len(request.Body)),
			ZH: fmt.Sprintf("没有诊断：正文有 %d 字节", len(request.Body)),
		}
		return
	}
	if !s.diagnosing.TryLock() {
		event.Undiagnosed = lang.Text{EN: "diagnosis skipped: server busy", ZH: "没有诊断：服务器繁忙"}
		return
	}
	defer s.diagnosing.Unlock()
	options := s.Diagnose
	options.OneMistake = options.OneMistake || len(request.URL)+len(request.Body) > maxTwoMistakes
	v := s.Account.Diagnose(callback.NewClaim(request.URL, request.Body), options)
	event.Diagnosis = &v
}
