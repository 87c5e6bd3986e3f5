package lines_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"

	"wxtool/internal/lines"
)

// numbered appends the number and the text of a line, or its length where that
// is too long.
func numbered() lines.Func {
	return func(dst []byte, line lines.Line) ([]byte, uint8) {
		if line.TooLong > 0 {
			return fmt.Appendf(dst, "%d: %d bytes\n", line.Number, line.TooLong), 7
		}
		return fmt.Appendf(dst, "%d: %s\n", line.Number, line.Text), uint8(len(line.Text) % 2)
	}
}

// oneByOne is the same by hand.
func oneByOne(input string, maxLine int) string {
	var out strings.Builder
	number := 1
	for line := range strings.Lines(input) {
		line = strings.TrimSuffix(line, "\n")
		if len(line) > maxLine {
			fmt.Fprintf(&out, "%d: %d bytes\n", number, len(line))
		} else {
			fmt.Fprintf(&out, "%d: %s\n", number, line)
		}
		number++
	}
	return out.String()
}

// kinds counts them by hand.
func kinds(input string, maxLine int) (count [8]int64) {
	for line := range strings.Lines(input) {
		if n := len(strings.TrimSuffix(line, "\n")); n > maxLine {
			count[7]++
		} else {
			count[n%2]++
		}
	}
	return count
}

func inputs() map[string]string {
	random := rand.New(rand.NewPCG(1, 2))
	var mixed strings.Builder
	for range 1_500 {
		mixed.WriteString(strings.Repeat("x", random.IntN(200)))
		mixed.WriteByte('\n')
	}
	long := strings.Repeat("y", 400_000)
	return map[string]string{
		"empty": "", "one": "a\n", "no line end": "a", "blank": "\n\n\n", "CR": "a\r\nb\r\n", "last without end": "a\nb",
		"mixed": mixed.String(), "long at begin": long + "\na\n", "long at end": "a\n" + long, "long between": "a\n" + long + "\nb\n" + long + "\n\n",
		"just a block": strings.Repeat("z", 256<<10-1) + "\nq", "a block and one": strings.Repeat("z", 256<<10) + "\nq",
	}
}

func TestOrderAndContent(t *testing.T) {
	for name, input := range inputs() {
		for _, maxLine := range []int{100, 300_000} {
			for _, workers := range []int{1, 3} {
				for way, r := range map[string]io.Reader{
					"at once":  strings.NewReader(input),
					"halves":   iotest.HalfReader(strings.NewReader(input)),
					"with EOF": iotest.DataErrReader(strings.NewReader(input)),
				} {
					var out bytes.Buffer
					m := lines.Map{New: numbered, MaxLine: maxLine, Workers: workers}
					count, err := m.Run(t.Context(), r, &out)
					want := oneByOne(input, maxLine)
					if err != nil || out.String() != want {
						t.Fatalf("%s, %s, %d workers, at most %d: %v; %d bytes, want %d: %.200q", name, way, workers, maxLine, err, out.Len(), len(want), out.String())
					}
					if sum := (lines.Count{Lines: int64(strings.Count(want, "\n")), Kinds: kinds(input, maxLine), In: count.In, Out: int64(len(want))}); count != sum || count.In > int64(len(input)) {
						t.Errorf("%s, %s: %+v, want %+v", name, way, count, sum)
					}
				}
			}
		}
	}
}

func FuzzRun(f *testing.F) {
	f.Add("a\nb\n\nc", 2, 3)
	f.Add(strings.Repeat("x", 300), 10, 1)
	f.Fuzz(func(t *testing.T, input string, maxLine, chunk int) {
		if maxLine < 1 || chunk < 1 {
			return
		}
		var out bytes.Buffer
		m := lines.Map{New: numbered, MaxLine: maxLine, Workers: 2}
		if _, err := m.Run(t.Context(), &chunked{input, chunk}, &out); err != nil || out.String() != oneByOne(input, maxLine) {
			t.Errorf("%v\n%q\nwant\n%q", err, out.String(), oneByOne(input, maxLine))
		}
	})
}

// chunked gives some bytes at a time.
type chunked struct {
	rest string
	n    int
}

