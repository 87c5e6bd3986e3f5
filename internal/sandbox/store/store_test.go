package store_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"wxtool/internal/lockedfile"
	"wxtool/internal/sandbox"
	"wxtool/internal/sandbox/store"
)

func config() sandbox.Config {
	return sandbox.Config{
		Accounts: []sandbox.Account{{Platform: sandbox.MP, AppID: "wx1", Secret: "s"}},
		Now:      func() time.Time { return time.Unix(1751328000, 0) }, Rand: rand.NewChaCha8([32]byte{}),
	}
}

func open(t *testing.T, options store.Options) *store.Sandbox {
	t.Helper()
	s, err := store.Open(t.Context(), config(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// tag gives a user a tag, which needs no callback server.
func tag(s *store.Sandbox, user, tag string) error {
	_, err := s.Do(context.Background(), sandbox.Act{User: user, Action: "tag", Value: tag})
	return err
}

// users are those in the file, with their tags.
func users(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	read, err := store.Read(data)
	list := read.Users()
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, u := range list {
		words = append(words, u.Name+":"+strings.Join(u.Tags, "+"))
	}
	return strings.Join(words, " ")
}

// TestContinues: a sandbox that opens the file has the state of the previous one.
func TestContinues(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	for i, want := range []string{"a:0", "a:0 b:1", "a:0 b:1 c:2"} {
		s := open(t, store.Options{Path: path})
		if err := tag(s, string(rune('a'+i)), string(rune('0'+i))); err != nil {
			t.Fatal(err)
		}
		if got := users(t, path); got != want {
			t.Errorf("the file has %q, want %q", got, want)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNothingKept: without a path it is a sandbox like any other.
func TestNothingKept(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	if err := errors.Join(tag(s, "a", "1"), s.Unkept(), s.Finish(), s.Close()); err != nil || len(s.Users()) != 1 {
		t.Errorf("%v, users %v", err, s.Users())
	}
}

// TestUnwritable: while the file cannot be written, acts and calls fail and changes
// stay; the next write has them all. The first error and the end of the failures are
// reported.
func TestUnwritable(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "runs")
	path := filepath.Join(dir, "shop.json")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	var written []error
	s := open(t, store.Options{Path: path, Name: "runs/shop.json", Written: func(err error) { written = append(written, err) }})
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	var failed *store.FileError
	for _, user := range []string{"a", "b"} {
		err := tag(s, user, "1")
		if !errors.As(err, &failed) || failed.Op != "write" || !strings.HasPrefix(err.Error(), "cannot write runs/shop.json: ") || strings.Contains(err.Error(), dir) {
			t.Errorf("%s: %v", user, err)
		}
	}
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "http://127.0.0.1/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s", nil))
	if !strings.HasPrefix(answer.Body.String(), `{"errcode":-1,`) || !errors.As(s.Unkept(), &failed) {
		t.Errorf("%s, %v", answer.Body, s.Unkept())
	}
	if err := s.Finish(); !errors.As(err, &failed) {
		t.Errorf("finished with %v", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Finish(), s.Unkept(), s.Finish()); err != nil || users(t, path) != "a:1 b:1" {
		t.Errorf("%v, the file has %q", err, users(t, path))
	}
	if len(written) != 2 || written[0] == nil || written[1] != nil {
		t.Errorf("reported %v", written)
	}
}

// TestWritesChangesOnly: an act that changes nothing leaves the file as it is, also
// where the sandbox would write it in another form.
func TestWritesChangesOnly(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	const text = `{"maker":"wxtool sandbox","version":1,"state":{"Users":{"mp wx1 a":{"Platform":"mp","AppID":"wx1","Name":"a","OpenID":"o1","Tags":["1"]}}}}`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, store.Options{Path: path})
	if err := tag(s, "a", "1"); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != text {
		t.Errorf("%v\n%s", err, data)
	}
	if err := tag(s, "a", "2"); err != nil || users(t, path) != "a:2" {
		t.Errorf("%v, the file has %q", err, users(t, path))
	}
}

// TestUnreadable: a file that is not a state is an error, is not changed, and is not held.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	for _, text := range []string{"{}", "hello"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Open(t.Context(), config(), store.Options{Path: path}); !errors.Is(err, store.ErrState) {
			t.Errorf("%q: %v", text, err)
		}
		if _, err := store.Read([]byte(text)); !errors.Is(err, store.ErrState) {
			t.Errorf("%q: %v", text, err)
		}
		if data, err := os.ReadFile(path); err != nil || string(data) != text {
			t.Errorf("%q is %q now, %v", text, data, err)
		}
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, store.Options{Path: path}) // as mktemp makes it
	if err := tag(s, "a", "1"); err != nil || users(t, path) != "a:1" {
		t.Errorf("%v, the file has %q", err, users(t, path))
	}
	var failed *store.FileError
	none := filepath.Join(filepath.Dir(path), "none", "shop.json")
	if _, err := store.Open(t.Context(), config(), store.Options{Path: none}); !errors.As(err, &failed) || failed.Op != "write" {
		t.Errorf("without a folder: %v", err)
	}
	folder := t.TempDir()
	if _, err := store.Open(t.Context(), config(), store.Options{Path: folder}); !errors.As(err, &failed) || failed.Op != "read" {
		t.Errorf("a folder: %v", err)
	}
}

// TestBusy: while another process holds the file, Open calls Busy once and waits, up to
// the end of its context.
func TestBusy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	other, err := lockedfile.Open(t.Context(), path, 0)
	if err != nil {
		t.Fatal(err)
	}
	waits := 0
	broken := errors.New("interrupted")
	ctx, cancel := context.WithCancelCause(t.Context())
	_, err = store.Open(ctx, config(), store.Options{Path: path, Busy: func() { waits++; cancel(broken) }})
	if !errors.Is(err, broken) || waits != 1 {
		t.Errorf("%v after %d waits", err, waits)
	}
	s, err := store.Open(t.Context(), config(), store.Options{Path: path, Busy: func() { other.Close() }})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}

// TestAtOnce: a change is in the file before the call that made it returns, also with
// concurrent changes.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.json")
	s := open(t, store.Options{Path: path})
	var all sync.WaitGroup
	for i := range 8 {
		user := string(rune('a' + i))
		all.Go(func() {
			for range 5 {
				if err := tag(s, user, "1"); err != nil {
					t.Error(err)
				}
			}
			if got := users(t, path); !strings.Contains(got, user+":1") {
				t.Errorf("%s is not in the file: %s", user, got)
			}
		})
	}
	all.Wait()
}
