package cli

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"wxtool/internal/wxapi/errcode"
)

// TestAPIBaseIsReported: the host that the secret is sent to is printed, also with
// --quiet, unless it is the platform or this machine.
func TestAPIBaseIsReported(t *testing.T) {
	answers := map[string]string{"menu/get": noMenu, "get_current_selfmenu_info": `{"is_menu_open":0}`}
	for base, want := range map[string]string{
		"https://proxy.example.com":  "note: api_base from flag --api-base: the app secret and the access_token are sent to proxy.example.com",
		"http://proxy.example.com":   "warning: api_base from flag --api-base: http:// sends the app secret and the access_token unencrypted",
		"https://api2.weixin.qq.com": "",
		"http://127.0.0.1:8090":      "",
	} {
		for _, quiet := range []string{"--quiet=false", "--quiet"} {
			_, _, stderr, asked := onAPI(t, answers, "", "menu", "delete", "--api-base", base, quiet)
			if asked == "" || want != "" && !strings.Contains(stderr, want) || want == "" && strings.Contains(stderr, "api_base") {
				t.Errorf("%s %s: %s\n%s", base, quiet, asked, stderr)
			}
		}
	}
}

// TestRefusedSecretIsNoToken: for a token request, 40001 means a wrong secret.
func TestRefusedSecretIsNoToken(t *testing.T) {
	answers := map[string]string{"stable_token": `{"errcode":40001,"errmsg":"invalid credential rid: 6b00538b-001c3fd5-2c91ad7a"}`}
	code, _, stderr, asked := onAPI(t, answers, "", "token")
	if code != exitPlatform || asked != "stable_token" || strings.Contains(stderr, "renewed") || !strings.Contains(stderr, "wxtool explain 40001") {
		t.Errorf("%d %s\n%s", code, asked, stderr)
	}
}

// TestRefusalWithoutARemedy: the table has a meaning but no remedy for many codes.
func TestRefusalWithoutARemedy(t *testing.T) {
	answers := map[string]string{"stable_token": `{"errcode":50003,"errmsg":"user unexpected rid: 6b00538b-001c3fd5-2c91ad7a"}`}
	code, _, stderr, _ := onAPI(t, answers, "", "token")
	if code != exitPlatform || !strings.Contains(stderr, "one of the allowed users") || !strings.Contains(stderr, "hint: wxtool explain 50003 explains it\n") {
		t.Errorf("%d\n%s", code, stderr)
	}
}

// TestUnsentIsNotInDoubt: without a connection, no request was sent.
func TestUnsentIsNotInDoubt(t *testing.T) {
	w := newWorld(t)
	w.file(t, "scenes.csv", "scene_id\n1\n2\n")
	args := strings.Fields("qrcode create --from scenes.csv --out-dir codes --api-base http://127.0.0.1:1 --app-id wx1 --app-secret s")
	if code, _, stderr := w.run(args...); code != exitIO {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	w.api = &fakeAPI{answers: map[string]string{"qrcode/create": `{"ticket":"gQ","url":"http://weixin.qq.com/q/02a"}`}}
	code, stdout, stderr := w.run(args...)
	if code != exitOK || strings.Contains(stdout, "in doubt") || !strings.Contains(stdout, "2 created") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
}

// TestExplainLongLog: a log may be longer than the limit for one message.
func TestExplainLongLog(t *testing.T) {
	w := newWorld(t)
	w.stdin = strings.Repeat("2026-07-01 GET /wx 200\n", 1<<19) + "answer: errcode=40164\n"
	code, stdout, stderr := w.run("explain", "-", "-q")
	if code != exitOK || !strings.HasPrefix(stdout, "40164 mp ") {
		t.Errorf("exit code %d\n%s%s", code, stdout, stderr)
	}
}

// TestExplainHelpCounts: the help and the README have the number of codes of the table.
func TestExplainHelpCounts(t *testing.T) {
	_, help, _ := newWorld(t).run("explain", "--help")
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for platform, said := range map[string]int{errcode.MP: 1900, errcode.Work: 1400} {
		count := 0
		for _, e := range errcode.All() {
			if e.Of(platform) && e.Platform != errcode.Crypt {
				count++
			}
		}
		text := fmt.Sprintf("more than %d,%03d", said/1000, said%1000)
		if count < said || count > said+100 || !strings.Contains(help, text) || !strings.Contains(string(readme), text) {
			t.Errorf("%s has %d codes; the help and the README must have %q", platform, count, text)
		}
	}
}
