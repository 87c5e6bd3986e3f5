package verdict

import (
	"fmt"
	"strings"

	"wxtool/internal/exchange"
)

// attempts are all exchanges of one push, the last of which is judged.
type attempts []exchange.Exchange

// outcome is what came of an attempt, in a few words.
func outcome(a *exchange.Exchange) string {
	switch {
	case a.Cause == nil:
		return fmt.Sprintf("HTTP status %d", a.Response.Status)
	case a.Cause.ID == exchange.Timeout:
		return "no answer in time"
	}
	return "no answer"
}

// same reports whether all attempts had the same outcome.
func (a attempts) same() bool {
	for i := range a {
		if outcome(&a[i]) != outcome(&a[0]) {
			return false
		}
	}
	return true
}

// tries completes a sentence about the last attempt with those before it.
func (a attempts) tries() string {
	n := len(a)
	switch {
	case n == 1:
		return ""
	case a.same():
		return fmt.Sprintf(", %d times", n)
	}
	return fmt.Sprintf(" at attempt %d; before: %s", n, strings.Join(a.earlier(), ", "))
}

// earlier lists what came of the attempts before the last.
func (a attempts) earlier() []string {
	var list []string
	for i := range a[:len(a)-1] {
		list = append(list, outcome(&a[i]))
	}
	return list
}
