package cli

import (
	"bufio"
	"encoding/json"
	"io/fs"
	"net"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"

	"wxtool/internal/wxtest"
)

const (
	sampleTicket = "gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw=="
	goodQuery    = "signature=f464b24fc39322e44b38aa78f5edd27bd1441696&timestamp=1714036504&nonce=1514711492"
	badQuery     = "signature=0000000000000000000000000000000000000000&timestamp=1714036504&nonce=1514711492"
	reply        = `{"Encrypt":"ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==","MsgSignature":"1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1","TimeStamp":1713424427,"Nonce":"415670741"}`
)

// recordedText is a recording.
const recordedText = `{"time":"2025-06-30T00:00:00Z","duration_ms":1,"method":"POST","url":"/wx?signature=1&timestamp=2&nonce=3","header":{},"body":"<xml><MsgType>text</MsgType><Content>a</Content></xml>","status":200,"reply":"success"}` + "\n"

// call is a command line with its stdin and exit code.
type call struct {
	args  string // separated by spaces
	stdin string
	code  int
}

func calls() []call {
	account := " --token AAAAA --app-id wxba5fad812f8e6fb9 --encoding-aes-key " + wxtest.ZeroKey
	return []call{
		{"version", "", 0},
		{"sign", "", 0},
		{"sign --token AAAAA", "", 0},
		{"sign --platform work --echostr 1", "", 0},
		{"verify --token AAAAA " + goodQuery, "", 0},
		{"verify --token AAAAA " + badQuery, "", 1},
		{"verify --token AAAAA --log -", goodQuery + "\n" + badQuery + "\nnothing\n", 1},
		{"handshake 3000", "", 1},
		{"check 3000", "", 1},
		{"check --list", "", 0},
		{"handshake 3000 -v --platform work", "", 1},
		{"fixture list", "", 0},
		{"fixture list --search nothing-like-it", "", 0},
		{"fixture show mp/text", "", 0},
		{"fixture show mp/text --raw", "", 0},
		{"fixture export samples", "", 0},
		{"send-fixture text", "", 0},
		{"send-fixture text image -v --mode safe --to 3000", "", 0},
		{"send-fixture text --expect what-is-not-there", "", 1},
		{"send-fixture text --dry-run", "", 0},
		{"replay - --to 3000 --diff -v", recordedText, 0},
		{"replay - --to 3000 --diff --lang zh", strings.Replace(recordedText, `"reply":"success"`, `"reply":""`, 1), 1},
		{"replay - --to 3000", "no exchange\n" + recordedText, 1},
		{"replay - --to 3000 --failed", recordedText, 2},
		{"replay - --to 3000", "no exchange\n", 3},
		{"encrypt" + account, "message", 0},
		{"encrypt --envelope reply" + account, "message", 0},
		{"encrypt --envelope none", "message", 0},
		{"encrypt --batch" + account, "message\n{\n", 1},
		{"decrypt" + account, reply, 0},
		{"decrypt --batch" + account, reply + "\nAAA\n", 1},
		{"decrypt" + account, "AAA", 1},
		{"menu validate -", "button: [{name: a, type: click, key: 1}]", 0},
		{"menu validate -", "button: [{name: a}]", 1},
		{"menu diff menu.yaml -", "button: []", 3},
		{"menu push --sandbox -", "button: [{name: a, type: click, key: 1}]", 0},
		{"menu push --sandbox - --dry-run -v", "button: [{name: a, type: click, key: 1}]", 0},
		{"menu push --sandbox -", "button: [{name: a}]", 1},
		{"menu push -", "button: [{name: a, type: click, key: 1}]", 2},
		{"menu push - --state s.json", "button: [{name: a, type: click, key: 1}]", 2},
		{"sandbox do follow --user lily --state s.json", "", 0},
		{"sandbox do text hi --user lily --state s.json --platform work -v", "", 0},
		{"sandbox do dance --user lily --state s.json", "", 2},
		{"sandbox do follow --user lily", "", 3},
		{"sandbox users", "", 3},
		{"sandbox users --chat lily", "", 3},
		{"sandbox clock +2h", "", 3},
		{"sandbox clock +2h --state s.json", "", 0},
		{"run -- child quiet 0", "", 0},
		{"run --to 3000 -- child quiet 1", "", 1},
		{"run -v --platform work -- no-such-program", "", 127},
		{"run", "", 2},
		{"sandbox reset", "", 3},
		{"sandbox reset --state s.json", "", 0},
		{"record show -", recorded(3), 0},
		{"record show - 1 3", recorded(3), 0},
		{"record show - --failed", recorded(3), 0},
		{"record show - 4", recorded(3), 2},
		{"record show -", "no record", 3},
		{"record diff - none.jsonl", recorded(1), 3},
		{"record diff none.jsonl none.jsonl", "", 3},
		{"record export - 1", recorded(3), 0},
		{"record export -", recorded(3), 2},
		{"record export - --as curl", recorded(3), 0},
		{"record export - --as har", recorded(3), 0},
		{"record export - --out recorded", recorded(3), 0},
		{"menu diff --sandbox -", "button: [{name: a, type: click, key: 1}]", 1},
		{"menu delete --sandbox", "", 0},
		{"menu match --sandbox nobody", "", 4},
		{"token --sandbox", "", 0},
		{"token --sandbox -v --refresh --platform work", "", 0},
		{"token", "", 2},
		{"token --app-id wx1", "", 2},
		{"qrcode create --sandbox --scene-id 1 --show", "", 0},
		{"qrcode create --sandbox --scene-str a --permanent --png code.png --fetch", "", 0},
		{"qrcode create --sandbox --scene-id 0", "", 2},
		{"qrcode create --sandbox --from - --out-dir codes", "scene_id\n1\n2\n", 0},
		{"qrcode create --sandbox --from - --out-dir codes", "scene_id\n0\n", 2},
		{"qrcode create --sandbox --platform work --user a --png code.png", "", 0},
		{"qrcode show " + sampleTicket, "", 0},
		{"qrcode show " + sampleTicket + " --png code.png", "", 0},
		{"qrcode show x", "", 2},
		{"profile init --config new.yaml", "", 0},
		{"profile init --config profiles.yaml", "", 3},
		{"profile list --config profiles.yaml", "", 0},
		{"profile list", "", 2},
		{"profile show", "", 0},
		{"profile show shop --config profiles.yaml", "", 0},
		{"profile use shop --config profiles.yaml", "", 0},
		{"profile use nobody --config profiles.yaml", "", 2},
		{"profile trust", "", 2},
		{"menu pull", "", 2},
		{"menu pull --sandbox", "", 1},
		{"explain 40125", "", 0},
		{"explain 48001 --platform work", "", 0},
		{"explain 1", "", 1},
		{"completion nothing", "", 2},
		{"serve --listen nowhere", "", 2},
		{"sandbox --listen nowhere", "", 2},
		{"sing", "", 2},
		{"sign --timestamp x", "", 2},
		{"decrypt none.xml", "", 3},
	}
}

