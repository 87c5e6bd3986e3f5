package wxapi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"wxtool/internal/wxapi"
)

// repeating is a platform that repeats the request in its errmsg.
type repeating struct{ token string }

func (p repeating) RoundTrip(r *http.Request) (*http.Response, error) {
	body := `{"access_token":"` + p.token + `","expires_in":7200}`
	if !strings.HasSuffix(r.URL.Path, "token") || p.token == "" {
		heard := r.URL.String()
		if r.Body != nil {
			sent, _ := io.ReadAll(r.Body)
			heard += string(sent)
		}
		body = `{"errcode":48001,"errmsg":"heard ` + strings.ReplaceAll(heard, `"`, "'") + `"}`
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader([]byte(body)))}, nil
}

// TestRefusalHoldsNoSecret: even if the platform repeats the request.
func TestRefusalHoldsNoSecret(t *testing.T) {
	const token, secret = "canary/token+0c3b4d8e=", "canary+secret/7d79=&?"
	for _, platform := range []string{wxapi.MP, wxapi.Work} {
		for _, given := range []string{token, ""} {
			c := &wxapi.Client{
				Account: wxapi.Account{Platform: platform, AppID: "wx1", Secret: secret, AgentID: "1"},
				Origin:  "http://127.0.0.1:1", HTTP: repeating{given}, Now: time.Now, Cache: &wxapi.Memory{},
			}
			_, err := c.MenuGet(t.Context())
			if err == nil || !strings.Contains(err.Error(), "heard ") {
				t.Fatalf("%v", err)
			}
			for _, part := range []string{"0c3b4d8e", "7d79"} {
				if strings.Contains(err.Error(), part) {
					t.Errorf("%s: %v", platform, err)
				}
			}
		}
	}
}

// heardJSON is a platform that refuses everything, with the body of the request in its
// errmsg.
type heardJSON struct{}

func (heardJSON) RoundTrip(r *http.Request) (*http.Response, error) {
	heard, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(map[string]any{"errcode": 40125, "errmsg": string(heard)})
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(bytes.NewReader(body))}, err
}

// TestRefusalHoldsNoSecretInJSON: the secret is escaped in the JSON of the body.
func TestRefusalHoldsNoSecretInJSON(t *testing.T) {
	c := &wxapi.Client{
		Account: wxapi.Account{Platform: wxapi.MP, AppID: "wx1", Secret: `canary"\&<7d79`},
		Origin:  "http://127.0.0.1:1", HTTP: heardJSON{}, Now: time.Now, Cache: &wxapi.Memory{},
	}
	_, err := c.FetchToken(t.Context(), false)
	if err == nil || !strings.Contains(err.Error(), "client_credential") || strings.Contains(err.Error(), "7d79") {
		t.Errorf("%v", err)
	}
}

// TestRubbishHoldsNoSecret: a server that is not HTTP repeats the request.
func TestRubbishHoldsNoSecret(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			heard := make([]byte, 4096)
			n, _ := conn.Read(heard)
			conn.Write(append([]byte("HTTP/1.1 "), heard[:n]...))
			conn.Close()
		}
	}()
	for _, platform := range []string{wxapi.MP, wxapi.Work} {
		c := &wxapi.Client{
			Account: wxapi.Account{Platform: platform, AppID: "wx1", Secret: "canary+7d79"},
			Origin:  "http://" + listener.Addr().String(), HTTP: wxapi.Transport(), Now: time.Now, Cache: &wxapi.Memory{},
		}
		_, err := c.FetchToken(t.Context(), false)
		if !errors.Is(err, wxapi.ErrTransport) || strings.Contains(err.Error(), "7d79") {
			t.Errorf("%v", err)
		}
	}
}
