package main

import (
	"bufio"
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestKilledServerLosesNoAnswer: of 20,000 pushes whose answer came before wxtool serve
// was killed, each is in its record.
func TestKilledServerLosesNoAnswer(t *testing.T) {
	const connections, enough = 8, 20_000
	dir := t.TempDir()
	server := exec.Command(build(t), "serve", "-q", "--listen", "127.0.0.1:0", "--addr-file", "addr", "--record", "pushes.jsonl", "--record-max-size", "4MB", "--record-keep", "100",
		"--max-age", "0") // the signature of the pushes is that of a fixed time
	var stderr bytes.Buffer
	server.Dir, server.Env, server.Stderr = dir, []string{"HOME=" + dir}, &stderr
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	defer server.Wait()
	defer server.Process.Kill()
	addr := awaitFile(t, filepath.Join(dir, "addr"))
	var total atomic.Int64
	var all sync.WaitGroup
	last := make([]int, connections) // the number of the last push that was answered
	unanswered := make([]error, connections)
	for c := range connections {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		go sendPushes(conn, c)
		all.Go(func() {
			in := bufio.NewReader(conn)
			for n := 1; ; n++ {
				if unanswered[c] = readAnswer(in, pushName(c, n)); unanswered[c] != nil {
					return
				}
				last[c] = n
				if total.Add(1) == enough {
					server.Process.Kill()
				}
			}
		})
	}
	all.Wait()
	if total.Load() < enough {
		server.Process.Kill()
		server.Wait()
		t.Fatalf("only %d were answered: %v\n%s", total.Load(), errors.Join(unanswered...), stderr.String())
	}
	recorded := recordedPushes(t, dir)
	for c := range connections {
		for n := 1; n <= last[c]; n++ {
			if !recorded[pushName(c, n)] {
				t.Fatalf("push %s was answered and is not recorded", pushName(c, n))
			}
		}
	}
}

func pushName(connection, n int) string { return fmt.Sprintf("push-%d-%d.", connection, n) }

// sendPushes sends pushes without waiting for answers, until the server has gone.
func sendPushes(conn net.Conn, connection int) {
	parts := []string{"wxtool-demo-token", "1751328000", "77"}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	out := bufio.NewWriter(conn)
	for n := 1; ; n++ {
		body := "<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>1751328000</CreateTime><MsgType>text</MsgType><Content>" + pushName(connection, n) + "</Content><MsgId>1</MsgId></xml>"
		if _, err := fmt.Fprintf(out, "POST /?signature=%s&timestamp=1751328000&nonce=77 HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s", hex.EncodeToString(sum[:]), len(body), body); err != nil {
			return
		}
	}
}

// readAnswer reads an answer, which must be whole and that to the push.
func readAnswer(in *bufio.Reader, name string) error {
	res, err := http.ReadResponse(in, nil)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(res.Body)
	if err == nil && (res.StatusCode != http.StatusOK || !bytes.Contains(body, []byte(name))) {
		err = fmt.Errorf("%s: the answer is %s, %.300q", name, res.Status, body)
	}
	return err
}

// recordedPushes returns the names of all pushes in the files of the record.
func recordedPushes(t *testing.T, dir string) map[string]bool {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "pushes.jsonl*"))
	if err != nil || len(names) < 2 {
		t.Fatalf("the files are %v", names)
	}
	recorded := map[string]bool{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var record struct {
				Body   string
				Reply  string
				Status int
			}
			if err := json.Unmarshal(line, &record); err != nil {
				if bytes.HasSuffix(line, []byte("\n")) {
					t.Fatalf("%s: %v: %s", name, err, line)
				}
				continue // killed while it wrote
			}
			_, rest, _ := strings.Cut(record.Body, "<Content>")
			push, _, _ := strings.Cut(rest, "</Content>")
			recorded[push] = record.Status == http.StatusOK && strings.Contains(record.Reply, push)
		}
	}
	return recorded
}

// awaitFile waits for a file, and returns the line in it.
func awaitFile(t *testing.T, path string) string {
	t.Helper()
	for range 6000 {
		if data, err := os.ReadFile(path); err == nil && len(data) > 0 {
			return strings.TrimSpace(string(data))
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("there is no " + path)
	return ""
}
