package trust_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"wxtool/internal/intercept/trust"
)

const ours = "-----BEGIN CERTIFICATE-----\nours\n-----END CERTIFICATE-----\n"

// written writes files for an environment, and returns what each variable names.
func written(t *testing.T, given map[string]string) (*trust.Files, map[string]string) {
	t.Helper()
	files, err := trust.Write(t.TempDir(), []byte(ours), lookup(given))
	if err != nil {
		t.Fatal(err)
	}
	content := map[string]string{}
	for _, entry := range files.Environment() {
		name, path, _ := strings.Cut(entry, "=")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		content[name] = string(data)
	}
	return files, content
}

func lookup(given map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { value, ok := given[name]; return value, ok }
}

func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSystem: variables that replace the roots name a file that has those of the system
// too; Node adds its file to them.
func TestSystem(t *testing.T) {
	_, got := written(t, nil)
	if len(got) != 5 || got["WXTOOL_CA_CERT"] != ours || got["NODE_EXTRA_CA_CERTS"] != ours {
		t.Fatalf("%q", got)
	}
	system, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt")
	if err != nil {
		t.Skip("the roots are elsewhere on this system")
	}
	for _, name := range []string{"SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"} {
		if got[name] != string(system)+ours {
			t.Errorf("%s: %d bytes", name, len(got[name]))
		}
	}
}

// TestOwnRoots: what the user's environment trusts stays trusted, for each program as
// it was.
func TestOwnRoots(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"a.pem": "a", "b.pem": "b\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "c"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("none", filepath.Join(dir, "d.0")); err != nil {
		t.Logf("without a broken link: %v", err)
	}
	_, got := written(t, map[string]string{"SSL_CERT_FILE": file(t, "ssl"), "REQUESTS_CA_BUNDLE": dir, "NODE_EXTRA_CA_CERTS": file(t, "node\n"), "WXTOOL_CA_CERT": file(t, "another run")})
	for name, want := range map[string]string{
		"SSL_CERT_FILE": "ssl\n", "CURL_CA_BUNDLE": "ssl\n", "REQUESTS_CA_BUNDLE": "a\nb\n", "NODE_EXTRA_CA_CERTS": "node\n", "WXTOOL_CA_CERT": "",
	} {
		if got[name] != want+ours {
			t.Errorf("%s: %q", name, got[name])
		}
	}
	if _, got := written(t, map[string]string{"CURL_CA_BUNDLE": file(t, "curl")}); got["REQUESTS_CA_BUNDLE"] != "curl\n"+ours || strings.HasPrefix(got["SSL_CERT_FILE"], "curl") {
		t.Errorf("requests: %q", got["REQUESTS_CA_BUNDLE"])
	}
}

// TestPrivate: no other user can read the files, and Remove removes them all.
func TestPrivate(t *testing.T) {
	files, _ := written(t, nil)
	for _, entry := range files.Environment() {
		_, path, _ := strings.Cut(entry, "=")
		for at, want := range map[string]fs.FileMode{path: 0o600, filepath.Dir(path): 0o700} {
			if info, err := os.Stat(at); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != want {
				t.Errorf("%s: %v, %v", at, info.Mode(), err)
			}
		}
	}
	if err := files.Remove(); err != nil {
		t.Fatal(err)
	}
	_, path, _ := strings.Cut(files.Environment()[0], "=")
	if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

// TestUnreadable: an error names the variable, and no file is left.
func TestUnreadable(t *testing.T) {
	large := file(t, strings.Repeat("x", 17<<20))
	for _, path := range []string{filepath.Join(t.TempDir(), "none"), large} {
		dir := t.TempDir()
		_, err := trust.Write(dir, []byte(ours), lookup(map[string]string{"NODE_EXTRA_CA_CERTS": path}))
		if err == nil || !strings.HasPrefix(err.Error(), "NODE_EXTRA_CA_CERTS: ") {
			t.Errorf("%v", err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%v is left", left)
		}
	}
}
