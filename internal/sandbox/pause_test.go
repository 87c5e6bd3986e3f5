package sandbox_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestPauseIsKept: the state that Changed saves contains the count of failures and the
// pause, so a new sandbox with this state continues both.
func TestPauseIsKept(t *testing.T) {
	w := newPushing(t)
	w.answer = func(received) string { return "oops" }
	var state []byte
	do := func() sandbox.Pushed {
		t.Helper()
		config := w.config(w.origin)
		config.Changed = func() error {
			var saved bytes.Buffer
			err := w.World().Save(&saved)
			state = saved.Bytes()
			return err
		}
		w.Server = sandbox.New(config)
		if state != nil {
			if err := w.World().Load(bytes.NewReader(state)); err != nil {
				t.Fatal(err)
			}
		}
		return w.do(sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "hi"}).Pushes[0]
	}
	for i := 1; i <= 5; i++ {
		if push := do(); push.PausedUntil != nil || (push.Alarm != nil) != (i == 5) {
			t.Errorf("failure %d: %+v", i, push)
		}
	}
	w.pushes()
	until := w.clock.Now().Add(time.Minute)
	w.clock.Advance(time.Minute - time.Second)
	if push := do(); push.PausedUntil == nil || !push.PausedUntil.Equal(until) || len(w.pushes()) > 0 {
		t.Errorf("within the pause: %+v", push)
	}
	w.clock.Advance(time.Second)
	w.answer = nil
	if push := do(); !push.OK || len(w.pushes()) != 1 {
		t.Errorf("after a minute: %+v", push)
	}
	if strings.Contains(string(state), "Until") {
		t.Errorf("after a good push the pause is still there:\n%s", state)
	}
}

// TestUnsavedFailure: a push was sent, but its failure could not be saved.
func TestUnsavedFailure(t *testing.T) {
	w := newPushing(t)
	w.answer = func(received) string { return "oops" }
	times := 0
	config := w.config(w.origin)
	config.Changed = func() error {
		if times++; times == 2 {
			return errDisk
		}
		return nil
	}
	w.Server = sandbox.New(config)
	out, err := w.Do(context.Background(), sandbox.Act{AppID: "wx1", User: "anna", Action: "follow"})
	if out != nil || !errors.Is(err, errDisk) || len(w.pushes()) != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	if len(w.seen) != 1 || len(w.seen[0].Pushes) != 1 || w.seen[0].OK {
		t.Errorf("observed %+v", w.seen)
	}
}

// TestPauseAfterClockChange: setting the clock back by a day ends a pause.
func TestPauseAfterClockChange(t *testing.T) {
	w := newPushing(t)
	w.clock.Advance(24 * time.Hour)
	w.answer = func(received) string { return "oops" }
	hi := sandbox.Act{AppID: "wx1", User: "anna", Action: "text", Value: "hi"}
	for range 5 {
		w.do(hi)
	}
	w.clock.Advance(-24 * time.Hour)
	w.answer = nil
	if out := w.do(hi); !out.OK {
		t.Errorf("%+v", out.Pushes[0])
	}
}
