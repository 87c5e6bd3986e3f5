package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"wxtool/internal/wxtest"
)

// hostile is text with control characters: escape sequences of 7 and 8 bits, a window
// title, a bell, DEL, and bidirectional controls.
const hostile = "a\x1b[2Jb\u009b2Jc\x1b]0;t\x07d\u202Egnp.\u2066x\u061c\u200f\u0085\x7f\rz"

// sgr matches the escape sequences of wxtool's colours.
var sgr = regexp.MustCompile("\x1b\\[[0-9;]*m")

// obeyed returns the first control character that a terminal would interpret, or 0.
func obeyed(text string) rune {
	for _, r := range strings.ReplaceAll(sgr.ReplaceAllString(text, ""), "\r\n", "\n") {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == utf8.RuneError) {
			return r
		}
	}
	return 0
}

// hostileCalls returns commands that print text from the command line or a file,
// askingCalls those that print answers of a server or the platform.
func hostileCalls() []call {
	return []call{
		{args: "send-fixture text --to 3000 -v --set Content=" + hostile},
		{args: "send-fixture text -v --set Content=" + hostile},
		{args: "send-fixture ./" + hostile + ".xml --to 3000"},
		{args: "handshake http://" + hostile + ".example/"},
		{args: "handshake http://localhost/" + hostile},
		{args: "verify --token AAAAA signature=" + hostile + "&timestamp=1&nonce=" + hostile},
		{args: "verify --token AAAAA --log -", stdin: "signature=" + hostile + "&timestamp=" + hostile + "&nonce=2\n"},
		{args: "verify --token AAAAA --request -", stdin: "GET /" + hostile + " HTTP/1.1\n\n"},
		{args: "sign --nonce " + hostile + " --url http://localhost/" + hostile},
		{args: "sign --nonce " + hostile + " --field nonce"},
		{args: "replay " + hostile + " --to 3000"},
		{args: "replay - --to 3000 --diff -v", stdin: hostileRecord()},
		{args: "replay - --to 3000 --diff --lang zh", stdin: hostileRecord()},
		{args: "replay - --to 3000 --where " + hostile, stdin: hostileRecord()},
		{args: "replay - --to 3000", stdin: hostile + "\n" + recordedText},
		{args: "decrypt " + hostile},
		{args: "decrypt --batch", stdin: hostile + "\n" + `{"url":"` + hostile + `"}` + "\n"},
		{args: "explain " + hostile},
		{args: "explain -", stdin: `{"errcode":99999,"errmsg":"` + hostile + `"}`},
		{args: "fixture show mp/text --fields --set " + hostile + "=1"},
		{args: "fixture list --search " + hostile},
		{args: "fixture export " + hostile},
		{args: "fixture export folder/" + hostile},
		{args: "profile list --config " + hostile + ".yaml"},
		{args: "profile show --config " + hostile + ".yaml"},
		{args: "profile use b --config " + hostile + ".yaml"},
		{args: "profile use " + hostile + " --config " + hostile + ".yaml"},
		{args: "profile trust --config " + hostile + ".yaml"},
		{args: "profile list --config bad.yaml"},
		{args: "menu validate " + hostile + ".yaml"},
		{args: "menu validate -", stdin: `{"button":[{"name":"` + "\u009b2J\u202E" + `","type":"clik","key":"k"}]}`},
		{args: "menu push - --sandbox", stdin: hostileMenu},
		{args: "menu push - --sandbox --dry-run -v", stdin: hostileMenu},
		{args: "menu diff - old.json", stdin: hostileMenu},
		{args: "qrcode create --scene-str " + hostile + " --sandbox"},
		{args: "qrcode create --from - --out-dir " + hostile + " --sandbox", stdin: "scene_str," + hostile + "\nx\n"},
		{args: "qrcode create --from - --out-dir codes --sandbox", stdin: "scene_str\n" + "a\u202Eb\u009b" + "\n"},
		{args: "qrcode show " + hostile},
		{args: "sandbox do follow --user " + hostile + " --state s.json"},
		{args: "sandbox do text " + hostile + " --user lily --state s.json -v"},
		{args: "sandbox do text hi --user lily --state " + hostile + ".json"},
		{args: "sandbox users --state " + hostile + ".json"},
		{args: "sandbox users --chat " + hostile + " --state s.json"},
		{args: "sandbox clock " + hostile},
		{args: "sandbox clock --state " + hostile + ".json"},
		{args: "sandbox reset --state " + hostile + ".json"},
		{args: "sandbox --listen " + hostile},
		{args: "serve --listen " + hostile},
		{args: "serve --reply " + hostile},
		{args: hostile},
		{args: "sign --" + hostile},
	}
}

