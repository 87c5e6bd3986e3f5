// Package lines maps a stream of lines to a stream of results, in order and on
// all cores. Memory stays flat however long the stream is: the work in flight is
// limited in bytes, not in lines.
package lines

import (
	"context"
	"io"
	"runtime"
	"sync"
)

const (
	blockSize = 256 << 10 // bytes of one read
	budget    = 8 << 20   // bytes of lines in flight, or one block if that has more
)

// Line is one line of the input without its line end.
type Line struct {
	Number  int64  // from 1
	Text    []byte // nil of a line that is too long; valid during the call only
	TooLong int64  // bytes of a line that has more than [Map.MaxLine], else 0
}

// Func appends the result for one line to dst and returns the kind of the line. The
// caller defines the kinds, from 0 to 7, and [Count] counts them.
type Func func(dst []byte, line Line) (out []byte, kind uint8)

// Map maps lines.
type Map struct {
	// New returns the function of one worker. No other worker calls that function, so
	// it may keep state between calls.
	New func() Func
	// MaxLine is the maximum length of a line in bytes; 0 is 10 MiB.
	MaxLine int
	// Workers is the number of workers; 0 is one for each core.
	Workers int
	// Progress, unless nil, is called after each write with the count so far, by
	// one goroutine.
	Progress func(Count)
}

// Count is how much was read and written. If writing fails, the lines of the failed
// write count, but the lines after them do not.
type Count struct {
	Lines   int64
	Kinds   [8]int64 // lines of each kind
	In, Out int64    // bytes
}

// Run maps the lines of r to w until r ends. It writes the results of the lines that it
// has read without waiting for more input. If r returns an error other than io.EOF, Run
// first writes the results of all lines before it. If ctx ends, Run first writes the
// lines in flight and returns the cause. If w returns an error, Run returns immediately;
// r may then be in use until its next Read returns.
func (m Map) Run(ctx context.Context, r io.Reader, w io.Writer) (Count, error) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	workers := m.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	s := &stream{maxLine: m.MaxLine, work: make(chan *block), order: make(chan *block, 4*workers)}
	if s.maxLine <= 0 {
		s.maxLine = 10 << 20
	}
	s.room.L = &s.mu
	defer context.AfterFunc(ctx, s.wake)()
	funcs := make([]Func, workers)
	for i := range funcs {
		funcs[i] = m.New()
	}
	for _, f := range funcs {
		go s.apply(f)
	}
	failed := make(chan error, 1)
	go func() { failed <- s.read(ctx, r) }()
	count, err := s.write(w, m.Progress)
	if err != nil {
		stop(err)
		return count, err
	}
	return count, <-failed
}

// stream is one run.
type stream struct {
	maxLine int
	work    chan *block // for the workers
	order   chan *block // for the writer

	mu       sync.Mutex
	room     sync.Cond
	inFlight int // bytes
	free     []*block
}

// apply is one worker.
func (s *stream) apply(f Func) {
	for b := range s.work {
		b.apply(f, s.maxLine)
		b.done <- struct{}{}
	}
}

// write writes the blocks in order.
func (s *stream) write(w io.Writer, progress func(Count)) (Count, error) {
	var count Count
	for b := range s.order {
		<-b.done
		count.In += b.size()
		count.Lines += b.lines
		for kind, n := range b.kinds {
			count.Kinds[kind] += n
		}
		n, err := w.Write(b.out)
		count.Out += int64(n)
		if err != nil {
			return count, err
		}
		s.release(b)
		if progress != nil {
			progress(count)
		}
	}
	return count, nil
}

// hand passes a block to a worker and to the writer. It waits until the budget has room.
func (s *stream) hand(ctx context.Context, b *block) error {
	s.mu.Lock()
	for s.inFlight > 0 && s.inFlight+len(b.in) > budget && ctx.Err() == nil {
		s.room.Wait()
	}
	s.inFlight += len(b.in)
	s.mu.Unlock()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	select {
	case s.order <- b:
		s.work <- b // a worker never waits for the writer
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// release takes a block that was written out of flight.
func (s *stream) release(b *block) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight -= len(b.in)
	if cap(b.in) <= 2*blockSize && cap(b.out) <= 8*blockSize { // a large one is rare
		s.free = append(s.free, b)
	}
	s.room.Broadcast()
}

// wake makes hand see that ctx has ended.
func (s *stream) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.room.Broadcast()
}

// block returns an empty block.
func (s *stream) block() *block {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.free); n > 0 {
		b := s.free[n-1]
		s.free = s.free[:n-1]
		b.in, b.out, b.tooLong, b.lines, b.kinds = b.in[:0], b.out[:0], 0, 0, [8]int64{}
		return b
	}
	return &block{done: make(chan struct{}, 1)}
}
