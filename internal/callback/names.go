package callback

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// nameKind is the part that a field has in a signature, by its name. SDKs, logs and
// queries spell the names differently.
type nameKind uint8

const (
	otherName nameKind = iota
	msgSignatureName
	signatureName
	timestampName
	nonceName
	urlName              // may contain a URL or a query
	unknownSignatureName // looks like a signature
)

// nameKindOf returns the kind of a name. It does not allocate for usual names.
func nameKindOf(name []byte) nameKind {
	switch string(name) {
	case "Encrypt", "encrypt", "ToUserName", "tousername", "AgentID", "agentid":
		return otherName
	case "msg_signature", "MsgSignature", "msgsignature":
		return msgSignatureName
	case "timestamp", "TimeStamp":
		return timestampName
	case "nonce", "Nonce":
		return nonceName
	}
	switch {
	case isPlainly(name, "msgsignature"):
		return msgSignatureName
	case isPlainly(name, "signature"):
		return signatureName
	case isPlainly(name, "timestamp"):
		return timestampName
	case isPlainly(name, "nonce"):
		return nonceName
	case isQueryKey(name):
		return urlName
	case mayLookSigned(name) && looksSigned(string(name)):
		return unknownSignatureName
	}
	return otherName
}

func isQueryKey(name []byte) bool {
	for _, key := range queryKeys() {
		if key == string(name) {
			return true
		}
	}
	return false
}

// isPlainly reports whether name, in lower case and without separators between its words,
// is equal to plain.
func isPlainly(name []byte, plain string) bool {
	if len(name) < len(plain) {
		return false
	}
	n := 0
	for _, c := range name {
		switch {
		case c >= utf8.RuneSelf:
			return plainName(string(name)) == plain
		case c == '_' || c == '-':
			continue
		case c >= 'A' && c <= 'Z':
			c |= 0x20
		}
		if n == len(plain) || c != plain[n] {
			return false
		}
		n++
	}
	return n == len(plain)
}

// plainName returns a name in lower case without separators between its words.
func plainName(name string) string {
	return strings.NewReplacer("_", "", "-", "").Replace(strings.ToLower(name))
}

// mayLookSigned reports false only if looksSigned does.
func mayLookSigned(name []byte) bool {
	return bytes.ContainsAny(name, "gG") || !isASCII(name)
}

func isASCII(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return c >= utf8.RuneSelf })
}

// looksSigned reports whether one word of a name is signature, sign or sig, as in
// msg_sign or wxSignature. The word design does not count.
func looksSigned(name string) bool {
	plain := plainName(name)
	if strings.Contains(plain, "signature") || plain == "msgsign" || plain == "msgsig" {
		return true
	}
	var words strings.Builder
	lower := false
	for _, r := range name {
		if unicode.IsUpper(r) && lower || !unicode.IsLetter(r) {
			words.WriteByte(' ')
		}
		lower = unicode.IsLower(r)
		words.WriteRune(unicode.ToLower(r))
	}
	for word := range strings.FieldsFuncSeq(words.String(), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if word == "sig" || word == "sign" {
			return true
		}
	}
	return false
}
