package cli

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/internal/account"
	"wxtool/internal/wxtest"
)

// unread is a server in this process whose stdout is a pipe of the system, which
// holds 64 KiB and which the test reads or not.
type unread struct {
	t      *testing.T
	url    string
	stdout *os.File // to read
	stderr *bytes.Buffer
	stop   context.CancelFunc
	code   chan int
}

func startUnread(t *testing.T, args ...string) *unread {
	t.Helper()
	w := newWorld(t)
	env, _, stderr := w.env()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close(); writer.Close() })
	ctx, stop := context.WithCancel(t.Context())
	u := &unread{t: t, stdout: reader, stderr: stderr, stop: stop, code: make(chan int, 1)}
	env.Out = writer
	args = append(args, "--json", "--listen", "127.0.0.1:0", "--addr-file", "addr")
	go func() {
		code := Main(ctx, env, args)
		writer.Close() // ends a write that is stuck
		u.code <- code
	}()
	for range 1000 {
		if addr, err := os.ReadFile(filepath.Join(w.dir, "addr")); err == nil {
			u.url = "http://" + strings.TrimSpace(string(addr))
			return u
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the server does not listen")
	return nil
}

// ends waits for the server's end and returns its exit code.
func (u *unread) ends() int {
	u.t.Helper()
	select {
	case code := <-u.code:
		return code
	case <-time.After(time.Minute):
		u.t.Fatal("the server does not end")
		return 0
	}
}

// post sends a body and returns the status of the answer.
func (u *unread) post(path, body string) int {
	u.t.Helper()
	client := http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Post(u.url+path, "text/xml", strings.NewReader(body))
	if err != nil {
		u.t.Fatal(err)
	}
	defer res.Body.Close()
	io.Copy(io.Discard, res.Body)
	return res.StatusCode
}

// push sends a text of so many bytes, signed with the demo account's Token.
func (u *unread) push(size int) {
	u.t.Helper()
	signature := wxtest.Signature(account.DemoToken, "1751328000", "77")
	body := `<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>1751328000</CreateTime><MsgType>text</MsgType><Content>` +
		strings.Repeat("x", size) + `</Content><MsgId>1</MsgId></xml>`
	if status := u.post("/?signature="+signature+"&timestamp=1751328000&nonce=77", body); status != 200 {
		u.t.Fatalf("HTTP %d", status)
	}
}

// call asks the sandbox for a token, in vain.
func (u *unread) call() {
	u.t.Helper()
	if status := u.post("/cgi-bin/stable_token", "{}"); status != 200 {
		u.t.Fatalf("HTTP %d", status)
	}
}

// lines reads stdout to its end and counts the lines of each type. For dropped events
// it adds up the reported numbers.
func (u *unread) lines() map[string]int { return u.linesOf(u.stdout) }

func (u *unread) linesOf(stdout io.Reader) map[string]int {
	u.t.Helper()
	count := map[string]int{}
	in := bufio.NewReaderSize(stdout, 64<<10)
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			return count
		}
		var event struct {
			Type   string
			Events int
		}
		if err != nil || json.Unmarshal(line, &event) != nil {
			u.t.Fatalf("%.100q, %v", line, err)
		}
		count[event.Type] += max(event.Events, 1)
	}
}

// TestUnreadStdout: a server whose stdout is never read answers every call, and
// ends when the user interrupts.
func TestUnreadStdout(t *testing.T) {
	t.Run("serve", func(t *testing.T) {
		t.Parallel()
		u := startUnread(t, "serve")
		for range 200 { // of a kilobyte each
			u.push(500)
		}
		u.stop()
		u.endsUnread(exitInterrupted, "push", 200)
	})
	t.Run("sandbox", func(t *testing.T) {
		t.Parallel()
		u := startUnread(t, "sandbox")
		for range 800 { // of 200 bytes each
			u.call()
		}
		u.stop()
		u.endsUnread(exitInterrupted, "call", 800)
	})
}

// endsUnread waits for the server's end. It says how many events are not printed:
// those of which the pipe has no whole line.
func (u *unread) endsUnread(code int, kind string, events int) {
	u.t.Helper()
	if got := u.ends(); got != code {
		u.t.Errorf("exit code %d, want %d", got, code)
	}
	found := regexp.MustCompile(`"[^"]*stdout:? (?:it )?is not read, so (\d+) events are not printed"`).FindStringSubmatch(u.stderr.String())
	if found == nil {
		u.t.Fatalf("stderr: %s", u.stderr)
	}
	lost, _ := strconv.Atoi(found[1])
	if printed := u.lines()[kind]; lost == 0 || printed+lost != events {
		u.t.Errorf("printed %d and lost %d of %d", printed, lost, events)
	}
}

