package cli

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// hours counts requests with more and less than half an hour to their deadline. It
// answers with an empty 200.
type hours struct{ long, short int }

func (h *hours) RoundTrip(r *http.Request) (*http.Response, error) {
	if at, ok := r.Context().Deadline(); ok && time.Until(at) > 30*time.Minute {
		h.long++
	} else {
		h.short++
	}
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: http.NoBody, Request: r}, nil
}

// TestDeadlineReachesTheRequests: --deadline is the time limit of each request. An hour
// is different enough from the default even on a slow machine.
func TestDeadlineReachesTheRequests(t *testing.T) {
	for line, want := range map[string]hours{
		"send-fixture text --to 3000 --deadline 1h":             {long: 2}, // with the probe
		"send-fixture text --to 3000":                           {short: 2},
		"send-fixture text --to 3000 --deadline 1h --no-probe":  {long: 1},
		"handshake 3000 --deadline 1h":                          {long: 3}, // the answer is wrong: with the check of WeCom
		"handshake 3000 --platform work":                        {short: 2},
		"replay - --to 3000 --deadline 1h":                      {long: 1},
		"replay - --to 3000":                                    {short: 1},
		"send-fixture work/text --to 3000 --deadline 1h --json": {long: 2},
	} {
		w, seen := newWorld(t), &hours{}
		w.stdin = recordedText
		w.http = seen
		if _, _, stderr := w.run(strings.Fields(line)...); *seen != want {
			t.Errorf("%s: %+v, want %+v\n%s", line, *seen, want, stderr)
		}
	}
}
