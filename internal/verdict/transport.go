package verdict

import (
	"net/http"

	"wxtool/internal/exchange"
	"wxtool/internal/fingerprint"
)

// attempts are all exchanges of one push, the last of which is judged.
type attempts []exchange.Exchange

// unanswered judges a push that got no response.
func (v *replyJudge) unanswered(c *exchange.Cause) {
	v.Kind = "none"
	if c == nil { // a record may have no cause
		c = noResponse()
	}
	v.add(transportCause(c), "", Fact{"cause", words(c.Words())}, Fact{"tries", v.attempts.tries()})
}

// status judges a status that is not 200.
func (v *replyJudge) status(res *exchange.Response) {
	v.Kind = "other"
	facts := []Fact{{"status", statusIs(res.Status)}, {"tries", v.attempts.tries()}, {"again", v.again()}}
	switch {
	case res.Status >= 300 && res.Status < 400:
		facts[0].Value = number(res.Status)
		v.add(transportRedirect, "", append(facts, Fact{"location", text(res.Header.Get("Location"))})...)
	case refusedByHandler(&v.attempts[len(v.attempts)-1]):
		v.add(transportStatus, "refused", facts...)
	default:
		v.add(transportStatus, "", facts...)
	}
}

// refusedByHandler reports whether the answer is a refusal that may be because of the
// signature: not one that a framework or a proxy made before the handler ran.
func refusedByHandler(ex *exchange.Exchange) bool {
	if status := ex.Response.Status; status != http.StatusUnauthorized && status != http.StatusForbidden {
		return false
	}
	cause, ok := fingerprint.Of(ex)
	return !ok || cause.Handler
}

// answeredByHandler reports whether an answer shows that it comes from the handler.
func answeredByHandler(ex *exchange.Exchange) bool {
	cause, ok := fingerprint.Of(ex)
	return ok && cause.Handler
}

// again explains why a push was sent again although it was answered.
func (v *replyJudge) again() phrase {
	if len(v.attempts) == 1 || v.family != WeCom {
		return phrase{}
	}
	return sentAgain.with()
}

// late reports failed attempts before a successful one, because the server may then
// have done the work more than once.
func (v *replyJudge) late() {
	n := len(v.attempts)
	if n == 1 || v.attempts[n-1].Response.Status != http.StatusOK {
		return
	}
	key := ""
	if n > 2 {
		key = "many"
	}
	v.add(transportLate, key, Fact{"failed", number(n - 1)}, Fact{"outcomes", v.attempts.earlier()}, Fact{"n", number(n)})
}

// outcomeOf returns the outcome of an attempt, without the value of its status.
func outcomeOf(a *exchange.Exchange) phraseText {
	switch {
	case a.Response != nil:
		return outcomeStatus
	case a.Cause != nil && a.Cause.ID == exchange.Timeout:
		return outcomeTimeout
	}
	return outcomeNone
}

// outcome returns the outcome of an attempt in a few words.
func outcome(a *exchange.Exchange) phrase {
	if a.Response == nil {
		return outcomeOf(a).with()
	}
	return outcomeStatus.with(Fact{"status", number(a.Response.Status)})
}

// same reports whether all attempts had the same outcome.
func (a attempts) same() bool {
	for i := range a {
		if outcomeOf(&a[i]) != outcomeOf(&a[0]) || a[i].Response != nil && a[i].Response.Status != a[0].Response.Status {
			return false
		}
	}
	return true
}

// tries returns the end of a sentence about the last attempt: how many there were, and
// the outcomes of the others if they differ.
func (a attempts) tries() phrase {
	switch n := number(len(a)); {
	case n == 1:
		return phrase{}
	case a.same():
		return triedTimes.with(Fact{"n", n})
	default:
		return triedBefore.with(Fact{"n", n}, Fact{"outcomes", a.earlier()})
	}
}

// earlier returns the outcomes of the attempts before the last.
func (a attempts) earlier() phrases {
	var list phrases
	for i := range a[:len(a)-1] {
		list = append(list, outcome(&a[i]))
	}
	return list
}

// noResponse is the cause where a record has none.
func noResponse() *exchange.Cause {
	return &exchange.Cause{ID: exchange.Failed, Text: "there is no response", ZH: "没有应答"}
}