// TestReadLate: who reads stdout late gets everything, if it fits into the
// queue, and the server ends with 0.
func TestReadLate(t *testing.T) {
	t.Parallel()
	u := startUnread(t, "serve", "--exit-after", "300")
	for range 300 {
		u.push(500)
	}
	got := u.lines()
	if code := u.ends(); code != exitOK || got["push"] != 300 || got["ready"] != 1 || got["dropped"] != 0 {
		t.Errorf("exit code %d, printed %v", code, got)
	}
}

// TestReadSlowly: who reads slowly but reads gets everything, though it comes
// faster and does not fit into the queue.
func TestReadSlowly(t *testing.T) {
	t.Parallel()
	const pushes = 120
	u := startUnread(t, "serve", "--exit-after", strconv.Itoa(pushes), "--reply", "success")
	var senders sync.WaitGroup
	for range 4 {
		senders.Go(func() {
			for range pushes / 4 {
				u.push(1_000_000)
			}
		})
	}
	got := u.linesOf(&slowly{u.stdout})
	senders.Wait()
	if code := u.ends(); code != exitOK || got["push"] != pushes || got["dropped"] != 0 {
		t.Errorf("exit code %d, printed %v", code, got)
	}
}

// slowly reads 25 megabytes a second at most.
type slowly struct{ r io.Reader }

func (s *slowly) Read(b []byte) (int, error) {
	time.Sleep(2500 * time.Microsecond)
	return s.r.Read(b[:min(len(b), 64<<10)])
}

// TestDroppedEventsAreCounted: what does not fit into the queue is reported in
// place, and the memory for it is bounded.
func TestDroppedEventsAreCounted(t *testing.T) {
	t.Parallel()
	u := startUnread(t, "serve", "--exit-after", "8", "--reply", "success")
	for range 8 { // 82 million bytes
		u.push(10_300_000)
	}
	got := u.lines()
	if code := u.ends(); code != exitOK || got["dropped"] == 0 || got["push"] < 5 || got["push"]+got["dropped"] != 8 {
		t.Errorf("exit code %d, printed %v", code, got)
	}
	if want := `{"type":"warning","warning":"stdout was read too slowly, so `; !strings.Contains(u.stderr.String(), want) {
		t.Errorf("stderr: %s", u.stderr)
	}
}

// TestNeverRead: a server that ends by itself does not wait for a reader for
// ever, and says what is lost.
func TestNeverRead(t *testing.T) {
	t.Parallel()
	u := startUnread(t, "serve", "--exit-after", "200")
	for range 200 {
		u.push(500)
	}
	u.endsUnread(exitIO, "push", 200)
}

// TestRecordDropsNothing: the recording has every push that was answered, also while
// stdout is not read and several come at once.
func TestRecordDropsNothing(t *testing.T) {
	t.Parallel()
	const senders, pushes = 8, 40
	name := filepath.Join(t.TempDir(), "all.jsonl")
	u := startUnread(t, "serve", "--record", name)
	var all sync.WaitGroup
	for range senders {
		all.Go(func() {
			for range pushes {
				u.push(500)
			}
		})
	}
	all.Wait()
	data, err := os.ReadFile(name) // before the server ends
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(string(data), `"status":200`); n != senders*pushes || strings.Count(string(data), "\n") != n {
		t.Errorf("%d of %d pushes are recorded", n, senders*pushes)
	}
	u.stop()
	u.endsUnread(exitInterrupted, "push", senders*pushes)
}

// TestTrickle: a reader who takes a little now and then does not keep a server
// from ending.
func TestTrickle(t *testing.T) {
	t.Parallel()
	u := startUnread(t, "serve", "--reply", "success")
	for range 6 {
		u.push(10_300_000)
	}
	go func() { // takes more than a minute
		for some := make([]byte, 64<<10); ; time.Sleep(100 * time.Millisecond) {
			if _, err := u.stdout.Read(some); err != nil {
				return
			}
		}
	}()
	u.stop()
	if code := u.ends(); code != exitInterrupted || !strings.Contains(u.stderr.String(), "so 6 events are not printed") {
		t.Errorf("exit code %d, %s", code, u.stderr)
	}
}
