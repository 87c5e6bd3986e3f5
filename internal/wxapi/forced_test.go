package wxapi_test

import (
	"context"
	"testing"
	"time"

	"wxtool/internal/sandbox"
	"wxtool/internal/wxapi"
)

// waiting is a cache that is locked; it calls meanwhile before it is unlocked.
type waiting struct {
	wxapi.Cache
	meanwhile func()
}

func (w waiting) Update(ctx context.Context, name string, fn func([]byte) ([]byte, error)) error {
	w.meanwhile()
	return w.Cache.Update(ctx, name, fn)
}

// get gets a token and checks the calls to the platform.
func (p *platform) get(t *testing.T, c *wxapi.Client, how wxapi.Renewal, calls string) wxapi.Token {
	t.Helper()
	token, err := c.AccessToken(t.Context(), how)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.asked(); got != calls || token.Cached != (calls == "") {
		t.Errorf("asked %q, want %q; %+v", got, calls, token)
	}
	return token
}

// TestForcedTwice: the platform of Official Accounts creates no other token within 30
// seconds, so it is not called. This does not apply to a token that was not forced.
func TestForcedTwice(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	c := p.client(wxapi.MP, "wx1")
	plain := p.get(t, c, wxapi.Keep, "stable_token")
	first := p.get(t, c, wxapi.Forced, "stable_token")
	p.clock.Advance(30*time.Second - 1)
	again := p.get(t, c, wxapi.Forced, "")
	p.clock.Advance(1)
	second := p.get(t, c, wxapi.Forced, "stable_token")
	if first.Value == plain.Value || again.Value != first.Value || second.Value == first.Value {
		t.Errorf("%q, %q, %q, %q", plain.Value, first.Value, again.Value, second.Value)
	}
	p.clock.Advance(-time.Hour) // the clock is set back
	p.get(t, c, wxapi.Forced, "stable_token")
}

// TestForcedOnWeCom: WeCom has no such limit and is called each time.
func TestForcedOnWeCom(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	c := p.client(wxapi.Work, "ww1")
	p.get(t, c, wxapi.Forced, "gettoken")
	p.clock.Advance(time.Second)
	p.get(t, c, wxapi.Forced, "gettoken")
}

// TestForcedMeanwhile: a token that another process forced during the wait is used, after
// any time. A token that was not forced may be the old one and is not used.
func TestForcedMeanwhile(t *testing.T) {
	for _, who := range []struct{ platform, id, path string }{{wxapi.MP, "wx1", "stable_token"}, {wxapi.Work, "ww1", "gettoken"}} {
		for _, tt := range []struct {
			how  wxapi.Renewal
			then string
		}{{wxapi.Forced, ""}, {wxapi.Keep, who.path}} {
			p := newPlatform(t, sandbox.Limits{})
			other, c := p.client(who.platform, who.id), p.client(who.platform, who.id)
			got := wxapi.Token{}
			c.Cache = waiting{other.Cache, func() {
				p.clock.Advance(time.Second)
				got = p.get(t, other, tt.how, who.path)
				p.clock.Advance(time.Minute)
			}}
			if taken := p.get(t, c, wxapi.Forced, tt.then); tt.then == "" && taken.Value != got.Value {
				t.Errorf("%s: %q, and the other got %q", who.platform, taken.Value, got.Value)
			}
		}
	}
}

// TestForcedTokenIsOver: a token from another process is not used if it has expired.
func TestForcedTokenIsOver(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	other, c := p.client(wxapi.MP, "wx1"), p.client(wxapi.MP, "wx1")
	c.Cache = waiting{other.Cache, func() {
		p.clock.Advance(time.Second)
		p.get(t, other, wxapi.Forced, "stable_token")
		p.clock.Advance(2 * time.Hour)
	}}
	p.get(t, c, wxapi.Forced, "stable_token")
}
