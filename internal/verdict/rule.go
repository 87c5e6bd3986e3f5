// Package verdict says what an answer of a callback server is worth to the
// platform: replies in plain and encrypted form, acknowledgements, a smart bot's
// replies, handshakes, and answers that do not come. One table holds the rules.
package verdict

// Level says how bad it is that a rule is broken.
type Level string

const (
	Error   Level = "error"   // the user does not get the answer, or the URL is not accepted
	Warning Level = "warning" // it works now, and something will go wrong or is not agreed on
	Info    Level = "info"    // worth knowing
)
