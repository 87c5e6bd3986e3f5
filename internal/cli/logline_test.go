package cli

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"wxtool/internal/callback"
)

// FuzzLogLine: whatever a log holds, its lines come out as they are, cut where
// they are too long, and none makes the parser panic.
func FuzzLogLine(f *testing.F) {
	f.Add([]byte(goodQuery+"\n"), 80)
	f.Add([]byte(`1.2.3.4 - - [x] "GET /wx?`+badQuery+` HTTP/1.0" 200`+"\r\n\n\n"), 1000)
	f.Add([]byte(`{"url":"/wx?`+goodQuery+`","body":"<xml>"}`), 1000)
	f.Add([]byte(`{"signature":"1","timestamp":1714036504.5,"nonce":{},"encrypt":"=="}`), 1000)
	f.Add([]byte("\r\n\r\r\nsignature=%zz&=&;\n"), 16)
	f.Add([]byte(strings.Repeat("signature=", 50)), 16)
	f.Fuzz(func(t *testing.T, data []byte, limit int) {
		limit = 1 + (limit&0xffff)%4096
		lines := bufio.NewReaderSize(bytes.NewReader(data), 16)
		for raw := range bytes.Lines(data) {
			line, err := readLine(lines, limit)
			if err != nil && !errors.Is(err, bufio.ErrTooLong) {
				t.Fatal(err)
			}
			if want := bytes.TrimRight(raw[:min(len(raw), limit)], "\r\n"); !bytes.Equal(line, want) {
				t.Fatalf("the line is %q, want %q", line, want)
			}
			if errors.Is(err, bufio.ErrTooLong) != (len(raw) > limit) {
				t.Fatalf("a line of %d bytes, limit %d: %v", len(raw), limit, err)
			}
			if claim, ok := callback.ParseLogLine(line); ok && claim == nil {
				t.Fatal("there is no claim")
			}
		}
		if _, err := readLine(lines, limit); err != io.EOF {
			t.Fatalf("behind the last line: %v", err)
		}
	})
}

// TestLogMemory: verify --log of 200 MB needs no more memory than of one line,
// also where a line never seems to end.
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
	judge := func(c *callback.Claim) callback.Verdict { return acct.Judge(c, callback.Context{Now: fixedNow()}) }
	sum, err := scanLog(log, judge, func(logEntry) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if sum.Valid == 0 || sum.Invalid == 0 || sum.Unparsable == 0 {
		t.Errorf("the summary is %+v", sum)
	}
}

// logBlock is 8 MB of a log: requests with long headers behind them, and one
// line of 4 MB.
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

// endlessLog repeats block and checks now and then.
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

// heap is what is in use once the garbage is gone.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
