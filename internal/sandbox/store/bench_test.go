package store_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"wxtool/internal/sandbox"
	"wxtool/internal/sandbox/store"
)

// shop is a sandbox with a token.
type shop struct {
	*store.Sandbox
	token string
}

func openShop(tb testing.TB, path string) *shop {
	tb.Helper()
	config := config()
	config.Limits = sandbox.Limits{PermanentCodes: 1 << 30, Daily: map[string]int{"/cgi-bin/qrcode/create": 1 << 30}}
	s, err := store.Open(tb.Context(), config, store.Options{Path: path})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	answer := call(s, http.MethodGet, "token?grant_type=client_credential&appid=wx1&secret=s", "")
	return &shop{s, regexp.MustCompile(`"access_token":"(.*?)"`).FindStringSubmatch(answer)[1]}
}

func call(s *store.Sandbox, method, path, body string) string {
	answer := httptest.NewRecorder()
	s.ServeHTTP(answer, httptest.NewRequest(method, "http://127.0.0.1/cgi-bin/"+path, strings.NewReader(body)))
	return answer.Body.String()
}

// create makes the permanent code of a scene.
func (s *shop) create(tb testing.TB, scene int) {
	body := fmt.Sprintf(`{"action_name":"QR_LIMIT_STR_SCENE","action_info":{"scene":{"scene_str":"table-%d"}}}`, scene)
	if answer := call(s.Sandbox, http.MethodPost, "qrcode/create?access_token="+s.token, body); !strings.HasPrefix(answer, `{"ticket":`) {
		tb.Fatal(answer)
	}
}

// BenchmarkCall makes codes in a sandbox that has some already: without a file, and
// with one.
func BenchmarkCall(b *testing.B) {
	for _, codes := range []int{100, 3000, 10000} {
		for _, kept := range []bool{false, true} {
			b.Run(fmt.Sprintf("codes=%d/state=%t", codes, kept), func(b *testing.B) {
				path := ""
				if kept {
					path = filepath.Join(b.TempDir(), "shop.json")
				}
				s := openShop(b, path)
				for scene := range codes {
					s.create(b, scene)
				}
				b.ReportAllocs()
				b.ResetTimer()
				for n := range b.N {
					s.create(b, codes+n)
				}
			})
		}
	}
}

// BenchmarkOpen reads the file of a sandbox: as it is after the codes were made one by
// one, which is before the file is replaced the next time, and as the time per code.
func BenchmarkOpen(b *testing.B) {
	for _, codes := range []int{100, 3000, 10000} {
		b.Run(fmt.Sprintf("codes=%d", codes), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "shop.json")
			s := openShop(b, path)
			for scene := range codes {
				s.create(b, scene)
			}
			s.Close()
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				s, err := store.Open(b.Context(), config(), store.Options{Path: path})
				if err != nil {
					b.Fatal(err)
				}
				s.Close()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(codes), "ns/code")
		})
	}
}
