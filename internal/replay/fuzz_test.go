package replay_test

import (
	"net/http"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/record"
	"wxtool/internal/replay"
)

// FuzzRun: whatever a recording holds, each of its exchanges is sent, skipped or not
// selected, and is reported once.
func FuzzRun(f *testing.F) {
	safe := recordedAccount(callback.MP, callback.Safe)
	f.Add([]byte(file(f, pushed(f, plain(), text("a"), "success"), pushed(f, safe, text("a"), ""), decoded(pushed(f, safe, text("a"), ""), safe, text("a"), reply("x")))), true, false)
	f.Add([]byte(file(f, pushed(f, mp(callback.Compatible), text("a"), "success"), pushed(f, work(), text("a"), ""))), true, true)
	f.Add([]byte(`{"method":"GET","url":"/?signature=1&echostr=2&nonce=%zz"}`+"\n"+`{"version":2,"kind":"push","method":"POST","url":"::","decoded":{"platform":"x","mode":"y"}}`), false, true)
	f.Fuzz(func(t *testing.T, recording []byte, diff, verbatim bool) {
		s := &server{account: mp(callback.Safe), answer: func(int, string) (int, string) { return http.StatusOK, reply("y") }}
		p := s.new()
		p.Diff, p.Verbatim = diff, verbatim
		to := p.Target
		p.Target = func(platform callback.Platform) (*replay.Target, error) {
			if platform != callback.Work {
				platform = callback.MP
			}
			target, err := to(callback.MP)
			target.Account.Platform = platform
			return target, err
		}
		reported := 0
		sum, err := p.Run(t.Context(), record.Read(strings.NewReader(string(recording)), nil), func(e *replay.Event) error {
			if e.Kind != replay.Waiting {
				reported++
			}
			return nil
		})
		if err != nil || reported != sum.Sent+sum.Skipped || sum.OK+sum.Bad+sum.Unreached != sum.Sent {
			t.Errorf("%v, %+v, %d reported", err, sum, reported)
		}
	})
}