const hostileMenu = `{"button":[{"name":"` + "a\u202Eb" + `","type":"click","key":"` + "k\u009b2J" + `"}]}`

// hostileRecord is a recording of two requests, of which one is an API call.
func hostileRecord() string {
	text := jsonText(hostile)
	call := `{"version":2,"kind":"call","method":"` + text + `","url":"/` + text + `","header":{},"status":200,"reply":""}` + "\n"
	return strings.NewReplacer("text", text, "<Content>a", "<Content>"+text, `"success"`, `"`+text+`"`).Replace(recordedText) + call + strings.Replace(recordedText, `"time"`, `"version":2,"name":"`+text+`","time"`, 1)
}

func askingCalls() []call {
	account := " --app-id wx1 --app-secret s"
	return []call{
		{args: "send-fixture text --to 3000 --expect x"},
		{args: "send-fixture work/text mp/image --to 3000 -v"},
		{args: "replay - --to 3000 --diff", stdin: recordedText},
		{args: "replay - --to 3000 --diff -v", stdin: recordedText},
		{args: "handshake 3000"},
		{args: "handshake 3000 --platform work -v"},
		{args: "token" + account},
		{args: "token --platform work" + account},
		{args: "qrcode create --scene-id 1" + account},
		{args: "qrcode create --platform work --user a" + account},
		{args: "qrcode create --from - --out-dir codes" + account, stdin: "scene_id\n1\n"},
		{args: "menu push -" + account, stdin: oneButton},
		{args: "menu diff -" + account, stdin: oneButton},
		{args: "menu delete --menuid " + hostile + account},
		{args: "menu match " + hostile + account},
		{args: "sandbox do follow --user lily"},
		{args: "sandbox users"},
		{args: "sandbox users --chat lily"},
		{args: "sandbox clock"},
		{args: "sandbox reset"},
	}
}

// hostileAnswers returns answers of a server.
func hostileAnswers() []string {
	text := jsonText(hostile)
	return []string{
		hostile,
		"<xml><ToUserName>" + hostile + "</ToUserName><MsgType>" + hostile + "</MsgType></xml>",
		`{"errcode":40001,"errmsg":"` + text + ` rid: ` + text + `"}`,
		`{"access_token":"abc","expires_in":7200,"ticket":"` + text + `","url":"` + text + `","config_id":"` + text + `","qr_code":"` + text + `","button":[{"name":"` + text + `","type":"click","key":"k"}]}`,
		`{"access_token":"` + text + `","expires_in":7200}`,
		`{"error":"` + text + `","hint":"` + text + `","users":[{"name":"` + text + `","openid":"` + text + `"}],"action":"follow","phone":["` + text + `"]}`,
	}
}

// documents returns commands whose result is for another program.
func documents() []call {
	return []call{
		{args: "fixture show ./" + hostile + ".xml"},
		{args: "send-fixture ./" + hostile + ".xml --dry-run --as-is"},
		{args: "send-fixture ./" + hostile + ".xml --dry-run --as-is --as curl"},
		{args: "encrypt --envelope none ./" + hostile + ".xml"},
		{args: "menu pull --app-id wx1 --app-secret s"},
	}
}

// TestNothingIsObeyed: results, notes and errors contain no control characters, in text
// and in JSON.
func TestNothingIsObeyed(t *testing.T) {
	t.Parallel()
	for _, c := range hostileCalls() {
		checkObeyed(t, c, "success", false)
	}
	for _, answer := range hostileAnswers() {
		for _, c := range askingCalls() {
			checkObeyed(t, c, answer, false)
		}
	}
	for _, c := range documents() {
		checkObeyed(t, c, `{"menu":`+hostileMenu+`,"access_token":"abc","expires_in":7200}`, true)
	}
}

