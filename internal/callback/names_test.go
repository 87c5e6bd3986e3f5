package callback

import (
	"slices"
	"strings"
	"testing"
)

// slowKindOf is nameKindOf without its short cuts.
func slowKindOf(name string) nameKind {
	switch plain := plainName(name); {
	case plain == "msgsignature":
		return msgSignatureName
	case plain == "signature":
		return signatureName
	case plain == "timestamp":
		return timestampName
	case plain == "nonce":
		return nonceName
	}
	keys := queryKeys()
	if slices.Contains(keys[:], name) {
		return urlName
	}
	if looksSigned(name) {
		return unknownSignatureName
	}
	return otherName
}

func sameKind(t *testing.T, name string) {
	if got, want := nameKindOf([]byte(name)), slowKindOf(name); got != want {
		t.Errorf("%q: kind %d, want %d", name, got, want)
	}
}

func names() []string {
	list := []string{
		"", "_", "-", "msg_signature", "MSG-SIGNATURE", "msgSignature", "m_s_g_signature", "signature", "Signature", "s\u0130gnature", "\u017fignature",
		"TimeStamp", "Timestamp", "time_stamp", "timestamps", "timestam", "NONCE", "nonce_", "once", "Encrypt", "encrypt", "AgentID", "agentid",
		"ToUserName", "tousername", "sig", "sign", "wxSign", "X-Wx-Signature", "design", "assigned", "signal", "PayEventSig", "msgsig", "msgsign", "签名sig", "sig签",
	}
	keys := queryKeys()
	return append(list, keys[:]...)
}

// TestNameKinds: the short cuts change no result.
func TestNameKinds(t *testing.T) {
	for _, name := range names() {
		for _, other := range []string{"", "_", "-", "x", "é", "sig", "Sign"} {
			sameKind(t, name+other)
			sameKind(t, other+name)
			sameKind(t, strings.ToUpper(name)+other)
		}
	}
}

func FuzzNameKinds(f *testing.F) {
	for _, name := range names() {
		f.Add(name)
	}
	f.Fuzz(sameKind)
}
