package cli

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"
)

// TestExportedCurlLineRuns: curl sends the recorded request byte for byte.
func TestExportedCurlLineRuns(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip(err)
	}
	var got *http.Request
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		got = r
		body, _ = io.ReadAll(r.Body)
	}))
	defer server.Close()
	w := newWorld(t)
	w.file(t, "pushes.jsonl", recorded(1))
	env, stdout, _ := w.env()
	if code := Main(t.Context(), env, []string{"record", "export", "pushes.jsonl", "--as", "curl", "--to", server.URL + "/wx"}); code != exitOK {
		t.Fatalf("exit code %d", code)
	}
	if out, err := exec.Command("sh", "-c", stdout.String()).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, stdout, out)
	}
	const want = "<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>SCAN</Event><EventKey>qrscene_7</EventKey></xml>"
	if got == nil || got.Method != http.MethodPost || got.URL.String() != "/wx?signature=1" || got.Header.Get("Content-Type") != "text/xml" || !bytes.Equal(body, []byte(want)) {
		t.Errorf("%+v\n%s", got, body)
	}
}
