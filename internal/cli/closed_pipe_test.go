package cli

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"wxtool/internal/wxtest"
)

// closedAfter is a stdout whose reader closes it after this number of writes.
func closedAfter(writes int) writerFunc {
	return func(b []byte) (int, error) {
		if writes--; writes < 0 {
			return 0, syscall.EPIPE
		}
		return len(b), nil
	}
}

// TestClosedPipeKeepsVerdict: with head -1, a no or an unreachable server keeps its exit
// code.
func TestClosedPipeKeepsVerdict(t *testing.T) {
	t.Parallel()
	ack, words := answering("success"), answering("words")
	refused := roundTripFunc(func(*http.Request) (*http.Response, error) { return nil, syscall.ECONNREFUSED })
	const code = "handshake 127.0.0.1:1"
	decrypt := "decrypt --batch --token AAAAA --app-id wxba5fad812f8e6fb9 --encoding-aes-key " + wxtest.ZeroKey
	encrypt := strings.Replace(decrypt, "decrypt", "encrypt", 1)
	tests := []struct {
		name, args, stdin string
		http              http.RoundTripper
		writes            int
		code              int
		stderr            string
	}{
		{"nothing listens", "send-fixture text image --to 127.0.0.1:1", "", refused, 1, exitIO, "cannot reach http://127.0.0.1:1/"},
		{"nothing listens, first line unread", "send-fixture text --to 127.0.0.1:1", "", refused, 0, exitIO, "cannot reach http://127.0.0.1:1/"},
		{"the second answer is bad", "send-fixture unsubscribe text --to 127.0.0.1:1", "", words, 1, exitNo, ""},
		{"all answers are good", "send-fixture text image voice --to 127.0.0.1:1", "", ack, 1, exitOK, ""},
		{"the sum is unread", "send-fixture mp/pic-* --to 127.0.0.1:1", "", words, 3, exitNo, ""},
		{"no server for a handshake", code, "", refused, 0, exitIO, "cannot reach http://127.0.0.1:1/"},
		{"a bad handshake", code, "", words, 0, exitNo, ""},
		{"an invalid line of a log", "verify --log - --token AAAAA", badQuery + "\n" + goodQuery + "\n", ack, 0, exitNo, ""},
		{"a valid log", "verify --log - --token AAAAA", goodQuery + "\n", ack, 0, exitOK, ""},
		{"a log without requests", "verify --log - --token AAAAA", "nothing\n", ack, 0, exitNo, ""},
		{"a bad line of a batch", decrypt, reply + "\nAAA\n", ack, 1, exitNo, ""},
		{"a good line of a batch", decrypt, reply + "\n" + reply + "\n", ack, 1, exitOK, ""},
		{"a bad line to encrypt", encrypt, "hello\n{\n", ack, 1, exitNo, ""},
		{"a good line to encrypt", encrypt, "hello\nhello\n", ack, 1, exitOK, ""},
		{"an unknown code", "explain 99999999", "", ack, 0, exitNo, ""},
		{"a known code", "explain 40001", "", ack, 0, exitOK, ""},
		{"a bad answer in the sandbox", "sandbox do text hi --user lily --state s.json --to 127.0.0.1:1", "", words, 0, exitNo, ""},
		{"nothing deleted", "menu delete --state s.json", "", ack, 0, exitUsage, "nothing was deleted"},
		{"a picture that does not come", "qrcode create --scene-id 1 --fetch --png code.png --app-id wx1 --app-secret secret", "", ack, 0, exitIO, "showqrcode"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.stdin, w.http, w.api = tt.stdin, tt.http, noPictures()
			if strings.Contains(tt.args, "menu delete") {
				w.file(t, "menu.yaml", "button: [{name: a, type: click, key: 1}]")
				if code, _, stderr := w.run("menu", "push", "menu.yaml", "--state", "s.json", "--sandbox"); code != exitOK {
					t.Fatal(stderr)
				}
				tt.args += " --sandbox"
			}
			env, _, stderr := w.env()
			env.Out = closedAfter(tt.writes)
			if code := Main(t.Context(), env, strings.Fields(tt.args)); code != tt.code || !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("exit code %d, want %d\n%s", code, tt.code, stderr)
			}
		})
	}
}

// noPictures is a platform that creates codes but returns no pictures.
func noPictures() http.RoundTripper {
	return roundTripFunc(func(r *http.Request) (*http.Response, error) {
		answer := "none"
		switch {
		case strings.Contains(r.URL.Path, "token"):
			answer = `{"access_token":"abcdefghijklmnop","expires_in":7200}`
		case strings.HasSuffix(r.URL.Path, "/qrcode/create"):
			answer = `{"ticket":"` + sampleTicket + `","expire_seconds":60,"url":"http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"}`
		}
		return answering(answer).RoundTrip(r)
	})
}

// TestClosedPipeStopsSending: the report is written; pushes that were not sent are
// skipped in it.
func TestClosedPipeStopsSending(t *testing.T) {
	w := newWorld(t)
	sent := 0
	w.http = roundTripFunc(func(r *http.Request) (*http.Response, error) {
		sent++
		return answering("success").RoundTrip(r)
	})
	env, _, stderr := w.env()
	env.Out = closedAfter(1)
	code := Main(t.Context(), env, strings.Fields("send-fixture text --repeat 50 --to 127.0.0.1:1 --junit report.xml"))
	report, err := os.ReadFile(filepath.Join(w.dir, "report.xml"))
	if err != nil || code != exitOK {
		t.Fatalf("exit code %d, %v, %s", code, err, stderr)
	}
	if sent != 2 || !strings.Contains(string(report), `tests="50" failures="0" errors="0" skipped="48"`) {
		t.Errorf("%d sent, %s", sent, report)
	}
}

// TestClosedPipeHidesNoOtherFailure: an error of writing the recording is reported even
// if stdout is closed.
func TestClosedPipeHidesNoOtherFailure(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full")
	}
	env, _, stderr := newWorld(t).env()
	out := &failing{err: syscall.EPIPE, first: make(chan string, 1)}
	env.Out = out
	ended := make(chan int, 1)
	go func() {
		ended <- Main(t.Context(), env, strings.Fields("serve --listen 127.0.0.1:0 --record /dev/full"))
	}()
	_, url, _ := strings.Cut(strings.TrimSpace(<-out.first), "listening on ")
	postUnsigned(t, url)
	if code := <-ended; code != exitIO || !strings.Contains(stderr.String(), "/dev/full") {
		t.Errorf("exit code %d, %s", code, stderr)
	}
}