func (c *chunked) Read(b []byte) (int, error) {
	if c.rest == "" {
		return 0, io.EOF
	}
	n := copy(b[:min(len(b), c.n)], c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

// An idle reader does not hold back what it gave before.
func TestResultsDoNotWaitForMore(t *testing.T) {
	in, give := io.Pipe()
	take, out := io.Pipe()
	go func() {
		_, err := lines.Map{New: numbered}.Run(t.Context(), in, out)
		out.CloseWithError(err)
	}()
	results := bufio.NewReader(take)
	for i := range 3 {
		fmt.Fprintf(give, "line\nand a ")
		if got, err := results.ReadString('\n'); err != nil || !strings.HasPrefix(got, fmt.Sprint(i+1)+": ") {
			t.Fatalf("%q, %v", got, err)
		}
	}
	give.Close()
	if rest, err := io.ReadAll(results); err != nil || string(rest) != "4: and a \n" {
		t.Errorf("%q, %v", rest, err)
	}
}

var errFull = errors.New("full")

type failing struct{ left int }

func (f *failing) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// endless returns lines without end, or blocks after some.
type endless struct{ wait chan struct{} }

func (e endless) Read(b []byte) (int, error) {
	if e.wait != nil {
		<-e.wait
	}
	return copy(b, "some line\nanother line\n"), nil
}

// TestCountAtAWriteError: lines whose results could not be written count, so that their
// kinds are not lost. Lines after them do not count.
func TestCountAtAWriteError(t *testing.T) {
	in := io.MultiReader(strings.NewReader("a\nbb\n"), strings.NewReader("c\n"))
	for range 20 {
		count, err := lines.Map{New: numbered}.Run(t.Context(), in, &failing{0})
		if !errors.Is(err, errFull) || count != (lines.Count{Lines: 2, Kinds: [8]int64{1, 1}, In: 5}) {
			t.Fatalf("%+v, %v", count, err)
		}
		in = io.MultiReader(strings.NewReader("a\nbb\n"), strings.NewReader("c\n"))
	}
}

func TestWriteErrorEnds(t *testing.T) {
	if _, err := (lines.Map{New: numbered}).Run(t.Context(), endless{}, &failing{1 << 20}); !errors.Is(err, errFull) {
		t.Errorf("%v", err)
	}
	stuck := io.MultiReader(strings.NewReader("a\n"), endless{make(chan struct{})})
	if _, err := (lines.Map{New: numbered}).Run(t.Context(), stuck, &failing{0}); !errors.Is(err, errFull) {
		t.Errorf("with a reader that waits: %v", err)
	}
}

func TestReadErrorComesAfterTheLines(t *testing.T) {
	broken := errors.New("broken")
	var out bytes.Buffer
	_, err := lines.Map{New: numbered}.Run(t.Context(), io.MultiReader(strings.NewReader("a\nb"), iotest.ErrReader(broken)), &out)
	if !errors.Is(err, broken) || out.String() != "1: a\n2: b\n" {
		t.Errorf("%v, %q", err, out.String())
	}
}

func TestContextEnds(t *testing.T) {
	interrupted := errors.New("interrupted")
	ctx, stop := context.WithCancelCause(t.Context())
	var written atomic.Int64
	m := lines.Map{New: numbered, Progress: func(c lines.Count) {
		if written.Add(1) == 20 {
			stop(interrupted)
		}
	}}
	if _, err := m.Run(ctx, endless{}, io.Discard); !errors.Is(err, interrupted) {
		t.Errorf("%v", err)
	}
}

// blocked takes nothing until it is released.
type blocked struct{ release chan struct{} }

func (b blocked) Write(p []byte) (int, error) {
	<-b.release
	return len(p), nil
}

// counted counts what is read.
type counted struct {
	io.Reader
	n atomic.Int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	c.n.Add(int64(n))
	return n, err
}

// A writer that takes nothing stops the reading: what is in flight has a bound.
func TestBytesInFlightAreBounded(t *testing.T) {
	const size = 64 << 20
	in := &counted{Reader: io.LimitReader(repeated(strings.Repeat("l", 999)+"\n"), size)}
	out := blocked{make(chan struct{})}
	ended := make(chan error)
	go func() {
		_, err := lines.Map{New: numbered}.Run(t.Context(), in, out)
		ended <- err
	}()
	for last := int64(-1); last != in.n.Load(); runtime.Gosched() {
		last = in.n.Load()
	}
	if n := in.n.Load(); n > 16<<20 {
		t.Errorf("%d bytes were read while none could be written", n)
	}
	close(out.release)
	if err := <-ended; err != nil || in.n.Load() != size {
		t.Errorf("%v, %d bytes", err, in.n.Load())
	}
}

// repeated returns a text again and again, without end.
func repeated(text string) io.Reader { return &repeater{text: text} }

type repeater struct {
	text string
	at   int
}

func (r *repeater) Read(b []byte) (n int, err error) {
	for n < len(b) {
		copied := copy(b[n:], r.text[r.at:])
		n, r.at = n+copied, (r.at+copied)%len(r.text)
	}
	return n, nil
}

// BenchmarkRun maps 64 MiB of lines to themselves; the yardstick is the loop
// that one writes by hand for one core.
func BenchmarkRun(b *testing.B) {
	const size = 64 << 20
	line := strings.Repeat("e", 591) + "\n"
	b.Run("lines", func(b *testing.B) {
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			m := lines.Map{New: func() lines.Func {
				return func(dst []byte, l lines.Line) ([]byte, uint8) { return append(append(dst, l.Text...), '\n'), 0 }
			}}
			if _, err := m.Run(b.Context(), io.LimitReader(repeated(line), size), io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("scanner", func(b *testing.B) {
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			in, out := bufio.NewScanner(io.LimitReader(repeated(line), size)), bufio.NewWriterSize(io.Discard, 64<<10)
			for in.Scan() {
				out.Write(in.Bytes())
				out.WriteByte('\n')
			}
			out.Flush()
		}
	})
}
