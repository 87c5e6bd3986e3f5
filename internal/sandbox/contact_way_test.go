package sandbox_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"wxtool/internal/sandbox"
)

// TestTemporaryContactEnds: a temporary contact way expires after expires_in, by default
// seven days. Others never expire.
func TestTemporaryContactEnds(t *testing.T) {
	const week = 7 * 24 * time.Hour
	for name, tt := range map[string]struct {
		body  string
		lasts time.Duration // 0: never expires
	}{
		"expires_in": {`{"type":1,"scene":2,"user":["lisi"],"is_temp":true,"expires_in":3600}`, time.Hour},
		"longest":    {`{"type":1,"scene":2,"user":["lisi"],"is_temp":true,"expires_in":1209600}`, 2 * week},
		"default":    {`{"type":1,"scene":2,"user":["lisi"],"is_temp":true}`, week},
		"lasting":    {`{"type":1,"scene":2,"user":["lisi"]}`, 0},
		"no is_temp": {`{"type":1,"scene":2,"user":["lisi"],"expires_in":3600}`, 0},
	} {
		w := newPushing(t)
		var way code
		w.call("ww1", "externalcontact/add_contact_way", tt.body, &way)
		scan := func(value string) *sandbox.Outcome {
			t.Helper()
			return w.do(sandbox.Act{Platform: "work", User: "customer", Action: "scan", Value: value})
		}
		if tt.lasts == 0 {
			w.clock.Advance(52 * week)
			scan(way.ConfigID)
			w.check(name, w.pushes(), []wants{{"ChangeType": "add_external_contact"}})
			continue
		}
		w.clock.Advance(tt.lasts - time.Second)
		scan(way.ConfigID)
		w.check(name+": before its end", w.pushes(), []wants{{"ChangeType": "add_external_contact"}})
		w.reopen()
		w.clock.Advance(time.Second)
		for _, value := range []string{way.ConfigID, way.QRCode} {
			if out := scan(value); len(w.pushes()) > 0 || !slices.Equal(out.Phone, []string{"二维码已过期"}) || out.Note == "" || !out.OK {
				t.Errorf("%s: %+v", name, out)
			}
		}
	}
}

// reopen continues in another sandbox with the state of this one.
func (w *pushing) reopen() {
	w.t.Helper()
	var state bytes.Buffer
	if err := w.World().Save(&state); err != nil {
		w.t.Fatal(err)
	}
	w.Server = w.newServer(w.origin)
	if err := w.World().Load(&state); err != nil {
		w.t.Fatal(err)
	}
}
