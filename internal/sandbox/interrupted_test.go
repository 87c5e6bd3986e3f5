package sandbox_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
)

// TestInterrupted: a delivery ends with its context; the change of the act stays, and
// the observer gets the partial outcome.
func TestInterrupted(t *testing.T) {
	w := newPushing(t)
	w.setMenu("wx1", "", `{"button":[{"type":"pic_sysphoto","name":"拍照","key":"P"}]}`)
	for _, tt := range []struct {
		act    sandbox.Act
		during string // the type of the push that is interrupted
		done   string // fixtures
	}{
		{sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"}, "event", ""},
		{sandbox.Act{AppID: "wx1", User: "anna", Action: "click", Value: "拍照"}, "image", "mp/pic-sysphoto"},
	} {
		w.seen = nil
		ctx, cancel := context.WithCancel(context.Background())
		w.answer = func(r received) string {
			if r.text("MsgType") == tt.during {
				cancel()
				return "hang up"
			}
			return "success"
		}
		out, err := w.Do(ctx, tt.act)
		if out != nil || !errors.Is(err, context.Canceled) || !w.Users()[0].Following {
			t.Errorf("%s: %+v, %v", tt.act.Action, out, err)
		}
		if len(w.seen) != 1 {
			t.Fatalf("%s: observed %+v", tt.act.Action, w.seen)
		}
		var done []string
		for _, pushed := range w.seen[0].Pushes {
			done = append(done, pushed.Fixture)
		}
		if w.seen[0].OK || w.seen[0].Note != "cut short: interrupted" || strings.Join(done, " ") != tt.done || !w.seen[0].User.Following {
			t.Errorf("%s: observed %+v", tt.act.Action, w.seen[0])
		}
	}
}
