package interop

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// tokenOf matches an access_token of an Official Account. Those of the platform have
// different lengths; the page says that programs must have room for 512 bytes.
var tokenOf = regexp.MustCompile(`^[\w-]{64,512}$`)

// runProgram runs a program beside a sandbox that the program does not know of. Its account
// is a made-up one, so that nothing which a cache has is right.
func runProgram(t *testing.T, flags []string, command ...string) result {
	t.Helper()
	args := append([]string{"run", "--intercept", "--quiet"}, flags...)
	return must(t, nil, append(append(args, "--"), command...)...)
}

// TestInterceptedGo: Go programs with the constant hosts of SDKs, unmodified.
func TestInterceptedGo(t *testing.T) {
	for name, flags := range map[string][]string{
		"net/http": nil, "silenceper/wechat": nil, "chanxuehong/wechat": nil, "PowerWeChat": nil, "go-workwx": {"--platform", "work"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv(interceptedVariable, name)
			got := line[intercepted](t, runProgram(t, flags, os.Args[0]))
			switch name {
			case "go-workwx":
				if link := readPicture(t, got.Picture); !strings.HasPrefix(link, "https://work.weixin.qq.com/") {
					t.Errorf("the picture says %q", link)
				}
				return
			case "net/http":
				if got.Proto != "HTTP/1.1" || !strings.HasSuffix(got.Error, "example.com is not a host of the platform (wxtool run --intercept)") {
					t.Errorf("%+v", got)
				}
			case "silenceper/wechat":
				if link := readPicture(t, got.Picture); link != got.Link || !strings.HasPrefix(link, "http://weixin.qq.com/q/") {
					t.Errorf("the picture says %q, the ticket %q", link, got.Link)
				}
				fallthrough
			case "chanxuehong/wechat":
				if len(got.IPs) != 1 || got.IPs[0] != "127.0.0.1" {
					t.Errorf("%v", got.IPs)
				}
			}
			if !tokenOf.MatchString(got.Token) {
				t.Errorf("%q", got.Token)
			}
		})
	}
}

// TestInterceptedPrograms: so are curl and Python. They say why another host is refused.
func TestInterceptedPrograms(t *testing.T) {
	for _, tt := range []struct{ name, program, module, https string }{
		{"curl", "sh with_curl.sh", "", "curl: (56) "}, // shows the status code alone
		{"urllib", "python3 with_urllib.py", "urllib", "Tunnel connection failed: 403 example.com is not a host of the platform (wxtool run --intercept)"},
		{"requests", "python3 with_requests.py", "requests", "Tunnel connection failed: 403 example.com is not a host of the platform (wxtool run --intercept)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			needProgram(t, tt.name, tt.program, tt.module)
			command := strings.Fields(tt.program)
			script, err := filepath.Abs(filepath.Join("testdata", "intercepted", command[1]))
			if err != nil {
				t.Fatal(err)
			}
			out := string(runProgram(t, nil, command[0], script).Stdout)
			first, rest, _ := strings.Cut(out, "\n")
			var token struct {
				AccessToken string `json:"access_token"`
				ExpiresIn   int    `json:"expires_in"`
			}
			if err := json.Unmarshal([]byte(first), &token); err != nil || !tokenOf.MatchString(token.AccessToken) || token.ExpiresIn != 7200 {
				t.Errorf("%v\n%s", err, out)
			}
			if !strings.Contains(rest, tt.https) || !strings.Contains(rest, "example.com is not a host of the platform.\nwxtool run --intercept answers these hosts") {
				t.Errorf("%s", rest)
			}
		})
	}
}

// needProgram skips the test unless its programs are there.
func needProgram(t *testing.T, name, program, module string) {
	t.Helper()
	needed := []string{strings.Fields(program)[0]}
	if module == "" {
		needed = append(needed, name)
	}
	for _, program := range needed {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("%s is not installed", program)
		}
	}
	if module != "" && exec.CommandContext(t.Context(), "python3", "-c", "import "+module).Run() != nil {
		t.Skipf("Python has no %s", module)
	}
}

// TestInterceptedNode: axios reads the environment in every version of Node, and so do
// the SDKs with axios. Node itself does from 22.21 and 24.5 on. Other SDKs have agents of
// their own, which global-agent replaces.
func TestInterceptedNode(t *testing.T) {
	programs := map[string]bool{"axios": false, "node-easywechat": false, "co-wechat-api": true, "wechat-api": true, "https": true}
	version := node(t, "-p", "process.versions.node")
	out, err := version.Output()
	if err != nil {
		t.Fatal(err)
	}
	if readsEnvironment(t, strings.TrimSpace(string(out))) {
		programs["fetch"], programs["https"] = false, false
	}
	for name, global := range programs {
		t.Run(name, func(t *testing.T) {
			dir := node(t).Dir
			if global {
				t.Setenv("NODE_OPTIONS", "--require="+filepath.Join(dir, "node_modules", "global-agent", "bootstrap.js"))
				t.Setenv("GLOBAL_AGENT_ENVIRONMENT_VARIABLE_NAMESPACE", "")
			}
			token := strings.TrimSpace(string(runProgram(t, nil, "node", "--no-deprecation", filepath.Join(dir, "intercepted.js"), name).Stdout))
			if !tokenOf.MatchString(token) {
				t.Errorf("%q", token)
			}
		})
	}
}

// readsEnvironment reports whether a version of Node knows NODE_USE_ENV_PROXY for fetch
// and for https.
func readsEnvironment(t *testing.T, version string) bool {
	t.Helper()
	var parts [2]int
	for i, part := range strings.Split(version, ".")[:2] {
		n, err := strconv.Atoi(part)
		if err != nil {
			t.Fatal(err)
		}
		parts[i] = n
	}
	major, minor := parts[0], parts[1]
	return major >= 25 || major == 24 && minor >= 5 || major == 22 && minor >= 21
}
