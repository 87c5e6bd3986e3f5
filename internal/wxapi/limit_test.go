package wxapi_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"wxtool/internal/wxapi"
)

// TestLongestAnswer: an answer of 10 MiB is read completely; one byte more is an error,
// not a truncated answer.
func TestLongestAnswer(t *testing.T) {
	t.Parallel()
	const most = 10 << 20
	for _, size := range []int{most - 1, most, most + 1} {
		frame := len(`{"pad":""}`)
		body := fmt.Sprintf(`{"pad":"%s"}`, strings.Repeat("x", size-frame))
		got, err := answering{"get_current_selfmenu_info", http.StatusOK, []byte(body)}.client().SelfMenu(t.Context())
		if size > most {
			if !errors.Is(err, wxapi.ErrTransport) || !strings.Contains(err.Error(), "too long") || got != nil {
				t.Errorf("%d bytes: %d, %v", size, len(got), err)
			}
			continue
		}
		if err != nil || len(got) != size {
			t.Errorf("%d bytes: %d, %v", size, len(got), err)
		}
	}
}

// TestEndlessAnswer: reading an endless answer stops shortly after the limit.
func TestEndlessAnswer(t *testing.T) {
	body := &endless{}
	c := answering{}.client()
	c.HTTP = body
	_, err := c.FetchImage(t.Context(), "http://127.0.0.1:1/endless")
	if !errors.Is(err, wxapi.ErrTransport) || !strings.Contains(err.Error(), "too long") {
		t.Errorf("%v after %d bytes", err, body.read)
	}
}

// endless is a server with an endless answer; it fails at 64 MiB.
type endless struct{ read int }

func (e *endless) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(e)}, nil
}

func (e *endless) Read(p []byte) (int, error) {
	if e.read += len(p); e.read > 64<<20 {
		return 0, errors.New("64 MiB were read")
	}
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}