// silent reports whether the command prints no result although it exits with 0 or 1.
func (c call) silent() bool {
	return c.stdin == "AAA" || strings.Contains(c.args, "nothing-like-it") || strings.Contains(c.args, "child quiet") || c.args == "menu pull --sandbox"
}

// with returns the words of the command line with more flags, which come before those
// of a program to run.
func (c call) with(flags ...string) []string {
	args := strings.Fields(c.args)
	end := len(args)
	if i := slices.Index(args, "--"); i >= 0 {
		end = i
	}
	return slices.Insert(args, end, flags...)
}

// world returns the environment of the command: a network that answers "success", and a
// config file.
func (c call) world(t *testing.T) *world {
	w := newWorld(t)
	w.stdin, w.http, w.api = c.stdin, answering("success"), answering("success")
	w.file(t, "profiles.yaml", "default: shop\nprofiles:\n  shop: {token: AAAAA}\n  corp: {platform: work, token: BBBBB}\n")
	return w
}

// TestStreams: stdout contains only the result; stderr contains notes and errors, with
// --json as objects.
func TestStreams(t *testing.T) {
	t.Parallel()
	for _, c := range calls() {
		t.Run(c.args, func(t *testing.T) {
			w := c.world(t)
			code, stdout, stderr := w.run(strings.Fields(c.args)...)
			if code != c.code || (stdout == "") != (code > exitNo || c.silent()) {
				t.Errorf("exit code %d, want %d; stdout %q", code, c.code, stdout)
			}
			for line := range strings.Lines(stderr) {
				if !strings.HasPrefix(line, "wxtool: ") && !strings.HasPrefix(line, "  ") {
					t.Errorf("stderr has the line %q", line)
				}
			}
		})
	}
}

