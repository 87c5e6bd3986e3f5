package callback_test

import (
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

func BenchmarkOpenPush(b *testing.B) {
	v := wxtest.Official("V2")
	a, q := v.Account(callback.Work, callback.Safe), v.Query(callback.Work)
	body := []byte(xmlBody("<ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><AgentID><![CDATA[218]]></AgentID>", v.Encrypt))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Open(q, body); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSealPush(b *testing.B) {
	v := wxtest.Official("V2")
	a, msg := v.Account(callback.Work, callback.Safe), []byte(v.Message)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Seal(msg, testStamp); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDiagnoseGarbage is the most expensive case: no mistake matches.
func BenchmarkDiagnoseGarbage(b *testing.B) {
	s := scenes(b)[2]
	c := callback.NewClaim(s.signed(wxtest.Digest("garbage")), s.bodyBytes())
	a, ctx := s.account(canaryTokens[0]), diagnoseOptions()
	b.ReportAllocs()
	for b.Loop() {
		a.Diagnose(c, ctx)
	}
}
