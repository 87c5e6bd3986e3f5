package wxapi_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"wxtool/internal/wxapi"
)

// inTurn is a server with a list of answers for each path. An answer that is an error
// ends the connection.
type inTurn map[string][]any

func (s inTurn) RoundTrip(r *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(r.URL.Path, "/cgi-bin/")
	next := s[path][0]
	s[path] = s[path][1:]
	if err, ok := next.(error); ok {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(next.(string)))}, nil
}

// TestUnsent: an error shows whether the call may have been executed.
func TestUnsent(t *testing.T) {
	const token, expired = `{"access_token":"t","expires_in":7200}`, `{"errcode":42001,"errmsg":"access_token expired"}`
	dial := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
	for name, tt := range map[string]struct {
		server inTurn
		unsent bool
	}{
		"nobody there":            {inTurn{"stable_token": {dial}}, true},
		"no token":                {inTurn{"stable_token": {"<html>"}}, true},
		"gone before the call":    {inTurn{"stable_token": {token}, "qrcode/create": {dial}}, true},
		"gone amid the call":      {inTurn{"stable_token": {token}, "qrcode/create": {io.ErrUnexpectedEOF}}, false},
		"another answer":          {inTurn{"stable_token": {token}, "qrcode/create": {"<html>"}}, false},
		"token refused, no other": {inTurn{"stable_token": {token, "<html>"}, "qrcode/create": {expired}}, true},
	} {
		c := &wxapi.Client{
			Account: wxapi.Account{Platform: wxapi.MP, AppID: "wx1", Secret: "s"},
			Origin:  "http://127.0.0.1:1", HTTP: tt.server, Now: time.Now, Cache: &wxapi.Memory{},
		}
		_, err := c.QRCodeCreate(t.Context(), wxapi.QRCode{SceneID: 1})
		if err == nil || errors.Is(err, wxapi.ErrUnsent) != tt.unsent {
			t.Errorf("%s: %v", name, err)
		}
	}
}
