package interop

import (
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"testing"
	"time"
)

// request is a received request.
type request struct {
	method, path string
	proto        string
	query        map[string][]string
	header       http.Header
	body         string
}

// captureServer records requests and answers success.
func captureServer(t *testing.T) (url string, requests chan request) {
	requests = make(chan request, 4)
	return serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		requests <- request{r.Method, r.URL.Path, r.Proto, r.URL.Query(), r.Header.Clone(), string(body)}
		io.WriteString(w, "success")
	})), requests
}

// runCurl runs a line that wxtool printed.
func runCurl(t *testing.T, line []byte) {
	t.Helper()
	for _, name := range []string{"sh", "curl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(name + " is not installed")
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", string(line))
	cmd.Dir, cmd.Env = workdir, append(cleanEnv(), "NO_PROXY=*", "no_proxy=*", "CURL_HOME="+workdir)
	cmd.WaitDelay = time.Second
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, line, out)
	}
}

var curlPushes = []push{
	{"mp/text", fields{"Content": "it's $HOME \"quoted\" 你好 & <b> @x"}},
	{"mp/text", fields{"Content": "'; exit 7; ' `id` $(id) %d %s \\n \\\\ !x ~ * ?\n'line 2'\ttab ]]> 😀"}},
	{"mp/subscribe-scan", fields{"EventKey": "qrscene_a=1&b=2", "FromUserName": "o'User&x=1"}},
}

// volatile matches the elements that differ between pushes.
var volatile = regexp.MustCompile(`<(CreateTime|MsgId)>\d+</`)

func TestCurlLine(t *testing.T) {
	url, requests := captureServer(t)
	for _, p := range curlPushes {
		args := slices.Concat([]string{"send-fixture", "--no-probe", "--to", url + "/wx?app=a%20b&note=it's", "--mode", "plain"}, official.flags(), p.flags())
		must(t, nil, args...)
		sent := <-requests
		runCurl(t, must(t, nil, append(args, "--dry-run", "--as", "curl")...).Stdout)
		curled := <-requests

		if curled.method != sent.method || curled.path != sent.path || curled.proto != sent.proto {
			t.Errorf("curl sends %s %s %s, wxtool %s %s %s", curled.method, curled.path, curled.proto, sent.method, sent.path, sent.proto)
		}
		if got, want := volatile.ReplaceAllString(curled.body, "<$1></"), volatile.ReplaceAllString(sent.body, "<$1></"); got != want {
			t.Errorf("curl sends\n%s\nwxtool\n%s", got, want)
		}
		for name, value := range p.set {
			if got := fieldsOf(t, curled.body)[name]; got != value {
				t.Errorf("%s: curl sends %q, want %q", name, got, value)
			}
		}
		sameHeaders(t, curled.header, sent.header)
		sameQuery(t, curled.query, sent.query)
		for who, q := range map[string]map[string][]string{"curl": curled.query, "wxtool": sent.query} {
			if want := sign(official.token, q["timestamp"][0], q["nonce"][0]); q["signature"][0] != want {
				t.Errorf("%s: signature %s, want %s", who, q["signature"][0], want)
			}
		}
	}
}

// sameHeaders compares all headers except Connection, and Content-Length, because numbers
// in the body may differ in length.
func sameHeaders(t *testing.T, curled, sent http.Header) {
	t.Helper()
	for _, h := range []http.Header{curled, sent} {
		h.Del("Connection")
		h.Del("Content-Length")
	}
	for _, name := range []string{"User-Agent", "Content-Type", "Accept", "Pragma"} {
		if sent.Get(name) == "" {
			t.Errorf("wxtool sends no %s", name)
		}
	}
	for name := range sent {
		if !slices.Equal(curled[name], sent[name]) {
			t.Errorf("%s: curl sends %q, wxtool %q", name, curled[name], sent[name])
		}
	}
	for name := range curled {
		if _, both := sent[name]; !both {
			t.Errorf("%s: only curl sends it: %q", name, curled[name])
		}
	}
}

func sameQuery(t *testing.T, curled, sent map[string][]string) {
	t.Helper()
	if len(curled) != len(sent) {
		t.Errorf("curl sends %v, wxtool %v", curled, sent)
	}
	for name, value := range sent {
		switch name {
		case "timestamp", "nonce", "signature":
			if len(curled[name]) != 1 {
				t.Errorf("%s: curl sends %q", name, curled[name])
			}
		default:
			if !slices.Equal(curled[name], value) {
				t.Errorf("%s: curl sends %q, wxtool %q", name, curled[name], value)
			}
		}
	}
}

// TestCurlLineSafe: a server can decrypt a push that curl sends.
func TestCurlLineSafe(t *testing.T) {
	url, requests := captureServer(t)
	p := push{"mp/text", fields{"Content": awkward}}
	args := slices.Concat([]string{"send-fixture", "--to", url, "--mode", "safe", "--dry-run", "--as", "curl"}, official.flags(), p.flags())
	runCurl(t, must(t, nil, args...).Stdout)
	r := <-requests
	q := func(name string) string {
		if len(r.query[name]) != 1 {
			t.Fatalf("%s: %q", name, r.query[name])
		}
		return r.query[name][0]
	}
	encrypt := fieldsOf(t, r.body)["Encrypt"]
	if want := sign(official.token, q("timestamp"), q("nonce"), encrypt); q("msg_signature") != want {
		t.Errorf("msg_signature %s, want %s", q("msg_signature"), want)
	}
	message, cryptErr := oracle(official).DecryptMsg(q("msg_signature"), q("timestamp"), q("nonce"), []byte(r.body))
	if cryptErr != nil {
		t.Fatal(cryptErr)
	}
	wantFields(t, fieldsOf(t, string(message)), p.set)
}
