package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"wxtool/internal/exchange"
)

var wide = exchange.Bound{Events: 100, Bytes: 1 << 20}

// read returns the events in the queue of a closed feed; -n means n dropped events.
func read(t *testing.T, s *exchange.Subscription[int]) (got []int) {
	t.Helper()
	for {
		event, dropped, err := s.Next(t.Context())
		switch {
		case err == io.EOF:
			return got
		case err != nil:
			t.Fatal(err)
		case dropped > 0:
			got = append(got, -dropped)
		default:
			got = append(got, event)
		}
	}
}

func publish(f *exchange.Feed[int], events ...int) {
	for _, e := range events {
		f.Publish(e, 10)
	}
}

func TestEverySubscriberGetsEveryEvent(t *testing.T) {
	var f exchange.Feed[int]
	publish(&f, 1)
	a := f.Subscribe(wide)
	publish(&f, 2)
	b := f.Subscribe(wide)
	publish(&f, 3)
	f.Close()
	if got := fmt.Sprint(read(t, a), read(t, b)); got != "[2 3] [3]" {
		t.Error(got)
	}
	late := f.Subscribe(wide)
	publish(&f, 4)
	if got := read(t, late); got != nil {
		t.Errorf("a subscriber after the end got %v", got)
	}
}

// TestDropped: what a full queue drops is counted at its place, and only the
// subscriber who was slow loses it.
func TestDropped(t *testing.T) {
	var f exchange.Feed[int]
	slow, quick := f.Subscribe(exchange.Bound{Events: 2, Bytes: 1 << 20}), f.Subscribe(wide)
	publish(&f, 1, 2, 3, 4, 5)
	if event, dropped, err := slow.Next(t.Context()); event != 1 || dropped != 0 || err != nil {
		t.Fatal(event, dropped, err)
	}
	publish(&f, 6, 7)
	f.Close()
	if got := fmt.Sprint(read(t, slow)); got != "[2 -3 6 -1]" {
		t.Errorf("slow got %s", got)
	}
	if got := fmt.Sprint(read(t, quick)); got != "[1 2 3 4 5 6 7]" {
		t.Errorf("quick got %s", got)
	}
}

// TestDroppedIsReportedWithoutANewEvent: a subscriber that has read all events gets
// the count of dropped events without waiting for the next event.
func TestDroppedIsReportedWithoutANewEvent(t *testing.T) {
	var f exchange.Feed[int]
	s := f.Subscribe(exchange.Bound{Events: 1, Bytes: 1 << 20})
	publish(&f, 1, 2, 3)
	s.Next(t.Context())
	if event, dropped, err := s.Next(t.Context()); event != 0 || dropped != 2 || err != nil {
		t.Error(event, dropped, err)
	}
}

// TestBytes: only events that are still in the queue count. A single event may be larger
// than the bound.
func TestBytes(t *testing.T) {
	var f exchange.Feed[int]
	s := f.Subscribe(exchange.Bound{Events: 100, Bytes: 25})
	publish(&f, 1, 2, 3)
	s.Next(t.Context())
	publish(&f, 4)
	s.Next(t.Context())
	s.Next(t.Context()) // 3 was dropped
	s.Next(t.Context())
	f.Publish(5, 1000)
	f.Publish(6, 1)
	f.Close()
	if got := fmt.Sprint(read(t, s)); got != "[5 -1]" {
		t.Error(got)
	}
}

func TestPublishedAfterTheEnd(t *testing.T) {
	var f exchange.Feed[int]
	s := f.Subscribe(wide)
	publish(&f, 1)
	f.Close()
	publish(&f, 2, 3)
	if got := fmt.Sprint(read(t, s)); got != "[1 -2]" {
		t.Error(got)
	}
}

// TestCancel: Cancel drops the events that are not read, and the other subscribers
// still get events.
func TestCancel(t *testing.T) {
	var f exchange.Feed[int]
	s, other := f.Subscribe(exchange.Bound{Events: 2, Bytes: 1 << 20}), f.Subscribe(wide)
	publish(&f, 1, 2, 3, 4)
	s.Next(t.Context())
	publish(&f, 5, 6) // 2, then two dropped, 5, then one dropped
	if left := s.Cancel(); left != 5 {
		t.Errorf("%d are left, not 5", left)
	}
	publish(&f, 7)
	if got := read(t, s); got != nil || s.Cancel() != 0 {
		t.Errorf("a cancelled one got %v", got)
	}
	f.Close()
	if got := fmt.Sprint(read(t, other)); got != "[1 2 3 4 5 6 7]" {
		t.Error(got)
	}
}

func TestBacklog(t *testing.T) {
	var f exchange.Feed[int]
	s := f.Subscribe(exchange.Bound{Events: 2, Bytes: 1 << 20})
	for i, want := range []string{"0 0", "1 10", "2 20", "2 20"} {
		if events, bytes := s.Backlog(); fmt.Sprint(events, bytes) != want {
			t.Errorf("after %d: %d %d, want %s", i, events, bytes, want)
		}
		publish(&f, i)
	}
	s.Next(t.Context())
	if events, bytes := s.Backlog(); events != 1 || bytes != 10 {
		t.Errorf("after one was read: %d %d", events, bytes)
	}
	s.Cancel()
	if events, bytes := s.Backlog(); events != 0 || bytes != 0 {
		t.Errorf("after the end: %d %d", events, bytes)
	}
}

