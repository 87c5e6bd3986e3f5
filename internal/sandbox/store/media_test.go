package store_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wxtool/internal/sandbox"
	"wxtool/internal/sandbox/store"
	"wxtool/internal/wxtest"
)

const gif = "GIF89a and more"

// ask calls the API, and returns the body of the answer.
func ask(s http.Handler, method, path, kind, body string) string {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = "127.0.0.1:8090"
	r.Header.Set("Content-Type", kind)
	res := httptest.NewRecorder()
	s.ServeHTTP(res, r)
	return res.Body.String()
}

// TestMedia: the content of media is in files next to the state, and is removed with it.
func TestMedia(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shop.json")
	var clock wxtest.Clock
	config := sandbox.Config{
		Accounts: []sandbox.Account{{Platform: sandbox.MP, AppID: "wx1", Secret: "s"}}, Now: clock.Now, Rand: wxtest.Random(0),
	}
	reopened := func(s *store.Sandbox) *store.Sandbox {
		t.Helper()
		if s != nil {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		s, err := store.Open(t.Context(), config, store.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := reopened(nil)
	token := func() string {
		var granted struct {
			Token string `json:"access_token"`
		}
		json.Unmarshal([]byte(ask(s, "GET", "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s", "", "")), &granted)
		return "access_token=" + granted.Token
	}
	upload := func() string {
		t.Helper()
		form := "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.gif\"\r\n\r\n" + gif + "\r\n--b--\r\n"
		answer := ask(s, "POST", "/cgi-bin/media/upload?type=image&"+token(), "multipart/form-data; boundary=b", form)
		var made struct {
			MediaID string `json:"media_id"`
		}
		if json.Unmarshal([]byte(answer), &made); made.MediaID == "" {
			t.Fatal(answer)
		}
		return made.MediaID
	}
	files := func() int {
		found, _ := filepath.Glob(path + ".media/*")
		return len(found)
	}
	id := upload()
	s = reopened(s)
	if got := ask(s, "GET", "/cgi-bin/media/get?media_id="+id+"&"+token(), "", ""); got != gif || files() != 1 {
		t.Errorf("after a restart: %s, %d files", got, files())
	}
	if state, err := os.ReadFile(path); err != nil || bytes.Contains(state, []byte("and more")) {
		t.Errorf("the state has the content, %v", err)
	}
	clock.Advance(4 * 24 * time.Hour)
	id = upload()
	if files() != 1 {
		t.Errorf("%d files after the first has ended", files())
	}
	if err := os.Remove(path + ".media/" + id); err != nil {
		t.Fatal(err)
	}
	if got := ask(s, "GET", "/cgi-bin/media/get?media_id="+id+"&"+token(), "", ""); !strings.Contains(got, `"errcode":40007`) {
		t.Errorf("without its file: %s", got)
	}
	upload()
	if err := s.Reset(); err != nil || files() != 0 {
		t.Errorf("%d files after a reset, %v", files(), err)
	}
	if _, err := os.Stat(path + ".media"); !os.IsNotExist(err) {
		t.Errorf("the folder is left: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestMediaWithoutFolder: where no file can be written the platform is broken.
func TestMediaWithoutFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shop.json")
	if err := os.WriteFile(path+".media", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), sandbox.Config{
		Accounts: []sandbox.Account{{Platform: sandbox.MP, AppID: "wx1", Secret: "s"}}, Now: time.Now, Rand: wxtest.Random(0),
	}, store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var granted struct {
		Token string `json:"access_token"`
	}
	json.Unmarshal([]byte(ask(s, "GET", "/cgi-bin/token?grant_type=client_credential&appid=wx1&secret=s", "", "")), &granted)
	form := "--b\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.gif\"\r\n\r\n" + gif + "\r\n--b--\r\n"
	got := ask(s, "POST", "/cgi-bin/media/upload?type=image&access_token="+granted.Token, "multipart/form-data; boundary=b", form)
	if !strings.Contains(got, `"errcode":-1`) {
		t.Error(got)
	}
}
