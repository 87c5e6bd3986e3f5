package cli

import (
	"context"
	"sync/atomic"
	"time"

	"wxtool/internal/exchange"
	"wxtool/internal/ui"
)

// eventPrinter prints the events of a server in its own goroutine, so that a slow or
// stopped reader of stdout never stops the server. Events that do not fit into its
// queue are dropped; their number is printed in their place.
type eventPrinter[T any] struct {
	env    *ui.Env
	own    *ui.Env // for stdout
	out    *metered
	sub    *exchange.Subscription[T]
	close  func() // of the feed
	render func(T) ui.Result
	failed func(error)
	intake *intake // of the server

	ended   chan struct{} // closed when everything is printed, or nothing more can be
	err     error         // why nothing more can be, valid once ended
	batch   []byte        // what is to be written next
	inBatch int64         // events in it
	held    atomic.Int64  // events that are being printed
	dropped atomic.Int64  // events reported as dropped
}

// startPrinter prints ready and then the events of a feed, until finish; stdout is
// its own until then. It replaces env's stderr by one whose reader cannot stop the
// server. Failed is called when stdout cannot be written to.
func startPrinter[T any](env *ui.Env, feed *exchange.Feed[T], failed func(error), ready ui.Result, render func(T) ui.Result) *eventPrinter[T] {
	own, out := *env, &metered{w: env.Out} // what is still printed when the command ends shares nothing
	own.Out = out
	env.Err = &impatient{w: env.Err}
	p := &eventPrinter[T]{
		env: env, own: &own, out: out, close: feed.Close, render: render, failed: failed, ended: make(chan struct{}),
		sub: feed.Subscribe(exchange.Bound{Events: 4096, Bytes: 64 << 20}),
	}
	p.intake = newIntake(p.behind, out.pieces.Load)
	go p.run(ready)
	return p
}

// behind: a quarter of the queue is for what is to be printed, the rest for
// the requests that are under way. Of the bytes these may need more.
func (p *eventPrinter[T]) behind() bool {
	events, bytes := p.sub.Backlog()
	return events >= 1024 || bytes >= 8<<20
}

func (p *eventPrinter[T]) run(ready ui.Result) {
	defer close(p.ended)
	for p.err = p.own.Print(ready); p.err == nil; {
		event, dropped, err := p.sub.Next(context.Background())
		switch {
		case err != nil: // the end of the feed
			return
		case dropped > 0:
			p.dropped.Add(int64(dropped))
			p.err = p.print(dropped, droppedEvent{dropped})
		default:
			p.err = p.print(1, p.render(event))
		}
	}
	p.held.Store(0)
	p.sub.Cancel()
	p.intake.printed()
	p.failed(p.err)
}

// print writes a result, and with it those that wait for the same write: all that are
// in the queue, to atOnce bytes.
func (p *eventPrinter[T]) print(events int, result ui.Result) error {
	p.held.Add(int64(events))
	before := len(p.batch)
	p.batch = p.own.Append(p.batch, result)
	if len(p.batch) > atOnce {
		if err := p.write(before); err != nil {
			return err
		}
	}
	p.inBatch += int64(events)
	if waiting, _ := p.sub.Backlog(); waiting > 0 && len(p.batch) < atOnce {
		return nil
	}
	return p.write(len(p.batch))
}

// atOnce is how much a pipe takes as a whole or not at all, so that it is known which
// events are not printed.
const atOnce = 4 << 10

// write writes the first n bytes of the batch, which are all its events.
func (p *eventPrinter[T]) write(n int) error {
	if n == 0 {
		return nil
	}
	_, err := p.out.Write(p.batch[:n])
	p.held.Add(-p.inBatch)
	p.batch, p.inBatch = append(p.batch[:0], p.batch[n:]...), 0
	if cap(p.batch) > 16*atOnce && len(p.batch) == 0 { // of an unusual event
		p.batch = nil
	}
	p.intake.printed()
	return err
}

// finish ends the feed and waits until its events are printed, or until stdout is
// not read any more; that is an error unless ctx has ended, which asks to end
// soon.
func (p *eventPrinter[T]) finish(ctx context.Context) error {
	p.close()
	unread, longest := 5*time.Second, time.Duration(1<<63-1)
	if ctx.Err() != nil {
		unread, longest = time.Second, 5*time.Second
	}
	if !p.drained(unread, longest) {
		left := p.held.Load() + int64(p.sub.Cancel())
		if ctx.Err() == nil {
			return unreadable("cannot write stdout: it is not read, so %d events are not printed", left)
		}
		p.env.Warnf("stdout is not read, so %d events are not printed", left)
		return nil
	}
	if n := p.dropped.Load(); n > 0 {
		p.env.Warnf("stdout was read too slowly, so %d events are not printed", n)
	}
	return p.err
}

// drained waits until everything is printed. It gives up after longest, or if stdout
// accepts no piece for the time unread.
func (p *eventPrinter[T]) drained(unread, longest time.Duration) bool {
	last := time.NewTimer(longest)
	defer last.Stop()
	for {
		pieces := p.out.pieces.Load()
		pause := time.NewTimer(unread)
		select {
		case <-p.ended:
			pause.Stop()
			return true
		case <-last.C:
			return false
		case <-pause.C:
			if p.out.pieces.Load() == pieces {
				return false
			}
		}
	}
}

// droppedEvent is printed where events are missing.
type droppedEvent struct {
	Events int `json:"events"`
}

func (droppedEvent) JSONType() string { return "dropped" }

func (e droppedEvent) WriteText(p *ui.Printer) {
	p.Linef("%s %d events: stdout was read too slowly", p.Warn("dropped"), e.Events)
}