// TestNextWaits until there is something to report, the subscription or the feed
// ends, or ctx does.
func TestNextWaits(t *testing.T) {
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name string
		act  func(*exchange.Feed[int], *exchange.Subscription[int])
		ctx  context.Context
		want string
	}{
		{"event", func(f *exchange.Feed[int], _ *exchange.Subscription[int]) { publish(f, 7) }, t.Context(), "7 0 <nil>"},
		{"close", func(f *exchange.Feed[int], _ *exchange.Subscription[int]) { f.Close() }, t.Context(), "0 0 EOF"},
		{"cancel", func(_ *exchange.Feed[int], s *exchange.Subscription[int]) { s.Cancel() }, t.Context(), "0 0 EOF"},
		{"context", func(*exchange.Feed[int], *exchange.Subscription[int]) {}, ended, "0 0 context canceled"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var f exchange.Feed[int]
			s := f.Subscribe(wide)
			got := make(chan string)
			go func() {
				event, dropped, err := s.Next(test.ctx)
				got <- fmt.Sprint(event, dropped, err)
			}()
			runtime.Gosched() // so that it mostly waits already
			test.act(&f, s)
			if got := <-got; got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// TestAtOnce: there are many publishers and subscribers; one subscriber never reads and
// one unsubscribes. All see the same order, and each event is either read or dropped.
func TestAtOnce(t *testing.T) {
	const publishers, each = 8, 500
	var f exchange.Feed[int]
	f.Subscribe(exchange.Bound{Events: 3, Bytes: 1 << 20}) // is never read
	leaves := f.Subscribe(wide)
	bounds := []exchange.Bound{{Events: publishers * each, Bytes: 1 << 30}, {Events: publishers * each, Bytes: 1 << 30}, {Events: 7, Bytes: 1 << 20}}
	orders, missing := make([][]int, len(bounds)), make([]int, len(bounds))
	var readers, writers sync.WaitGroup
	for i, bound := range bounds {
		s := f.Subscribe(bound)
		readers.Go(func() {
			for {
				event, dropped, err := s.Next(context.Background())
				if errors.Is(err, io.EOF) {
					return
				}
				if missing[i] += dropped; dropped == 0 {
					orders[i] = append(orders[i], event)
				}
			}
		})
	}
	readers.Go(func() {
		leaves.Next(context.Background())
		leaves.Cancel()
	})
	for p := range publishers {
		writers.Go(func() {
			for n := range each {
				f.Publish(p*each+n, 1)
			}
		})
	}
	writers.Wait()
	f.Close()
	readers.Wait()
	if len(orders[0]) != publishers*each || !slices.Equal(orders[0], orders[1]) {
		t.Errorf("two wide queues got %d and %d events, or in two orders", len(orders[0]), len(orders[1]))
	}
	if got := len(orders[2]) + missing[2]; got != publishers*each {
		t.Errorf("a narrow queue read and lost %d events", got)
	}
	if !inOrder(orders[2], orders[0]) {
		t.Error("a narrow queue had another order")
	}
}

// inOrder reports whether some is all with events left out.
func inOrder(some, all []int) bool {
	for _, event := range some {
		i := slices.Index(all, event)
		if i < 0 {
			return false
		}
		all = all[i+1:]
	}
	return true
}

// TestPublishDoesNotAllocate, whether the queue has room or not.
func TestPublishDoesNotAllocate(t *testing.T) {
	var f exchange.Feed[*exchange.Exchange]
	event := &exchange.Exchange{}
	full, read := f.Subscribe(exchange.Bound{Events: 1, Bytes: 1}), f.Subscribe(exchange.Bound{Events: 8, Bytes: 1 << 20})
	if n := testing.AllocsPerRun(1000, func() {
		f.Publish(event, 100)
		read.Next(t.Context())
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if full.Cancel() != 1001 { // AllocsPerRun runs once more
		t.Error("the full queue has not counted all")
	}
}

// TestReadEventsAreReleased: the queue does not keep an event that was read.
func TestReadEventsAreReleased(t *testing.T) {
	var f exchange.Feed[*[1 << 20]byte]
	s := f.Subscribe(wide)
	released := make(chan struct{})
	event := new([1 << 20]byte)
	runtime.AddCleanup(event, func(int) { close(released) }, 0)
	f.Publish(event, len(event))
	event = nil
	s.Next(t.Context())
	for range 1000 {
		runtime.GC()
		select {
		case <-released:
			s.Cancel()
			return
		default:
		}
	}
	t.Error("the event is still held")
}

func BenchmarkPublish(b *testing.B) {
	event := &exchange.Exchange{Request: exchange.Request{Body: []byte(strings.Repeat("x", 500))}}
	for _, subscribers := range []int{0, 1, 8} {
		b.Run(fmt.Sprintf("full/%d", subscribers), func(b *testing.B) {
			var f exchange.Feed[*exchange.Exchange]
			for range subscribers {
				f.Subscribe(exchange.Bound{Events: 16, Bytes: 1 << 20})
			}
			b.ReportAllocs()
			for b.Loop() {
				f.Publish(event, 500)
			}
		})
		b.Run(fmt.Sprintf("read/%d", subscribers), func(b *testing.B) {
			var f exchange.Feed[*exchange.Exchange]
			var all []*exchange.Subscription[*exchange.Exchange]
			for range subscribers {
				all = append(all, f.Subscribe(exchange.Bound{Events: 16, Bytes: 1 << 20}))
			}
			b.ReportAllocs()
			for b.Loop() {
				f.Publish(event, 500)
				for _, s := range all {
					s.Next(b.Context())
				}
			}
		})
	}
}
