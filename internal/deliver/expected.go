package deliver

import (
	"sync"

	"wxtool/internal/callback"
	"wxtool/internal/expect"
)

// Expected holds the expected answers of pushes that are being sent, for a server
// in the same process: the message alone does not always show which answer is
// expected. The zero Expected is ready to use, by several goroutines at the same
// time.
type Expected struct {
	mu      sync.Mutex
	answers map[signedBy]expect.Answer
}

// signedBy identifies an attempt: its signature is made with these.
type signedBy struct{ timestamp, nonce string }

func signatureOf(q callback.Query) signedBy { return signedBy{q.Get("timestamp"), q.Get("nonce")} }

// Add adds the answer of an attempt that is about to be sent to that server, if its
// push has one; see [Client.OnAttempt].
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

// Take removes and returns the expected answer of the attempt with this query.
func (e *Expected) Take(q callback.Query) (expect.Answer, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	answer, ok := e.answers[signatureOf(q)]
	delete(e.answers, signatureOf(q))
	return answer, ok
}
