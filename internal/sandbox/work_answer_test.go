package sandbox_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// raw makes a GET and returns the whole answer.
func (w *world) raw(path string) *http.Response {
	answer := httptest.NewRecorder()
	w.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
	return answer.Result()
}

// TestWorkUnknownPath: WeCom has no errcode for it, as a live probe shows; the
// Official Account has 40066.
func TestWorkUnknownPath(t *testing.T) {
	w := newWorld()
	res := w.raw("/cgi-bin/this_api_does_not_exist?access_token=" + w.token(t, corpToken, ""))
	body, _ := io.ReadAll(res.Body)
	if res.StatusCode != http.StatusNotFound || len(body) > 0 || res.Header.Get("Content-Type") != "" {
		t.Errorf("%d %q %q", res.StatusCode, res.Header.Get("Content-Type"), body)
	}
	w.said(t, "this_api_does_not_exist?access_token="+w.token(t, mpToken, ""), "", mp("40066", "invalid url"))
}
