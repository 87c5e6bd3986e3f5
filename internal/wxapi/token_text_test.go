package wxapi_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"wxtool/internal/wxapi"
)

// giving is a platform that returns an access_token.
type giving struct{ token string }

func (p giving) RoundTrip(*http.Request) (*http.Response, error) {
	body, err := json.Marshal(map[string]any{"access_token": p.token, "expires_in": 7200})
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(string(body)))}, err
}

// TestTokenIsPrintableASCII: a token is printed unescaped, so it must not contain control
// characters or delimiters of URLs.
func TestTokenIsPrintableASCII(t *testing.T) {
	for token, good := range map[string]bool{
		"90_Tk5xN2p-_Aa09": true, "a.b~c+d/e=": true, "!~": true, // the ends of the range
		"90_\x1b[31m": false, "90_\u202e": false, "90_\u009b2J": false, "90 x": false, "90_\n": false, "90_\x7f": false, "令牌": false,
	} {
		for _, platform := range []string{wxapi.MP, wxapi.Work} {
			c := &wxapi.Client{
				Account: wxapi.Account{Platform: platform, AppID: "wx1", Secret: "s"},
				Origin:  "http://127.0.0.1:1", HTTP: giving{token}, Now: time.Now, Cache: &wxapi.Memory{},
			}
			got, err := c.AccessToken(t.Context(), wxapi.Keep)
			if good != (err == nil) || good && got.Value != token {
				t.Errorf("%s: %q: %q, %v", platform, token, got.Value, err)
			}
			if !good && (!errors.Is(err, wxapi.ErrTransport) || strings.Contains(err.Error(), token)) {
				t.Errorf("%s: %q: error %q", platform, token, err)
			}
		}
	}
}
