package cli

import (
	"bytes"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const canaryAccess = "CanaryAccessTokenCanaryAccessToken"

// repeating is a platform that returns the canary as access_token, and answers other
// calls with the request.
type repeating struct{ status int }

func (p repeating) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"access_token":"` + canaryAccess + `","expires_in":7200}`
	if !strings.HasSuffix(r.URL.Path, "token") || p.status != http.StatusOK {
		heard := r.URL.String()
		if r.Body != nil {
			sent, _ := io.ReadAll(r.Body)
			heard += string(sent)
		}
		body = `{"errcode":48001,"errmsg":"heard ` + strings.NewReplacer(`"`, "'", "\n", " ").Replace(heard) + `"}`
	}
	return &http.Response{StatusCode: p.status, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader([]byte(body)))}, nil
}

// apiGivings returns ways to set the app secret for commands that call the API.
func apiGivings() []giving {
	return append(givings()[2:],
		giving{"app secret as flag", []string{"--app-id", "wx1", "--app-secret", canarySecret}, func(*testing.T, *world) {}},
		giving{"app secret in a file", []string{"--app-id", "wx1", "--app-secret", "@secret"}, func(t *testing.T, w *world) { w.file(t, "secret", canarySecret) }},
	)
}

// TestAPISecrets: commands that call the API or the sandbox print no secret and no
// access_token for any answer, and write one only to the token cache.
func TestAPISecrets(t *testing.T) {
	t.Parallel()
	for _, g := range apiGivings() {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range secretCalls() {
				name, _, _ := strings.Cut(c.args, " ")
				if !slices.Contains([]string{"token", "qrcode", "menu", "sandbox"}, name) {
					continue
				}
				for _, platform := range []http.RoundTripper{repeating{http.StatusOK}, repeating{http.StatusBadGateway}} {
					runAgainst(t, platform, g, c)
				}
			}
		})
	}
}

// runAgainst runs c against a platform and looks for secrets in what is printed
// and in the files that were written.
func runAgainst(t *testing.T, platform http.RoundTripper, g giving, c call) {
	t.Helper()
	w := newWorld(t)
	w.stdin, w.api = c.stdin, platform
	g.prep(t, w)
	given := filesOf(t, w.dir)
	checkAPISecrets(t, w, g.name, append(strings.Fields(c.args), g.args...))
	checkFiles(t, w, given)
}

func checkAPISecrets(t *testing.T, w *world, name string, args []string) {
	t.Helper()
	_, stdout, stderr := w.run(args...)
	for _, secret := range []string{canarySecret, canaryAccess, canaryToken, canaryKey} {
		if strings.Contains(stdout, secret) && !(args[0] == "token" && secret == canaryAccess) {
			t.Errorf("%s: %s: stdout has %s:\n%s", name, args, secret, stdout)
		}
		if strings.Contains(stderr, secret) {
			t.Errorf("%s: %s: stderr has %s:\n%s", name, args, secret, stderr)
		}
	}
}

// checkFiles checks the files that were written.
func checkFiles(t *testing.T, w *world, given map[string]string) {
	t.Helper()
	for name, text := range filesOf(t, w.dir) {
		for _, secret := range []string{canarySecret, canaryAccess, canaryToken, canaryKey} {
			if given[name] == "" && strings.Contains(text, secret) {
				t.Errorf("%s holds %s", name, secret)
			}
		}
	}
	for name, text := range filesOf(t, w.cache) {
		if strings.Contains(text, canarySecret) {
			t.Errorf("the cache's %s holds the app secret", name)
		}
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
}

func filesOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		texts[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return texts
}
