package cli

import (
	"bytes"
	"io"
	"runtime"
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/ui"
)

// FuzzLog: in any log, each line has the same result as alone.
func FuzzLog(f *testing.F) {
	f.Add([]byte(goodQuery + "\n"))
	f.Add([]byte(`1.2.3.4 - - [x] "GET /wx?` + badQuery + ` HTTP/1.0" 200` + "\r\n\n\n"))
	f.Add([]byte(`{"url":"/wx?` + goodQuery + `","body":"<xml>"}`))
	f.Add([]byte(`{"signature":"1","timestamp":1714036504.5,"nonce":{},"encrypt":"=="}`))
	f.Add([]byte("\r\n\r\r\nsignature=%zz&=&;\n"))
	f.Add([]byte(strings.Repeat("signature=", 50)))
	f.Fuzz(func(t *testing.T, data []byte) {
		acct := callback.Account{Platform: callback.MP, Token: "AAAAA"}
		diagnose := func(c *callback.Claim) callback.Diagnosis {
			return acct.Diagnose(c, callback.DiagnoseOptions{Now: fixedNow()})
		}
		var want logSummary
		for line := range bytes.Lines(data) {
			line = bytes.TrimRight(line, "\r\n")
			if len(line) == 0 {
				continue
			}
			claim, ok := callback.ParseLogLine(line)
			switch {
			case !ok, !diagnose(claim).Valid && diagnose(claim).Reason == "missing-encrypt":
				want.Unparsable++
			case diagnose(claim).Valid:
				want.Valid++
			default:
				want.Invalid++
			}
		}
		want.Checked = want.Valid + want.Invalid
		var out bytes.Buffer
		check := checkOf(&acct, &out)
		got, _, err := check.run(t.Context(), bytes.NewReader(data))
		if err != nil || got != want || bytes.Count(out.Bytes(), []byte("\n")) != want.Invalid {
			t.Fatalf("%+v, want %+v, %v\n%s", got, want, err, out.Bytes())
		}
	})
}

// checkOf returns the check of a log for an account, as runLog makes it.
func checkOf(acct *callback.Account, out io.Writer) logCheck {
	return logCheck{env: &ui.Env{Options: ui.Options{JSON: true}}, out: out, new: func() lineChecker {
		o := callback.DiagnoseOptions{Now: fixedNow()}.Prepare(acct)
		return lineChecker{acct.NewLogChecker(0, fixedNow), func(c *callback.Claim) callback.Diagnosis { return acct.Diagnose(c, o) }}
	}}
}

// TestLogMemory: verify --log of 200 MB needs memory only for the lines in progress, also
// for very long lines.
func TestLogMemory(t *testing.T) {
	const size, bound = 200 << 20, 32 << 20
	log := &endlessLog{block: logBlock(), left: size}
	base := heap()
	log.check = func() {
		if now := heap(); now > base+bound {
			t.Fatalf("after %d MB the heap has grown by %d MB", (size-log.left)>>20, (now-base)>>20)
		}
	}
	acct := callback.Account{Platform: callback.MP, Token: "AAAAA"}
	sum, _, err := checkOf(&acct, io.Discard).run(t.Context(), log)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Valid == 0 || sum.Invalid == 0 || sum.Unparsable == 0 {
		t.Errorf("the summary is %+v", sum)
	}
}

// logBlock is 8 MB of a log: requests with long headers, and one line of 4 MB.
func logBlock() []byte {
	var b bytes.Buffer
	headers := strings.Repeat("cookie=0123456789abcdef; ", 160)
	for b.Len() < 4<<20 {
		b.WriteString(`203.0.113.9 - - [25/Apr/2024:17:15:04 +0800] "GET /wx?` + goodQuery + ` HTTP/1.0" 200 19 "` + headers + "\"\n")
		b.WriteString(`203.0.113.9 - - [25/Apr/2024:17:15:04 +0800] "GET / HTTP/1.0" 200 19 "` + headers + "\"\n")
	}
	b.WriteString("GET /wx?" + badQuery + " HTTP/1.0\n")
	b.WriteString(`{"url":"/wx?` + badQuery + `","headers":"` + headers + "\"}\n")
	b.WriteString(strings.Repeat("x", 4<<20) + "\n")
	return b.Bytes()
}

// endlessLog repeats block and calls check from time to time.
type endlessLog struct {
	block      []byte
	at, left   int
	sinceCheck int
	check      func()
}

func (l *endlessLog) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, io.EOF
	}
	n := copy(p, l.block[l.at:])
	l.at, l.left, l.sinceCheck = (l.at+n)%len(l.block), l.left-n, l.sinceCheck+n
	if l.sinceCheck > 20<<20 {
		l.sinceCheck = 0
		l.check()
	}
	return n, nil
}

// heap returns the size of the heap after a garbage collection.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
