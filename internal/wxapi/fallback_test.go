package wxapi_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"wxtool/internal/sandbox"
	"wxtool/internal/wxapi"
)

var errFull = errors.New("no space left on device")

// fullDisk is a cache that can be read but not written.
type fullDisk struct{ held []byte }

func (d fullDisk) Update(_ context.Context, _ string, fn func([]byte) ([]byte, error)) error {
	data, err := fn(d.held)
	if err != nil || data == nil {
		return err
	}
	return errFull
}

// noFolder is a cache that can be neither read nor written.
type noFolder struct{}

func (noFolder) Update(context.Context, string, func([]byte) ([]byte, error)) error { return errFull }

// TestTokenThatCannotBeKept: all calls of the process use the token, after one request
// and one warning.
func TestTokenThatCannotBeKept(t *testing.T) {
	for name, cache := range map[string]wxapi.Cache{"full disk": fullDisk{}, "damaged": fullDisk{[]byte("{")}, "no folder": noFolder{}} {
		p := newPlatform(t, sandbox.Limits{})
		c := p.client(wxapi.MP, "wx1")
		var warned []error
		c.Cache = wxapi.NewFallback(cache, func(err error) { warned = append(warned, err) })
		values := make([]string, 4)
		var all sync.WaitGroup
		for i := range values {
			all.Go(func() {
				token, err := c.AccessToken(t.Context(), wxapi.Keep)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				values[i] = token.Value
			})
		}
		all.Wait()
		for _, value := range values {
			if value == "" || value != values[0] {
				t.Errorf("%s: %q", name, values)
			}
		}
		if calls := p.asked(); calls != "stable_token" {
			t.Errorf("%s: asked %s", name, calls)
		}
		if len(warned) != 1 || !errors.Is(warned[0], errFull) {
			t.Errorf("%s: warned of %v", name, warned)
		}
	}
}

// TestTokenOfAnInterruptedCall: a token that was fetched before the interrupt is kept.
func TestTokenOfAnInterruptedCall(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	warned := 0
	f := wxapi.NewFallback(fullDisk{}, func(error) { warned++ })
	fetched := func([]byte) ([]byte, error) { cancel(); return []byte("token"), nil }
	if err := f.Update(ctx, "x", fetched); err != nil || warned != 1 {
		t.Errorf("%v, %d warnings", err, warned)
	}
	err := f.Update(t.Context(), "x", func(kept []byte) ([]byte, error) {
		if string(kept) != "token" {
			t.Errorf("%q is kept", kept)
		}
		return nil, nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestFallbackPassesOn: a working cache is used, and errors of the platform or the
// context are not failures of the cache.
func TestFallbackPassesOn(t *testing.T) {
	p := newPlatform(t, sandbox.Limits{})
	behind := &wxapi.Memory{}
	fallback := func() wxapi.Cache {
		return wxapi.NewFallback(behind, func(err error) { t.Errorf("failed: %v", err) })
	}
	c := p.client(wxapi.MP, "wx1")
	c.Cache = fallback()
	first, err := c.AccessToken(t.Context(), wxapi.Keep)
	if err != nil {
		t.Fatal(err)
	}
	c.Cache = fallback()
	second, err := c.AccessToken(t.Context(), wxapi.Keep)
	if err != nil || second.Value != first.Value || !second.Cached {
		t.Errorf("%+v, %v", second, err)
	}
	c.Account.Secret = "wrong"
	_, err = c.AccessToken(t.Context(), wxapi.Keep)
	refusedWith(t, err, 40125)
}

// TestFallbackWaitsNoLongerThanItsCaller: the context ends the wait for another call and
// for another process.
func TestFallbackWaitsNoLongerThanItsCaller(t *testing.T) {
	never := func([]byte) ([]byte, error) { t.Error("called"); return nil, nil }
	failed := func(err error) { t.Errorf("failed: %v", err) }
	ended, cancel := context.WithCancel(t.Context())
	busy := wxapi.NewFallback(&wxapi.Memory{}, failed)
	err := busy.Update(t.Context(), "x", func([]byte) ([]byte, error) {
		cancel()
		if inner := busy.Update(ended, "x", never); !errors.Is(inner, context.Canceled) {
			t.Errorf("%v", inner)
		}
		return nil, nil
	})
	if err != nil {
		t.Error(err)
	}
	ended, cancel = context.WithCancel(t.Context())
	elsewhere := wxapi.NewFallback(interrupted(cancel), failed)
	if err := elsewhere.Update(ended, "x", never); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// interrupted is a cache that another process uses until the context ends.
type interrupted context.CancelFunc

func (i interrupted) Update(ctx context.Context, _ string, _ func([]byte) ([]byte, error)) error {
	i()
	<-ctx.Done()
	return ctx.Err()
}