func checkObeyed(t *testing.T, c call, answer string, tty bool) {
	t.Helper()
	for _, more := range []string{"--color=never", "--color=always", "--json"} {
		w := newWorld(t)
		w.tty, w.http, w.api, w.stdin = tty, answering(answer), answering(answer), c.stdin
		hostileFiles(t, w)
		args := append(strings.Split(c.args, " "), more) // hostile contains no space
		_, stdout, stderr := w.run(args...)
		if r := obeyed(stdout); r != 0 {
			t.Errorf("%q: %q: stdout has %U\n%q", args, answer, r, stdout)
		}
		if r := obeyed(stderr); r != 0 {
			t.Errorf("%q: %q: stderr has %U\n%q", args, answer, r, stderr)
		}
		if stdout+stderr == "" {
			t.Errorf("%q: nothing was printed", args)
		}
	}
}

// TestDecryptOnATerminal: the plaintext of a push is untrusted. It is printed unchanged,
// except to a terminal.
func TestDecryptOnATerminal(t *testing.T) {
	const push = "<xml><Content>\u202e\u009b2J\x7f</Content></xml>"
	account := strings.Fields(" --token AAAAA --app-id wx1 --encoding-aes-key " + wxtest.ZeroKey)
	w := newWorld(t)
	w.stdin = push
	code, sealed, stderr := w.run(append([]string{"encrypt"}, account...)...)
	if code != exitOK {
		t.Fatalf("exit code %d\n%s", code, stderr)
	}
	w.stdin = sealed
	if _, stdout, stderr := w.run(append([]string{"decrypt"}, account...)...); stdout != push {
		t.Errorf("%q, want the bytes\n%s", stdout, stderr)
	}
	w.tty = true
	if _, stdout, _ := w.run(append([]string{"decrypt"}, account...)...); stdout != `<xml><Content>\u202e\u009b2J\u007f</Content></xml>` {
		t.Errorf("on a terminal: %q", stdout)
	}
}

// TestDocumentsAreExact: documents for other programs are not escaped.
func TestDocumentsAreExact(t *testing.T) {
	for line, want := range map[string]string{
		"fixture show ./" + hostile + ".xml --raw":                           "\u202e\u009b",
		"send-fixture ./" + hostile + ".xml --dry-run --as-is":               "\u202e\u009b",
		"send-fixture ./" + hostile + ".xml --dry-run --as-is --as curl":     "\u202e\u009b",
		"menu pull --app-id wx1 --app-secret s --format json --color always": "k\u009b2J",
	} {
		w := newWorld(t)
		w.api = answering(`{"menu":` + hostileMenu + `,"access_token":"abc","expires_in":7200}`)
		hostileFiles(t, w)
		if code, stdout, stderr := w.run(strings.Split(line, " ")...); code != exitOK || !strings.Contains(stdout, want) {
			t.Errorf("%q: exit code %d\n%q\n%s", line, code, stdout, stderr)
		}
	}
}

func hostileFiles(t *testing.T, w *world) {
	t.Helper()
	yaml := "default: a\nprofiles:\n  a: {token: AAAAA, app_id: \"wx\\u009b2J\\u202e\", to: \"http://localhost/\\u202e\"}\n  b: {token: \"${NOBODY_\\u202e}\"}\n"
	w.file(t, "bad.yaml", "profiles:\n  a: {tok\u202een: \"\u202e\"}\n")
	w.file(t, "old.json", `{"button":[{"name":"`+"\u202Eold"+`","type":"click","key":"k"}]}`)
	for name, text := range map[string]string{".yaml": yaml, ".xml": "<xml><MsgType>text</MsgType><Content>\u202e\u009b</Content></xml>"} {
		if err := os.WriteFile(filepath.Join(w.dir, hostile+name), []byte(text), 0o600); err != nil {
			t.Skip(err) // not every file system takes such names
		}
	}
}

// jsonText encodes text for a JSON string as most encoders do: only C0 controls are
// escaped.
func jsonText(s string) string {
	return strings.NewReplacer("\x1b", `\u001b`, "\x07", `\u0007`, "\r", `\r`).Replace(s)
}
