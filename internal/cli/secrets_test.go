package cli

import (
	"slices"
	"strings"
	"testing"
)

// Values that must never be printed. The key has its 43 characters.
const (
	canaryToken  = "CanaryToken5d41402abc4b2a76"
	canaryKey    = "CanaryKeyCanaryKeyCanaryKeyCanaryKeyCanaryK"
	canarySecret = "canary-secret-7d793037a0760186"
	canaryOther  = "CanaryOtherTokenOfAProfile"
)

// giving is a way to set the canaries.
type giving struct {
	name string
	args []string
	prep func(*testing.T, *world)
}

func givings() []giving {
	account := func(token, key, secret string) string {
		return "    token: " + token + "\n    encoding_aes_key: " + key + "\n    app_secret: " + secret + "\n    app_id: wx1\n"
	}
	other := "  other:\n    token: " + canaryOther + "\n"
	values := func(w *world) {
		w.vars["TOKEN"], w.vars["KEY"], w.vars["SECRET"] = canaryToken, canaryKey, canarySecret
	}
	files := func(t *testing.T, w *world) {
		w.file(t, "token", canaryToken+"\n")
		w.file(t, "key", canaryKey+"\n")
		w.file(t, "secret", canarySecret+"\n")
	}
	config := func(account string) string { return "default: shop\nprofiles:\n  shop:\n" + account + other }
	return []giving{
		{"flags", []string{"--token", canaryToken, "--encoding-aes-key", canaryKey, "--app-id", "wx1"}, func(*testing.T, *world) {}},
		{"flags that name files", []string{"--token", "@token", "--encoding-aes-key=@key", "--app-id", "wx1"}, files},
		{"environment", nil, func(_ *testing.T, w *world) {
			w.vars["WXTOOL_TOKEN"], w.vars["WXTOOL_ENCODING_AES_KEY"] = canaryToken, canaryKey
			w.vars["WXTOOL_APP_SECRET"], w.vars["WXTOOL_APP_ID"] = canarySecret, "wx1"
		}},
		{"config", nil, func(t *testing.T, w *world) {
			w.file(t, "wxtool.yaml", config(account(canaryToken, canaryKey, canarySecret)))
		}},
		{"config that names variables", nil, func(t *testing.T, w *world) {
			values(w)
			w.file(t, "wxtool.yaml", config(account("${TOKEN}", "${KEY}", "${SECRET}")))
		}},
		{"config that names files", nil, func(t *testing.T, w *world) {
			files(t, w)
			w.file(t, "wxtool.yaml", config(account(`"@token"`, `"@key"`, `"@secret"`)))
		}},
		{"flags over a config", []string{"--token", "AAAAA"}, func(t *testing.T, w *world) {
			w.file(t, "wxtool.yaml", config(account(canaryToken, canaryKey, canarySecret)))
		}},
	}
}

