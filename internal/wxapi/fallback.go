package wxapi

import "context"

// Fallback is a Cache that goes on in memory once the cache behind it fails, as
// on a full disk: a token that was fetched is not lost, and this process does not
// fetch another.
type Fallback struct {
	cache  Cache
	failed func(error)
	turn   chan struct{} // full while an update is made
	memory *Memory       // nil as long as cache works
}

// NewFallback returns a Fallback in front of cache. It calls failed once, with
// the error of cache.
func NewFallback(cache Cache, failed func(error)) *Fallback {
	return &Fallback{cache: cache, failed: failed, turn: make(chan struct{}, 1)}
}

// Update implements [Cache]. The error is fn's or ctx's.
func (f *Fallback) Update(ctx context.Context, name string, fn func([]byte) ([]byte, error)) error {
	select {
	case f.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-f.turn }()
	if f.memory != nil {
		return f.memory.Update(ctx, name, fn)
	}
	called, data, refused := false, []byte(nil), error(nil)
	err := f.cache.Update(ctx, name, func(kept []byte) ([]byte, error) {
		called = true
		data, refused = fn(kept)
		return data, refused
	})
	if err == nil || refused != nil || !called && ctx.Err() != nil {
		return err
	}
	f.failed(err)
	f.memory = &Memory{}
	if called {
		fn = func([]byte) ([]byte, error) { return data, nil }
	}
	return f.memory.Update(ctx, name, fn)
}
