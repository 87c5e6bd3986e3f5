package cli

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

// TestSecretGoesToItsPlatform: without --api-base an AppSecret is sent only to the host
// of its platform, over TLS.
func TestSecretGoesToItsPlatform(t *testing.T) {
	for platform, want := range map[string]string{"mp": "https://api.weixin.qq.com", "work": "https://qyapi.weixin.qq.com"} {
		for _, command := range []string{"token", "menu delete --yes", "menu pull -"} {
			w := newWorld(t)
			var origins []string
			w.api = roundTripFunc(func(r *http.Request) (*http.Response, error) {
				origins = append(origins, r.URL.Scheme+"://"+r.URL.Host)
				return nil, errors.New("nothing is sent in this test")
			})
			args := append(strings.Fields(command), "--platform", platform, "--app-id", "id", "--app-secret", "secret", "--agent-id", "1")
			if code, _, stderr := w.run(args...); code != exitIO || len(origins) == 0 {
				t.Errorf("%s on %s: exit code %d, asked %q\n%s", command, platform, code, origins, stderr)
			}
			for _, origin := range origins {
				if origin != want {
					t.Errorf("%s on %s: the secret goes to %s", command, platform, origin)
				}
			}
		}
	}
}
