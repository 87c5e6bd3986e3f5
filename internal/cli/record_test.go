package cli

import (
	"net/http"
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

// exampleRecords creates the recordings that the examples use.
func exampleRecords(t *testing.T, w *world) {
	w.file(t, "pushes.jsonl", recorded(18))
	w.file(t, "before.jsonl", recorded(2))
	w.file(t, "after.jsonl", recorded(3))
}