// secretCalls returns commands that use an account, with many different results.
func secretCalls() []call {
	return []call{
		{args: "sign"},
		{args: "sign --platform work --echostr 1 --url 3000"},
		{args: "sign --field url"},
		{args: "sign --timestamp x"},
		{args: "sign --platform nothing"},
		{args: "sign --mode nothing"},
		{args: "sign --profile nobody"},
		{args: "sign --tokne x"},
		{args: "sign --encrypt @none"},
		{args: "sign --jsapi http://a/ --ticket " + canarySecret},
		{args: "sign --jsapi a --ticket " + canarySecret},
		{args: "verify --jsapi http://a/ --show-expected --signature 1 --timestamp 2 --nonce 3 --ticket " + canarySecret + " --not-ticket access_token=" + canarySecret},
		{args: "verify --jsapi http://a/ --ticket x --not-ticket " + canarySecret},
		{args: "verify --jsapi http://a/ --ticket " + canarySecret},
		{args: "verify --show-expected " + goodQuery},
		{args: "verify timestamp=1&nonce=2"},
		{args: "verify signature=" + strings.Repeat("A", 40) + "&timestamp=1&nonce=2"},
		{args: "verify --log -", stdin: goodQuery + "\n"},
		{args: "verify --request -", stdin: "POST /wx?" + badQuery + " HTTP/1.1\n\n<xml>"},
		{args: "handshake 3000 -v"},
		{args: "handshake 3000 -v --platform work"},
		{args: "handshake 127.0.0.1:99999"},
		{args: "check 3000 -v"},
		{args: "check 3000 --json --platform work"},
		{args: "check --list"},
		{args: "send-fixture text -v --to 3000 --mode safe"},
		{args: "send-fixture text -v --to 3000 --mode compatible"},
		{args: "send-fixture work/text -v --to 3000"},
		{args: "send-fixture text --dry-run --mode safe"},
		{args: "send-fixture text --dry-run --as curl"},
		{args: "send-fixture none"},
		{args: "send-fixture text --to ftp://x"},
		{args: "send-fixture text --to http://user:password@localhost/"},
		{args: "replay - --to 3000 -v", stdin: recordedText},
		{args: "replay - --to 3000 -v --mode safe --diff", stdin: recordedText},
		{args: "replay - --to 3000 -v --verbatim", stdin: strings.Replace(recordedText, "<Content>a", "<Content>${wxtool:token} ${wxtool:encoding_aes_key} ${wxtool:app_secret}", 1)},
		{args: "replay - --to 3000", stdin: `{"version":1,"method":"GET","url":"${wxtool:unknown}"}`},
		{args: "encrypt", stdin: "message"},
		{args: "encrypt --envelope reply --random x", stdin: "message"},
		{args: "decrypt", stdin: reply},
		{args: "decrypt", stdin: "AAA"},
		{args: "decrypt", stdin: "<xml>"},
		{args: "decrypt --msg-signature 1 --timestamp 2 --nonce 3", stdin: reply},
		{args: "decrypt --batch", stdin: reply + "\nAAAA\nAAA\n"},
		{args: "menu validate -", stdin: "button: [{name: a}]"},
		{args: "menu diff - none.yaml", stdin: "button: [{name: a}]"},
		{args: "send-fixture text --record sent.jsonl --to 3000 --mode safe -v"},
		{args: "record show sent.jsonl"},
		{args: "record show sent.jsonl 1"},
		{args: "record diff sent.jsonl sent.jsonl"},
		{args: "record export sent.jsonl --as curl"},
		{args: "serve --listen nowhere"},
		{args: "serve --reply none"},
		{args: "serve --status 9"},
		{args: "profile init --config new.yaml"},
		{args: "profile init"},
		{args: "profile list"},
		{args: "profile show"},
		{args: "profile show other"},
		{args: "profile show --app-secret " + canarySecret},
		{args: "profile show --to http://user:" + canarySecret + "@localhost/"},
		{args: "profile use other"},
		{args: "profile trust"},
		{args: "profile use nobody"},
		{args: "explain appid=wx1&secret=" + canarySecret},
		{args: "explain errcode=40125 secret=" + canarySecret},
		{args: "explain -", stdin: "errcode=99999 rid: " + canaryToken},
		{args: "token"},
		{args: "token -v --refresh"},
		{args: "token --sandbox"},
		{args: "token -v --platform work"},
		{args: "token --api-base http://127.0.0.1:1 -v"},
		{args: "token --api-base nothing"},
		{args: "qrcode create --scene-id 1 -v"},
		{args: "qrcode create --sandbox --scene-id 1 --show -v"},
		{args: "qrcode create --sandbox --platform work --user a -v"},
		{args: "qrcode create --sandbox --from - --out-dir codes -v", stdin: "scene_id\n1\n"},
		{args: "qrcode create --from - --out-dir codes", stdin: "scene_id\n1\n"},
		{args: "qrcode show " + sampleTicket},
		{args: "menu push - -v", stdin: oneButton},
		{args: "menu push - -v --dry-run", stdin: oneButton},
		{args: "menu push - --sandbox -v", stdin: oneButton},
		{args: "menu push - --sandbox --state state.json", stdin: oneButton},
		{args: "menu pull -v"},
		{args: "menu pull pulled.yaml --sandbox -v"},
		{args: "menu diff - -v", stdin: oneButton},
		{args: "menu delete -v --yes"},
		{args: "menu match lily -v"},
		{args: "sandbox --listen nowhere"},
		{args: "sandbox do follow --user lily --state state.json -v"},
		{args: "sandbox do text hi --user lily --state state.json --mode safe -v"},
		{args: "sandbox do enter --user lily --state state.json --platform work"},
		{args: "sandbox do dance --user lily --state state.json"},
		{args: "sandbox do follow --user lily --api-base http://127.0.0.1:1"},
		{args: "sandbox do open http://localhost:3000/ --user lily -v"},
		{args: "sandbox do open https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1 --user lily -v"},
		{args: "run -v --to 3000 --mode safe -- child args"},
		{args: "run -- no-such-program"},
		{args: "run --listen nowhere -- child args"},
		{args: "sandbox users"},
		{args: "sandbox users --chat lily --state state.json"},
		{args: "sandbox clock +1h --state state.json"},
		{args: "sandbox reset --state state.json"},
		{args: "fixture list --search text"},
		{args: "fixture show mp/text"},
		{args: "fixture export samples"},
		{args: "completion nothing"},
		{args: "version"},
	}
}

