package world_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox/world"
)

// TestForget: of many entries, those that ended are removed, at the latest when there are
// twice as many, and those that did not end stay.
func TestForget(t *testing.T) {
	w := newRun(1)
	of := world.Owner{Platform: world.MP, AppID: "a"}
	day := func(round int) {
		for i := range 300 {
			w.Update(func(tx *world.Tx) {
				v := world.Visit{Platform: world.MP, AppID: "a", User: "anna"}
				tx.AddOAuthCode(v, tx.Now().Add(time.Minute))
				tx.SetUserToken(world.UserToken{Visit: v, Expires: tx.Now().Add(time.Minute)})
				tx.SentWithin(of, fmt.Sprint(round, " ", i), time.Hour)
				tx.SetMassJob(of, world.MassJob{MsgID: int64(round*1000 + i), Sent: tx.Now()})
				tx.AddMedia(world.Media{Platform: world.MP, AppID: "a", Type: "image", Size: 1})
			})
		}
	}
	day(0)
	began := w.now
	for round := range 5 {
		w.now = began.Add(time.Duration(round+1) * 40 * 24 * time.Hour)
		day(round + 1)
	}
	var kept struct {
		State map[string]json.RawMessage
	}
	if err := json.Unmarshal([]byte(saved(t, w.World)), &kept); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"OAuthCodes", "UserTokens", "Sent", "MassJobs", "Media"} {
		var entries map[string]json.RawMessage
		if err := json.Unmarshal(kept.State[name], &entries); err != nil {
			t.Fatal(err)
		}
		if n := len(entries); n < 300 || n > 600 {
			t.Errorf("%d of %s are kept", n, name)
		}
	}
}

// TestMediaAreCountedAfterLoad: a state that was read has no more room than before.
func TestMediaAreCountedAfterLoad(t *testing.T) {
	w := newRun(2)
	image := world.Media{Platform: world.MP, AppID: "a", Type: "image", Size: world.MaxMediaBytes / 2}
	var first, second world.Media
	w.Update(func(tx *world.Tx) { first, _ = tx.AddMedia(image) })
	w.now = w.now.Add(time.Minute)
	w.Update(func(tx *world.Tx) { second, _ = tx.AddMedia(image) })
	other := newRun(3)
	if err := other.Load(strings.NewReader(saved(t, w.World))); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*run{w, other} {
		r.now = w.now
		r.Update(func(tx *world.Tx) {
			if _, forgotten := tx.AddMedia(image); len(forgotten) != 1 || forgotten[0] != first.ID {
				t.Errorf("forgotten: %v, want %s", forgotten, first.ID)
			}
			tx.DeleteMedia(second.ID)
			if _, forgotten := tx.AddMedia(image); len(forgotten) != 0 {
				t.Errorf("there is room, and %v is forgotten", forgotten)
			}
		})
	}
}

// TestRefreshAfterLoad: the newest token of a refresh_token is found, also in a state that
// was read.
func TestRefreshAfterLoad(t *testing.T) {
	w := newRun(4)
	var old, renewed world.UserToken
	w.Update(func(tx *world.Tx) {
		old = tx.SetUserToken(world.UserToken{Expires: tx.Now().Add(time.Hour), Ends: tx.Now().Add(24 * time.Hour)})
		tx.SetUserToken(world.UserToken{Expires: tx.Now().Add(9 * time.Hour)}) // a user_ticket has none
		again := old
		again.Token, again.Expires = "", old.Expires.Add(time.Hour)
		renewed = tx.SetUserToken(again)
	})
	other := newRun(5)
	if err := other.Load(strings.NewReader(saved(t, w.World))); err != nil {
		t.Fatal(err)
	}
	for _, r := range []*run{w, other} {
		r.Update(func(tx *world.Tx) {
			if got, known := tx.UserTokenByRefresh(old.Refresh); !known || got.Token != renewed.Token {
				t.Errorf("%+v", got)
			}
			if got, known := tx.UserTokenByRefresh(""); known {
				t.Errorf("without a refresh_token: %+v", got)
			}
			renewed.Expires = renewed.Expires.Add(time.Hour)
			tx.SetUserToken(renewed)
			if got, _ := tx.UserTokenByRefresh(old.Refresh); !got.Expires.Equal(renewed.Expires) {
				t.Errorf("extended: %+v", got)
			}
			tx.Reset()
			if got, known := tx.UserTokenByRefresh(old.Refresh); known {
				t.Errorf("after a reset: %+v", got)
			}
		})
	}
}
