package cli

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/record"
)

// recorded is a recording of scans, of which every third failed.
func recorded(n int) string {
	var file []byte
	for seq := 1; seq <= n; seq++ {
		status, good := http.StatusOK, &record.Verdict{OK: true}
		if seq%3 == 0 {
			status, good = http.StatusInternalServerError, &record.Verdict{Problems: []record.Problem{{ID: "status", Level: "error", Text: "HTTP status 500"}}}
		}
		r := &record.Record{
			Seq: seq, Kind: record.Push, Name: "mp/scan",
			Exchange: exchange.Exchange{
				Start:    time.Date(2025, 6, 30, 23, 59, seq%60, 0, time.UTC),
				Request:  exchange.Request{Method: "POST", URL: "/?signature=1", Header: http.Header{"Content-Type": {"text/xml"}}, Body: []byte("<xml><ToUserName>gh_1</ToUserName><FromUserName>oFan</FromUserName><CreateTime>1</CreateTime><MsgType>event</MsgType><Event>SCAN</Event><EventKey>qrscene_7</EventKey></xml>")},
				Response: &exchange.Response{Status: status, Header: http.Header{}, Body: []byte("success")},
			},
			Decoded: &record.Decoded{Platform: "mp", Mode: "plain"}, Verdict: good,
		}
		file = r.AppendLine(file, nil)
	}
	return string(file)
}

// TestRecordExportWritesAsItReads: the file of --out is written while the recording is
// read, which may be larger than the memory.
func TestRecordExportWritesAsItReads(t *testing.T) {
	for _, form := range []string{asCurl, asHAR} {
		env, stdout, stderr := newWorld(t).env()
		written := int64(0)
		env.In = io.MultiReader(strings.NewReader(recorded(600)), readerFunc(func([]byte) (int, error) {
			files, _ := filepath.Glob(filepath.Join(env.Dir, ".wxtool-*"))
			for _, file := range files {
				if info, err := os.Stat(file); err == nil {
					written += info.Size()
				}
			}
			return 0, io.EOF
		}))
		if code := Main(t.Context(), env, []string{"record", "export", "-", "--as", form, "--out", "out"}); code != exitOK {
			t.Fatalf("exit code %d, %s%s", code, stdout, stderr)
		}
		if written < 64<<10 {
			t.Errorf("%s: %d bytes were written when all was read", form, written)
		}
	}
}

// TestRecordStopsAtTheLastNumber: what follows the exchanges that are named is not read.
func TestRecordStopsAtTheLastNumber(t *testing.T) {
	env, stdout, stderr := newWorld(t).env()
	env.In = io.MultiReader(strings.NewReader(recorded(600)), readerFunc(func([]byte) (int, error) { return 0, errors.New("read on") }))
	code := Main(t.Context(), env, []string{"record", "show", "-", "3", "1"})
	if code != exitOK || !strings.Contains(stdout.String(), "1      ") || !strings.Contains(stdout.String(), "3      ") {
		t.Errorf("exit code %d, %s%s", code, stdout, stderr)
	}
}

// TestCutSecretIsNotRecorded: a problem quotes the first 80 bytes of an answer. A secret
// that is cut there is neither printed nor recorded in part.
func TestCutSecretIsNotRecorded(t *testing.T) {
	w := newWorld(t)
	w.http = answering(strings.Repeat("x", 70) + " tok3n-of-mine-0123456789")
	code, stdout, stderr := w.run("send-fixture", "text", "--to", "3000", "--token", "tok3n-of-mine-0123456789", "--record", "sent.jsonl")
	data, err := os.ReadFile(filepath.Join(w.dir, "sent.jsonl"))
	if err != nil || code != exitNo || !strings.Contains(string(data), "xxx tok3…(24)") {
		t.Fatalf("exit code %d, %v, %s%s%s", code, err, data, stdout, stderr)
	}
	if all := string(data) + stdout + stderr; strings.Contains(all, "tok3n") {
		t.Errorf("the Token is in it: %s", all)
	}
}

// exampleRecords creates the recordings that the examples use.
func exampleRecords(t *testing.T, w *world) {
	w.file(t, "pushes.jsonl", recorded(18))
	w.file(t, "before.jsonl", recorded(2))
	w.file(t, "after.jsonl", recorded(3))
}