const oneButton = "button: [{name: a, type: click, key: a}]"

func TestSecretsNeverPrinted(t *testing.T) {
	t.Parallel()
	for _, g := range givings() {
		t.Run(g.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range secretCalls() {
				for _, more := range []string{"", "--json", "--color=always"} {
					runWithSecrets(t, g, c, more)
				}
			}
		})
	}
}

// runWithSecrets runs c with the canaries given by g and, unless it is empty, one
// more flag.
func runWithSecrets(t *testing.T, g giving, c call, more string) {
	t.Helper()
	w := newWorld(t)
	w.http, w.api, w.stdin = answering("success"), answering("success"), c.stdin
	g.prep(t, w)
	args := c.with(append(slices.Clone(g.args), strings.Fields(more)...)...)
	checkNoSecret(t, w, g.name, args)
}

func checkNoSecret(t *testing.T, w *world, name string, args []string) {
	t.Helper()
	_, stdout, stderr := w.run(args...)
	for _, secret := range []string{canaryToken, canaryKey, canarySecret, canaryOther} {
		if strings.Contains(stdout, secret) {
			t.Errorf("%s: %s: stdout has %s:\n%s", name, args, secret, stdout)
		}
		if strings.Contains(stderr, secret) {
			t.Errorf("%s: %s: stderr has %s:\n%s", name, args, secret, stderr)
		}
	}
}

// TestSecretsInTheWrongPlace: an error about a misplaced secret does not repeat it.
func TestSecretsInTheWrongPlace(t *testing.T) {
	t.Parallel()
	long := canaryKey + "x"
	lines := [][]string{
		{"encrypt", "--token", canaryToken, "--encoding-aes-key", long},
		{"sign", "--encoding-aes-key", long, "--token", canaryToken, "--mode", "safe"},
		{"sign", "--platform", canaryToken},
		{"sign", "--mode", canaryKey},
		{"sign", "-token=" + canaryToken},
		{"sign", "-token", canaryToken},
		{"sign", "-t" + canaryToken},
		{"sign", "--tokne=" + canaryToken},
		{"sign", "--tokne", canaryToken},
		{"sign", "--app-secret=" + canarySecret},
		{"send-fixture", "text", "--to", "http://x:" + canarySecret + "@localhost/"},
		{"sign", "--config", "broken.yaml"},
		{"sign", "--config", "unknown.yaml"},
		{"sign", "--config", "list.yaml"},
		{"sign", "--config", "key.yaml", "--token", "AAAAA"},
		{"encrypt", "--config", "key.yaml", "--token", "AAAAA"},
		{"sign", "--config", "variable.yaml"},
		{"profile", "list", "--config", "broken.yaml"},
		{"profile", "list", "--config", "list.yaml"},
		{"profile", "show", "--config", "variable.yaml"},
		{"profile", "use", "shop", "--config", "unknown.yaml"},
		{"profile", "use", "--token", canaryToken},
	}
	for _, args := range lines {
		w := newWorld(t)
		w.vars["CANARY"] = canaryToken
		w.file(t, "broken.yaml", "profiles:\n  shop:\n    token: \""+canaryToken+"\n")
		w.file(t, "unknown.yaml", "profiles:\n  shop:\n    tokn: "+canaryToken+"\n    "+canaryKey+": x\n")
		w.file(t, "list.yaml", "profiles:\n  shop:\n    token: ["+canaryToken+"]\n")
		w.file(t, "key.yaml", "profiles:\n  shop:\n    encoding_aes_key: "+long+"\n")
		w.file(t, "variable.yaml", "profiles:\n  shop:\n    token: \"@${CANARY}\"\n")
		code, _, _ := w.run(args...)
		if code == exitOK {
			t.Errorf("%s: exit code 0", args)
		}
		checkNoSecret(t, w, "wrong place", args)
	}
}
