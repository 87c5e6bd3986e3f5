package callback

import (
	"bytes"
	"strconv"
	"time"

	"wxtool/internal/message"
	"wxtool/internal/wxcrypt"
)

// LogChecker recognizes the right lines of a log in one pass. It is not safe for
// concurrent use.
type LogChecker struct {
	account *Account
	maxAge  time.Duration // 0 accepts any age
	now     func() time.Time

	flat     message.Flat
	envelope Envelope

	query []byte // of the last line, nil if it is not of usual form
	claim Claim
}

// NewLogChecker returns a LogChecker for requests of at most maxAge; 0 accepts any age.
func (a *Account) NewLogChecker(maxAge time.Duration, now func() time.Time) *LogChecker {
	return &LogChecker{account: a, maxAge: maxAge, now: now}
}

// Right reports true only if ParseLogLine and Diagnose find that a line is valid. It
// reports false for all lines of unusual form, so that these two decide.
func (k *LogChecker) Right(line []byte) bool {
	line, k.query, k.claim.mismatch = bytes.TrimSpace(line), nil, false
	var v claimViews
	if len(line) > 0 && line[0] == '{' {
		return k.readJSON(line, &v) && k.right(&v)
	}
	query, ok := usualQuery(line)
	if !ok {
		return false
	}
	k.query = query
	return v.read(query) && k.right(&v)
}

// Claim returns what ParseLogLine returns for a line that Right has just read. The claim
// is valid until the next call of a method.
func (k *LogChecker) Claim(line []byte) (*Claim, bool) {
	if k.query == nil {
		return ParseLogLine(line)
	}
	raw := string(k.query)
	k.claim.RawQuery, k.claim.Query = raw, AppendQuery(k.claim.Query[:0], raw)
	return &k.claim, true
}

// claimViews are the parts of a claim, as they are in the line.
type claimViews struct {
	signature, msgSignature, timestamp, nonce, echostr, encryptType []byte

	encrypt []byte // from the body
	hasBody bool
}

// part returns the part with this name, nil if it is another name.
func (v *claimViews) part(name []byte) *[]byte {
	switch string(name) {
	case "signature":
		return &v.signature
	case "msg_signature":
		return &v.msgSignature
	case "timestamp":
		return &v.timestamp
	case "nonce":
		return &v.nonce
	case "echostr":
		return &v.echostr
	case "encrypt_type":
		return &v.encryptType
	}
	return nil
}

// read reads a query. It reports false if a part is duplicated or empty.
func (v *claimViews) read(query []byte) bool {
	for len(query) > 0 {
		param := query
		if end := bytes.IndexByte(query, '&'); end >= 0 {
			param, query = query[:end], query[end+1:]
		} else {
			query = nil
		}
		name, value, _ := bytes.Cut(param, []byte("="))
		if part := v.part(name); part != nil {
			if *part != nil || len(value) == 0 {
				return false
			}
			*part = value
		}
	}
	return true
}

// right reports whether Diagnose finds the claim valid.
func (k *LogChecker) right(v *claimViews) bool {
	a := k.account
	signed, encrypted := len(v.signature) > 0, len(v.msgSignature) > 0
	said := encrypted || string(v.encryptType) == "aes" || a.Mode == Safe || a.Mode == Compatible
	switch {
	case len(v.timestamp) == 0 || len(v.nonce) == 0, a.Platform == MP && v.hasBody && len(v.encrypt) == 0 && said:
		return false
	case k.maxAge > 0 && !k.isRecent(v.timestamp):
		return false
	case a.Platform == Work, encrypted && !signed, len(v.encrypt) > 0 && said: // see Claim.scheme
		fourth := v.encrypt
		if len(fourth) == 0 {
			fourth = v.echostr
		}
		return len(fourth) > 0 && wxcrypt.VerifyViews(v.msgSignature, a.Token, v.timestamp, v.nonce, fourth)
	}
	right := wxcrypt.VerifyViews(v.signature, a.Token, v.timestamp, v.nonce)
	k.claim.mismatch = signed && !right
	return right
}

// isRecent reports whether a timestamp is within the maximum age.
func (k *LogChecker) isRecent(timestamp []byte) bool {
	if len(timestamp) != 10 || !plausibleTime(string(timestamp)) {
		return false
	}
	sent, err := strconv.ParseInt(string(timestamp), 10, 64)
	return err == nil && k.now().Sub(time.Unix(sent, 0)).Abs() <= k.maxAge
}

// Classes of bytes in a line with a query.
const (
	endOfQuery = 1 << iota // see signedPart
	unusual                // changes with decoding, or begins a fragment, or is not ASCII
	question
)

// queryClasses has the class of each byte: as a constant, so that there is no global state.
const queryClasses = "\x02\x02\x02\x02\x02\x02\x02\x02\x02\x01\x01\x01\x01\x01\x02\x02" + // \t \n \v \f \r
	"\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02" +
	"\x01\x00\x01\x02\x00\x02\x00\x01\x00\x00\x00\x02\x00\x00\x00\x00" + // space " # % ' +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01\x04" + // < > ?
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00" + // \
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02" +
	notASCII + notASCII + notASCII + notASCII + notASCII + notASCII + notASCII + notASCII

const notASCII = "\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02\x02" // classes of 16 bytes

// usualQuery returns the query that signedPart and queryOf return, if it has no byte that
// decoding changes.
func usualQuery(line []byte) ([]byte, bool) {
	part, seen := signedView(line)
	if seen&question != 0 {
		if mark := bytes.IndexByte(part, '?'); bytes.IndexByte(part[:mark], '=') < 0 || part[0] == '/' || bytes.Contains(part[:mark], []byte("://")) {
			part = part[mark+1:]
		}
	}
	return part, len(part) > 0 && seen&unusual == 0
}

// signedView is signedPart as a view of the line, and returns the classes of its bytes.
func signedView(line []byte) (part []byte, seen byte) {
	at := bytes.Index(line, []byte("signature="))
	if at < 0 {
		return nil, 0
	}
	begin, end := at, at
	for ; begin > 0 && classOf(line[begin-1]) != endOfQuery; begin-- {
		seen |= classOf(line[begin-1])
	}
	for ; end < len(line) && classOf(line[end]) != endOfQuery; end++ {
		seen |= classOf(line[end])
	}
	return line[begin:end], seen
}

func classOf(c byte) byte { return queryClasses[c] }
