package interop

import (
	"bufio"
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/internal/interop/servers"
)

// nodeDir is a folder with the installed packages, created once per test run.
var nodeDir = sync.OnceValues(func() (dir string, err error) {
	dir = filepath.Join(workdir, "node")
	return dir, servers.InstallNode(filepath.Join("testdata", "node"), dir)
})

// node skips the test unless the Node tests are requested and can run.
func node(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	if os.Getenv("WXTOOL_INTEROP_NODE") != "1" {
		t.Skip("set WXTOOL_INTEROP_NODE=1 to run the Node tests")
	}
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip(name + " is not installed")
		}
	}
	dir, err := nodeDir()
	if err != nil {
		t.Skipf("npm ci: %v", err)
	}
	cmd := exec.CommandContext(t.Context(), "node", append([]string{"--no-deprecation"}, args...)...)
	cmd.Dir, cmd.WaitDelay = dir, time.Second
	return cmd
}

// nodeServer starts testdata/node/serve.js and stores its output.
func nodeServer(t *testing.T, sdk string, in *inbox) (url string) {
	t.Helper()
	config, err := json.Marshal(map[string]string{"token": official.token, "appid": official.id, "encodingAESKey": official.key, "prefix": answered})
	if err != nil {
		t.Fatal(err)
	}
	cmd := node(t, "serve.js", sdk, string(config))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	out := bufio.NewScanner(stdout)
	out.Buffer(nil, 1<<20)
	done := make(chan struct{})
	t.Cleanup(func() {
		stdin.Close()
		<-done
		cmd.Wait()
	})
	var ready struct{ Port json.Number }
	if out.Scan() {
		json.Unmarshal(out.Bytes(), &ready)
	}
	go func() {
		defer close(done)
		for out.Scan() {
			in.add(flatten(out.Bytes()))
		}
	}()
	if ready.Port == "" {
		t.Fatalf("%s did not start", sdk)
	}
	return "http://127.0.0.1:" + string(ready.Port)
}

// flatten returns the strings of a JSON object.
func flatten(object []byte) fields {
	var all map[string]any
	json.Unmarshal(object, &all)
	f := fields{}
	for name, value := range all {
		if text, ok := value.(string); ok {
			f[name] = text
		}
	}
	return f
}

func TestNodeWechat(t *testing.T) {
	in := &inbox{}
	to := nodeServer(t, "wechat", in)
	t.Run("handshake", func(t *testing.T) {
		h := shake(t, official, to)
		if !h.OK {
			t.Errorf("%+v", h)
		}
		wantProblem(t, h.Problems, "chunked") // a warning
	})
	checkNode(t, to, in)
}

func TestNodeCoWechat(t *testing.T) {
	in := &inbox{}
	to := nodeServer(t, "co-wechat", in)
	t.Run("handshake", func(t *testing.T) { shakeOK(t, official, to) })
	checkNode(t, to, in)
}

// checkNode: both SDKs parse every push, and their empty answers are valid. The
// CreateTime of their replies is in milliseconds, which is a warning, and they do not
// escape ]]> in CDATA.
func checkNode(t *testing.T, to string, in *inbox) {
	for _, mode := range []string{"plain", "compatible", "safe"} {
		t.Run(mode, func(t *testing.T) {
			for _, p := range officialPushes {
				d := send(t, official, to, p, "--mode", mode)
				got := in.take(t, 1)[0]
				wantFields(t, got, p.set)
				if encrypted := mode != "plain"; d.Reply.Encrypted != encrypted {
					t.Errorf("%s: reply encrypted %v", p.name, d.Reply.Encrypted)
				}
				if strings.Contains(p.set["Content"], "]]>") {
					wantProblem(t, d.Reply.Problems, "not-xml", "]]>")
					continue
				}
				wantProblem(t, d.Reply.Problems, "create-time-milliseconds", "milliseconds") // a warning
				wantFields(t, fieldsOf(t, d.Reply.XML), fields{"ToUserName": p.set["FromUserName"], "Content": answered})
			}
			checkAll(t, official, to+"/quiet", mode, in, never)
		})
	}
}

// ask sends requests to testdata/node/crypto.js, one after the other.
func ask(t *testing.T, library string, questions []map[string]string) []map[string]string {
	t.Helper()
	cmd := node(t, "crypto.js", library)
	var stdin bytes.Buffer
	for _, q := range questions {
		if err := json.NewEncoder(&stdin).Encode(q); err != nil {
			t.Fatal(err)
		}
	}
	cmd.Stdin = &stdin
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.Bytes())
	}
	answers := lines[map[string]string](t, result{Stdout: out})
	if len(answers) != len(questions) {
		t.Fatalf("%d answers to %d questions", len(answers), len(questions))
	}
	return answers
}

func TestNodeCrypto(t *testing.T) {
	for _, library := range []string{"wechat-crypto", "@wecom/crypto"} {
		t.Run(library, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(9, 10))
			for _, a := range cryptoAccounts(rng) {
				if a.id == "" && library == "wechat-crypto" {
					continue // the SDK requires one
				}
				checkNodeCrypto(t, library, a, cryptoMessages(rng, a))
			}
		})
	}
}

func checkNodeCrypto(t *testing.T, library string, a account, messages []string) {
	t.Helper()
	question := func(op, data string) map[string]string {
		return map[string]string{"op": op, "token": a.token, "key": a.key, "id": a.id, "timestamp": "1700000000", "nonce": "88", "data": data}
	}
	var open, seal []map[string]string
	var ours []sealed
	for _, message := range messages {
		s := line[sealed](t, must(t, []byte(message), slices.Concat([]string{"encrypt", "--json", "--timestamp", "1700000000", "--nonce", "88"}, a.cryptoFlags())...))
		ours = append(ours, s)
		open = append(open, question("open", s.Encrypt))
		seal = append(seal, question("seal", message))
	}
	for i, answer := range ask(t, library, open) {
		if answer["message"] != messages[i] || answer["id"] != a.id || answer["signature"] != ours[i].MsgSignature {
			t.Errorf("%q came out as %v", messages[i], answer)
		}
	}
	for i, answer := range ask(t, library, seal) {
		args := slices.Concat([]string{"decrypt", "--json", "--timestamp", "1700000000", "--nonce", "88", "--msg-signature", answer["signature"]}, a.cryptoFlags())
		o := line[opened](t, must(t, []byte(answer["encrypt"]), args...))
		if o.Message != messages[i] || o.ReceiveID != a.id || !o.SignatureChecked {
			t.Errorf("%q came out as %+v", messages[i], o)
		}
	}
}
