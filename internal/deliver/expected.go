package deliver

import (
	"sync"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
)

// Expected holds the answers that pushes on their way expect, for a server in the
// same process, which cannot always know them from the message alone. The zero
// Expected is ready to use, by several goroutines at the same time.
type Expected struct {
	mu      sync.Mutex
	answers map[signedBy]expect.Answer
}

// signedBy is what makes the signature of an attempt its own.
type signedBy struct{ timestamp, nonce string }

func signatureOf(q callback.Query) signedBy { return signedBy{q.Get("timestamp"), q.Get("nonce")} }

// Add takes note of an attempt that is about to be sent to that server; see
// [Client.OnAttempt]. It does nothing where no answer is expected yet.
func (e *Expected) Add(a *Attempt) {
	if a.Push.Expect.Kind == "" {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.answers == nil {
		e.answers = map[signedBy]expect.Answer{}
	}
	e.answers[signatureOf(a.Signed.Query)] = a.Push.Expect
}

// Take returns the answer to the attempt with this query and forgets it.
func (e *Expected) Take(q callback.Query) (expect.Answer, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	answer, ok := e.answers[signatureOf(q)]
	delete(e.answers, signatureOf(q))
	return answer, ok
}
