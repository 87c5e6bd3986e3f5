package wxapi

import (
	"context"
	"sync"
)

// Memory is a Cache for one process.
type Memory struct {
	mu   sync.Mutex
	kept map[string][]byte
}

// Update implements [Cache].
func (m *Memory) Update(_ context.Context, name string, fn func([]byte) ([]byte, error)) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, err := fn(m.kept[name])
	if err == nil && data != nil {
		if m.kept == nil {
			m.kept = map[string][]byte{}
		}
		m.kept[name] = data
	}
	return err
}
