package wxapi

import "context"

// Fallback is a Cache that continues in memory after its underlying cache failed, for
// example on a full disk. A fetched token is not lost, and this process does not fetch
// another one.
type Fallback struct {
	cache  Cache
	failed func(error)
	turn   chan struct{} // full during an update
	memory *Memory       // nil while cache works
}

// NewFallback returns a Fallback for cache. It calls failed once, with the error of
// cache.
func NewFallback(cache Cache, failed func(error)) *Fallback {
	return &Fallback{cache: cache, failed: failed, turn: make(chan struct{}, 1)}
}

// Update implements [Cache]. It returns only errors of fn or ctx.
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
