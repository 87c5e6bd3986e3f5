package main

import (
	"bufio"
	"io"
	"strings"
	"testing"
)

func TestBenchmarksAreRead(t *testing.T) {
	s := samples{}
	s.add([]byte("goos: linux\nBenchmarkX/a-2   \t 100\t 250.0 ns/op\t 16 B/op\t 2 allocs/op\nBenchmarkX/b \t 1\t 100 ns/op\t 40 cpu-ns/line\t 7 lines/s\nPASS\n"))
	s.add([]byte("BenchmarkX/a-2 100 900 ns/op 16 B/op 1 allocs/op\nBenchmarkX/a-2 100 150 ns/op 16 B/op 1 allocs/op\nBenchmarkX/b 1 50 ns/op 20 cpu-ns/line\n"))
	if got := s.ratio("X/a", "X/b"); got != 2.75 { // of 2.5 and 3
		t.Errorf("ratio %v", got)
	}
	if got := s.allocs("X/a") + s.allocs("X/none"); got != "1–" {
		t.Errorf("allocations %s", got)
	}
	if got := s.ratio("X/a", "X/none").times(); got != "–" {
		t.Errorf("ratio to what was not measured: %s", got)
	}
	s.add([]byte("BenchmarkY/wxtool 1 9 ns/op 80 cpu-ns/line\nBenchmarkY/limit 1 9 ns/op 20 cpu-ns/line\n"))
	if got := s.cpu("Y/wxtool", "Y/limit"); got != 0.25 {
		t.Errorf("share %v", got)
	}
}

func TestFigures(t *testing.T) {
	for f, want := range map[figure]string{0: "–", 0.456: "0.46", 1.999: "2.00", 2.04: "2.0", 9.96: "10.0", 12.4: "12"} {
		if f.String() != want {
			t.Errorf("%v: %s, want %s", float64(f), f, want)
		}
	}
	if got := median([]float64{9, 1, 3, 4}); got != 3.5 {
		t.Errorf("median %v", got)
	}
}

func TestAnswersAreRead(t *testing.T) {
	in := bufio.NewReader(strings.NewReader("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello" +
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na\r\n0123456789\r\n0\r\n\r\n" +
		"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n"))
	for i := range 3 {
		if err := readAnswer(in); err != nil {
			t.Errorf("answer %d: %v", i, err)
		}
	}
	if err := readAnswer(in); err == nil {
		t.Error("a refusal is no answer")
	}
}

func TestEventsAreCounted(t *testing.T) {
	var c counted
	text := `{"type":"ready"}` + "\n" + `{"type":"push","message":"dropped"}` + "\n" + `{"type":"dropped","events":40}` + "\n" + `{"type":"push"}` + "\n"
	for _, piece := range strings.SplitAfter(text, "p") { // pieces end anywhere
		if _, err := io.WriteString(&c, piece); err != nil {
			t.Fatal(err)
		}
	}
	if c.pushes != 2 || c.dropped != 40 {
		t.Errorf("%d pushes, %d dropped", c.pushes, c.dropped)
	}
}
