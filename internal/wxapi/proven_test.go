package wxapi_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
	"wxtool/internal/wxapi"
)

// TestProvenToken: a token that the platform no longer knows is not returned.
func TestProvenToken(t *testing.T) {
	for _, who := range []struct{ platform, id, path string }{{wxapi.MP, "wx1", "stable_token"}, {wxapi.Work, "ww1", "gettoken"}} {
		p := newPlatform(t, sandbox.Limits{})
		c := p.client(who.platform, who.id)
		first, err := c.AccessToken(t.Context(), wxapi.Keep)
		if err != nil {
			t.Fatal(err)
		}
		same, err := c.ProvenToken(t.Context(), first)
		if err != nil || same.Value != first.Value || p.asked() != who.path+" getcallbackip" {
			t.Errorf("%s: %+v, %v", who.platform, same, err)
		}
		another := newPlatform(t, sandbox.Limits{})
		another.asked()
		p.Config.Handler = another.Config.Handler
		fresh, err := c.ProvenToken(t.Context(), first)
		if calls := another.asked(); err != nil || fresh.Value == "" || fresh.Cached || calls != "getcallbackip! "+who.path {
			t.Errorf("%s: %+v, %v, %s", who.platform, fresh, err, calls)
		}
		for _, answer := range []string{"", `{"errcode":-1,"errmsg":"system error"}`} {
			c.HTTP = saying(answer)
			if kept, err := c.ProvenToken(t.Context(), first); err != nil || kept.Value != first.Value {
				t.Errorf("%q: %+v, %v", answer, kept, err)
			}
		}
	}
}

// saying is a server that always returns the same answer.
type saying string

func (s saying) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(string(s)))}, nil
}
