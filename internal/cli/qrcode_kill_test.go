package cli

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/internal/account"
	"wxtool/internal/httpx"
	"wxtool/internal/qrbatch"
	"wxtool/internal/sandbox"
)

// asked is a platform that counts the requests for each scene.
type asked struct {
	platform http.Handler
	mu       sync.Mutex
	scenes   map[string]int
	tickets  map[string]bool
	left     int    // tickets until after is called
	after    func() // may be nil
}

func (a *asked) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	a.platform.ServeHTTP(answer, r)
	var ticket struct{ Ticket string }
	json.Unmarshal(answer.Body.Bytes(), &ticket)
	if ticket.Ticket != "" {
		scene := regexp.MustCompile(`"scene_id":(\d+)`).FindSubmatch(body)
		a.mu.Lock()
		a.scenes["QR_SCENE "+string(scene[1])]++
		a.tickets[ticket.Ticket] = true
		if a.left--; a.left == 0 && a.after != nil {
			go a.after()
		}
		a.mu.Unlock()
		time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
	}
	w.Write(answer.Body.Bytes())
}

// TestCreateAllSurvivesKilling kills the command at random points until it
// completes. Then each scene has one row with a ticket of the platform, and every
// run that requested a scene again reported it as in doubt.
func TestCreateAllSurvivesKilling(t *testing.T) {
	const scenes = 80
	a := &asked{scenes: map[string]int{}, tickets: map[string]bool{}}
	a.platform = sandbox.New(sandbox.Config{
		Accounts: []sandbox.Account{{Platform: sandbox.MP, AppID: account.DemoAppID, Secret: account.DemoAppSecret}}, Now: fixedNow, Rand: seeded(),
	})
	server := httptest.NewServer(a)
	defer server.Close()
	w := newWorld(t)
	sheet := "scene_id\n"
	for i := range scenes {
		sheet += fmt.Sprintln(i + 1)
	}
	w.file(t, "scenes.csv", sheet)
	named := map[string]int{}
	kills := 0
	for !w.killed(t, a, server.URL, named) {
		if kills++; kills > 200 {
			t.Fatal("it does not complete")
		}
	}
	t.Logf("killed %d times, %d in doubt", kills, len(named))
	if kills == 0 || len(named) > qrbatch.Parallel*kills {
		t.Errorf("killed %d times, in doubt: %v", kills, named)
	}
	rows := w.results(t, scenes)
	for key, ticket := range rows {
		if !a.tickets[ticket] {
			t.Errorf("%s has a ticket that is not the platform's: %s", key, ticket)
		}
	}
}

// TestCreateAllInterrupted: after Ctrl-C the requests in flight are completed, so
// nothing is in doubt.
func TestCreateAllInterrupted(t *testing.T) {
	a := &asked{scenes: map[string]int{}, tickets: map[string]bool{}}
	a.platform = sandbox.New(sandbox.Config{Accounts: []sandbox.Account{{Platform: sandbox.MP, AppID: account.DemoAppID, Secret: account.DemoAppSecret}}, Now: fixedNow, Rand: seeded()})
	w := newWorld(t)
	w.api = httpx.InProcess{Handler: a}
	w.file(t, "scenes.csv", "scene_id\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n")
	args := []string{"qrcode", "create", "--api-base", "http://127.0.0.1:1", "--from", "scenes.csv", "--out-dir", "codes", "--rate", "0"}
	ctx, cancel := context.WithCancel(t.Context())
	env, _, stderr := w.env()
	env.Out = writerFunc(func(p []byte) (int, error) { cancel(); return len(p), nil }) // after the first row
	if code := Main(ctx, env, args); code != exitInterrupted || !strings.Contains(stderr.String(), "run the same command again to continue") {
		t.Errorf("exit code %d, %s", code, stderr)
	}
	if n := len(a.tickets); n == 0 || n == 12 {
		t.Errorf("%d tickets were created", n)
	}
	code, stdout, second := w.run(args...)
	if code != exitOK || strings.Contains(stdout, "in doubt") || !strings.Contains(stdout, "0 left") {
		t.Errorf("exit code %d\n%s%s", code, stdout, second)
	}
	w.results(t, 12)
	for key, count := range a.scenes {
		if count != 1 {
			t.Errorf("%s was requested %d times", key, count)
		}
	}
}

// killed runs the command and kills it after some tickets. It reports whether the
// command completed before, and counts the scenes that it reported as in doubt.
func (w *world) killed(t *testing.T, a *asked, origin string, named map[string]int) (done bool) {
	cmd := exec.Command("wxtool", "qrcode", "create", "--api-base", origin, "--from", "scenes.csv", "--out-dir", "codes", "--rate", "0")
	cmd.Dir = w.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + w.dir, "XDG_CACHE_HOME=" + w.cache}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	a.mu.Lock()
	before := maps.Clone(a.scenes)
	a.left, a.after = 1+rand.IntN(20), func() {
		time.Sleep(time.Duration(rand.IntN(3000)) * time.Microsecond)
		cmd.Process.Kill()
	}
	err := cmd.Start()
	a.mu.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	err = cmd.Wait()
	inDoubt := map[string]bool{}
	if _, list, found := strings.Cut(stdout.String(), "an earlier run got no answer for "); found {
		list, _, _ = strings.Cut(list, "; requested again")
		for key := range strings.SplitSeq(list, ", ") {
			inDoubt[key] = true
			named[key]++
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for key, count := range a.scenes {
		if count > max(1, before[key]) && !inDoubt[key] {
			t.Errorf("%s was requested again and not reported: %d times before, then %d times; in doubt were %v", key, before[key], count, inDoubt)
		}
	}
	if err != nil && cmd.ProcessState.Exited() {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	return err == nil
}

// results reads results.csv, which must have count rows, one for each scene, each
// with its picture.
func (w *world) results(t *testing.T, count int) map[string]string {
	data, err := os.ReadFile(filepath.Join(w.dir, "codes", "results.csv"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) != count+1 {
		t.Fatalf("%d rows, want %d and the header; %v", len(rows), count, err)
	}
	tickets := map[string]string{}
	for _, row := range rows[1:] {
		tickets[row[0]+" "+row[1]] = row[2]
		if _, err := os.Stat(filepath.Join(w.dir, "codes", row[5])); err != nil {
			t.Error(err)
		}
	}
	if len(tickets) != count {
		t.Errorf("%d scenes have a row, want %d", len(tickets), count)
	}
	return tickets
}