func TestStreamsJSON(t *testing.T) {
	t.Parallel()
	for _, c := range calls() {
		t.Run(c.args, func(t *testing.T) {
			w := c.world(t)
			code, stdout, stderr := w.run(c.with("--json")...)
			if code != c.code {
				t.Errorf("exit code %d, want %d\n%s", code, c.code, stderr)
			}
			objects(t, stdout)
			for _, object := range objects(t, stderr) {
				kind, _ := object["type"].(string)
				if _, ok := object[kind]; !ok || len(object) != 2 || !slices.Contains([]string{"note", "warning", "error"}, kind) {
					t.Errorf("stderr has the object %v", object)
				}
			}
		})
	}
}

// TestQuiet: with -q only the result and errors are printed; the exit code is the same.
func TestQuiet(t *testing.T) {
	t.Parallel()
	for _, c := range calls() {
		t.Run(c.args, func(t *testing.T) {
			w := c.world(t)
			code, _, stderr := w.run(c.with("-q")...)
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			for line := range strings.Lines(stderr) {
				if !strings.HasPrefix(line, "wxtool: error: ") && !strings.HasPrefix(line, "wxtool: hint: ") {
					t.Errorf("stderr has the line %q", line)
				}
			}
		})
	}
}

// objects parses JSON lines.
func objects(t *testing.T, text string) []map[string]any {
	t.Helper()
	var all []map[string]any
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var object map[string]any
		if err := json.Unmarshal(lines.Bytes(), &object); err != nil {
			t.Errorf("%q is not one JSON object: %v", lines.Text(), err)
		}
		if err := validJSON(lines.Bytes()); err != nil {
			t.Errorf("%s\ndoes not fit docs/json.schema.json: %v", lines.Text(), err)
		}
		all = append(all, object)
	}
	return all
}

// TestClosedPipe: a closed stdout is not an error, and the verdict stays. For a command
// that prints several results it is the verdict on those before.
func TestClosedPipe(t *testing.T) {
	t.Parallel()
	for _, c := range calls() {
		for _, more := range []string{"", " --json"} {
			if c.code > exitNo || c.silent() || strings.Contains(c.args, "--from") {
				continue // prints nothing, or does more than printing
			}
			t.Run(c.args+more, func(t *testing.T) {
				w := c.world(t)
				env, _, stderr := w.env()
				env.Out = writerFunc(func([]byte) (int, error) {
					return 0, &fs.PathError{Op: "write", Path: "stdout", Err: syscall.EPIPE}
				})
				code := Main(t.Context(), env, c.with(strings.Fields(more+" -q")...))
				if code != c.code || stderr.Len() > 0 {
					t.Errorf("exit code %d, want %d, stderr %q", code, c.code, stderr)
				}
			})
		}
	}
}

// TestBatchUnread: a batch ends when its output is closed, and that is an error.
func TestBatchUnread(t *testing.T) {
	w := newWorld(t)
	w.stdin = "scene_id\n1\n2\n3\n4\n5\n6\n7\n8\n9\n"
	env, _, stderr := w.env()
	env.Out = writerFunc(func([]byte) (int, error) { return 0, syscall.EPIPE })
	code := Main(t.Context(), env, strings.Fields("qrcode create --sandbox --from - --out-dir codes"))
	if code != exitIO || !strings.Contains(stderr.String(), "of 9 codes\nwxtool: hint: run the same command again to continue\n") {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}

// TestBrokenConnection: a broken connection is an error, unlike a closed stdout.
func TestBrokenConnection(t *testing.T) {
	w := newWorld(t)
	w.api = roundTripFunc(func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "write", Net: "tcp", Err: syscall.EPIPE}
	})
	if code, _, stderr := w.run("qrcode", "create", "--scene-id", "1", "--app-id", "wx1", "--app-secret", "s"); code != exitIO || stderr == "" {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}
