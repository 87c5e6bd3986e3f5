package replay

import (
	"container/heap"
	"iter"
	"time"

	"wxtool/internal/record"
)

// How much of a recording is held to find the order in which its requests began.
const (
	horizon  = 10 * time.Second // longer than the platform waits for an answer
	maxHeld  = 4096             // records
	maxBytes = 32 << 20         // of their bodies
)

// byStart returns the records in the order in which their requests began. A recording has
// them in the order in which they ended. A request that took longer than the horizon may
// come too late.
func byStart(records iter.Seq2[*record.Record, error]) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		h := &held{}
		for rec, err := range records {
			if err != nil {
				if !h.release(yield) || !yield(nil, err) { // the recorder may have been started again here
					return
				}
				continue
			}
			heap.Push(h, rec)
			for end := rec.Offset + rec.Exchange.Duration; h.due(end); {
				if !yield(heap.Pop(h).(*record.Record), nil) {
					return
				}
			}
		}
		h.release(yield)
	}
}

// held is a heap of records, the earliest first.
type held struct {
	records []*record.Record
	bytes   int
}

// due reports whether no record that ends later than end can have begun before the first.
func (h *held) due(end time.Duration) bool {
	return len(h.records) > 0 && (h.records[0].Offset+horizon <= end || len(h.records) > maxHeld || h.bytes > maxBytes)
}

// release yields all records.
func (h *held) release(yield func(*record.Record, error) bool) bool {
	for len(h.records) > 0 {
		if !yield(heap.Pop(h).(*record.Record), nil) {
			return false
		}
	}
	return true
}

func (h *held) Len() int { return len(h.records) }

func (h *held) Less(i, j int) bool {
	a, b := h.records[i], h.records[j]
	return a.Offset < b.Offset || a.Offset == b.Offset && a.Seq < b.Seq
}

func (h *held) Swap(i, j int) { h.records[i], h.records[j] = h.records[j], h.records[i] }

// Push implements [heap.Interface].
func (h *held) Push(x any) {
	rec := x.(*record.Record)
	h.records = append(h.records, rec)
	h.bytes += bytesOf(rec)
}

// Pop implements [heap.Interface].
func (h *held) Pop() any {
	last := len(h.records) - 1
	rec := h.records[last]
	h.records[last] = nil
	h.records = h.records[:last]
	h.bytes -= bytesOf(rec)
	return rec
}

// bytesOf is about the memory that a record needs. What find adds to it later is not
// counted.
func bytesOf(rec *record.Record) int {
	const rest = 2 << 10
	n := rest + len(rec.Exchange.Request.Body)
	if rec.Exchange.Response != nil {
		n += len(rec.Exchange.Response.Body)
	}
	if rec.Decoded != nil {
		n += len(rec.Decoded.Message) + len(rec.Decoded.Reply)
	}
	return n
}
