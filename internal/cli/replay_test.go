package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wxtool/internal/replay"
	"wxtool/internal/wxtest"
)

// TestReplayWords: every text around a replay has both languages.
func TestReplayWords(t *testing.T) {
	reasons := []replay.Reason{
		replay.ReasonCall, replay.ReasonNoCallback, replay.ReasonRefused, replay.ReasonCut, replay.ReasonUnreadable,
		replay.ReasonSecret, replay.ReasonEncrypted, replay.ReasonNoKey, replay.ReasonPlatform,
	}
	var skips []replay.SkipCount
	for _, r := range reasons {
		wxtest.CheckText(t, string(r), replayReason(r))
		skips = append(skips, replay.SkipCount{Reason: r, Count: 2})
	}
	for _, s := range skips {
		wxtest.CheckText(t, string(s.Reason), skippedLines(s))
	}
	wxtest.CheckText(t, "sum", replaySum(replay.Sum{Unreached: 1, Uncompared: 1, Skipped: 1}, true, true))
	wxtest.CheckText(t, "uncompared", uncomparedWords(replay.ErrEncryptedReply))
}

// TestReplayInterrupted: the sum counts what was sent until then.
func TestReplayInterrupted(t *testing.T) {
	w := newWorld(t)
	w.stdin = strings.Repeat(recordedText, 5)
	env, stdout, stderr := w.env()
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	env.HTTP = roundTripFunc(func(r *http.Request) (*http.Response, error) {
		if n++; n == 3 {
			cancel()
			return nil, ctx.Err()
		}
		return answering("success").RoundTrip(r)
	})
	code := Main(ctx, env, strings.Fields("replay - --to 127.0.0.1:1 --speed max --junit report.xml"))
	report, err := os.ReadFile(filepath.Join(w.dir, "report.xml"))
	if err != nil || code != exitInterrupted {
		t.Fatalf("exit code %d, %v", code, err)
	}
	if !strings.Contains(stdout.String(), "2 sent, 2 ok, 0 bad") || !strings.Contains(stderr.String(), "interrupted after 2 requests") {
		t.Errorf("%s%s", stdout, stderr)
	}
	if !strings.Contains(string(report), `tests="2" failures="0"`) {
		t.Errorf("%s", report)
	}
}

// TestReplayOfManyFiles: a recording that was rotated is one recording.
func TestReplayOfManyFiles(t *testing.T) {
	w := newWorld(t)
	w.http = answering("success")
	numbered := func(seq int) string {
		return strings.Replace(recordedText, `{"time"`, fmt.Sprintf(`{"version":2,"seq":%d,"time"`, seq), 1)
	}
	w.file(t, "r.jsonl.2", numbered(1))
	w.file(t, "r.jsonl.1", numbered(2))
	for _, last := range []bool{true, false} {
		want := "2 recorded, 2 sent, 2 ok"
		if last {
			w.file(t, "r.jsonl", numbered(3))
			want = "3 recorded, 3 sent, 3 ok"
		} else if err := os.Remove(filepath.Join(w.dir, "r.jsonl")); err != nil {
			t.Fatal(err)
		}
		code, stdout, stderr := w.run("replay", "r.jsonl", "--to", "3000")
		if code != exitOK || !strings.Contains(stdout, "ok   #1 text") || !strings.Contains(stdout, want) {
			t.Errorf("exit code %d, %s%s", code, stdout, stderr)
		}
	}
}

// TestReplayNotesALongWait: a command that does nothing for minutes says why, once.
func TestReplayNotesALongWait(t *testing.T) {
	env, _, stderr := newWorld(t).env()
	s := &replaying{env: env}
	for _, wait := range []time.Duration{time.Second, 3 * time.Minute, time.Hour} {
		if err := s.show(&replay.Event{Kind: replay.Waiting, Line: replay.Line{Number: 7, Name: "mp/text"}, Wait: wait}); err != nil {
			t.Fatal(err)
		}
	}
	if want := "wxtool: note: waiting 3m0s before #7 mp/text, as recorded; --max-gap 5s or --speed max waits less\n"; stderr.String() != want {
		t.Errorf("%q, want %q", stderr, want)
	}
}

// TestReplayKeepsTheAppSecret: a recording cannot have it sent to another machine.
func TestReplayKeepsTheAppSecret(t *testing.T) {
	for to, want := range map[string]int{"http://127.0.0.1:1/": exitOK, "https://example.com/": exitNo} {
		w := newWorld(t)
		w.vars["WXTOOL_APP_SECRET"] = canarySecret
		w.stdin = strings.Replace(recordedText, "<Content>a", "<Content>${wxtool:token} ${wxtool:app_secret}", 1)
		var sent string
		w.http = roundTripFunc(func(r *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				return nil, err
			}
			sent += string(body)
			return answering("success").RoundTrip(r)
		})
		code, stdout, _ := w.run("replay", "-", "--token", canaryToken, "--to", to)
		if code != want || strings.Contains(sent, canarySecret) != (want == exitOK) {
			t.Errorf("%s: exit code %d, sent %q\n%s", to, code, sent, stdout)
		}
		if want == exitNo && (sent != "" || !strings.Contains(stdout, "sent to this machine only")) {
			t.Errorf("%s: sent %q\n%s", to, sent, stdout)
		}
	}
}
