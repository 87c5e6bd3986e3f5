package tokencache_test

import (
	"bufio"
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"wxtool/internal/sandbox"
	"wxtool/internal/tokencache"
	"wxtool/internal/wxapi"
)

const secret = "canary-secret-7d793037a0760186"

// TestMain: with ORIGIN set, the test binary is a process that needs a token. It
// waits for the end of stdin, so that all processes start at the same time.
func TestMain(m *testing.M) {
	origin := os.Getenv("ORIGIN")
	if origin == "" {
		os.Exit(m.Run())
	}
	bufio.NewReader(os.Stdin).ReadString('\n')
	how := wxapi.Keep
	if os.Getenv("FORCED") != "" {
		how = wxapi.Forced
	}
	dir, err := tokencache.Open(os.Getenv("FOLDER"))
	if err == nil {
		_, err = client(origin, dir).AccessToken(context.Background(), how)
	}
	if err != nil {
		panic(err)
	}
	os.Exit(0)
}

func client(origin string, cache wxapi.Cache) *wxapi.Client {
	return &wxapi.Client{
		Account: wxapi.Account{Platform: wxapi.MP, AppID: "wx1", Secret: secret},
		Origin:  origin, HTTP: http.DefaultTransport, Now: time.Now, Cache: cache,
	}
}

// counting is a slow platform that counts calls.
func counting(t *testing.T) (origin string, calls *atomic.Int32) {
	calls = new(atomic.Int32)
	platform := sandbox.New(sandbox.Config{
		Accounts: []sandbox.Account{{Platform: sandbox.MP, AppID: "wx1", Secret: secret}},
		Now:      time.Now, Rand: rand.NewChaCha8([32]byte{}),
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		calls.Add(1)
		time.Sleep(50 * time.Millisecond)
		platform.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL, calls
}

func TestFiftyGoroutinesMakeOneRequest(t *testing.T) {
	origin, calls := counting(t)
	folder := t.TempDir()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			dir, err := tokencache.Open(folder)
			if err == nil {
				_, err = client(origin, dir).AccessToken(t.Context(), wxapi.Keep)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if calls.Load() != 1 {
		t.Errorf("%d requests", calls.Load())
	}
}

func TestFiftyProcessesMakeOneRequest(t *testing.T) {
	origin, calls := counting(t)
	fiftyProcesses(t, "ORIGIN="+origin, "FOLDER="+t.TempDir())
	if calls.Load() != 1 {
		t.Errorf("%d requests", calls.Load())
	}
}

// TestFiftyProcessesForceOnce: the platform allows 20 forced refreshes a day, so
// concurrent ones must share a request.
func TestFiftyProcessesForceOnce(t *testing.T) {
	origin, calls := counting(t)
	folder := t.TempDir()
	dir, err := tokencache.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client(origin, dir).AccessToken(t.Context(), wxapi.Keep); err != nil {
		t.Fatal(err)
	}
	calls.Store(0)
	fiftyProcesses(t, "ORIGIN="+origin, "FOLDER="+folder, "FORCED=1")
	if calls.Load() != 1 {
		t.Errorf("%d requests", calls.Load())
	}
}

// fiftyProcesses starts fifty processes of TestMain at the same time.
func fiftyProcesses(t *testing.T, vars ...string) {
	t.Helper()
	var running []*exec.Cmd
	start, stdin, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), vars...)
		cmd.Stdin, cmd.Stderr = start, os.Stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, cmd)
	}
	start.Close()
	stdin.Close() // starts all of them
	for _, cmd := range running {
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	}
}

// TestOnlyTheOwnerCanRead: files have mode 0600, the folder 0700, and the secret is
// in no content and no name.
func TestOnlyTheOwnerCanRead(t *testing.T) {
	origin, _ := counting(t)
	folder := filepath.Join(t.TempDir(), "wxtool")
	dir, err := tokencache.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	c := client(origin, dir)
	if _, err := c.AccessToken(t.Context(), wxapi.Keep); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AccessToken(t.Context(), wxapi.Forced); err != nil { // replaced, not only made
		t.Fatal(err)
	}
	if info, _ := os.Stat(folder); info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %o", info.Mode().Perm())
	}
	files, _ := os.ReadDir(folder)
	if len(files) != 2 {
		t.Errorf("there are %v", files)
	}
	for _, f := range files {
		info, _ := f.Info()
		data, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o, %v", f.Name(), info.Mode().Perm(), err)
		}
		if strings.Contains(f.Name()+string(data), secret) {
			t.Errorf("%s has the secret: %s", f.Name(), data)
		}
	}
}

// TestAnotherSecret: a cached token is used only with the secret that it was
// requested with. Applications of one corp have different secrets.
func TestAnotherSecret(t *testing.T) {
	origin, calls := counting(t)
	dir, err := tokencache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client(origin, dir).AccessToken(t.Context(), wxapi.Keep); err != nil {
		t.Fatal(err)
	}
	other := client(origin, dir)
	other.Account.Secret = "another"
	if _, err := other.AccessToken(t.Context(), wxapi.Keep); err == nil || calls.Load() != 2 {
		t.Errorf("%v after %d requests", err, calls.Load())
	}
	if token, err := client(origin, dir).AccessToken(t.Context(), wxapi.Keep); err != nil || !token.Cached {
		t.Errorf("%+v, %v", token, err)
	}
}

func TestDamagedFileIsNothing(t *testing.T) {
	origin, calls := counting(t)
	folder := t.TempDir()
	dir, err := tokencache.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, damage := range []string{"", "{", "null", `{"access_token":"x","expires":"2999-01-01T00:00:00Z"}`} {
		client(origin, dir).AccessToken(t.Context(), wxapi.Keep)
		files, _ := filepath.Glob(filepath.Join(folder, "*.json"))
		if len(files) != 1 {
			t.Fatal(files)
		}
		if err := os.WriteFile(files[0], []byte(damage), 0o600); err != nil {
			t.Fatal(err)
		}
		calls.Store(0)
		if token, err := client(origin, dir).AccessToken(t.Context(), wxapi.Keep); err != nil || token.Cached || calls.Load() != 1 {
			t.Errorf("%q: %+v, %v", damage, token, err)
		}
	}
}

func TestWaitingEndsWithTheContext(t *testing.T) {
	dir, err := tokencache.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	err = dir.Update(t.Context(), "x", func([]byte) ([]byte, error) {
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		inner := dir.Update(ended, "x", func([]byte) ([]byte, error) { t.Error("called"); return nil, nil })
		if inner != context.Canceled {
			t.Errorf("%v", inner)
		}
		return nil, nil
	})
	if err != nil {
		t.Error(err)
	}
}
