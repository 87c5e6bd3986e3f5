package cli

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"sync"
	"time"

	"wxtool/internal/lockedfile"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// How long a command waits for others with the same state, at first without a
// word.
const (
	silentPatience = time.Second
	statePatience  = 30 * time.Second // an act alone may take half of it
)

// keptSandbox is a sandbox whose state is in a file, if one is named: written
// whenever it has changed, before the caller hears of it. It has the file to
// itself until the command ends.
type keptSandbox struct {
	*sandbox.Server
	name  string // of the file, "" is none
	file  *lockedfile.File
	onErr func(error) // gets the first error of a row, and nil when it is over; may be nil

	mu   sync.Mutex
	last []byte // what the file holds
	err  error  // why the file does not hold what happened
}

// openSandbox makes a sandbox in this world with the state of a file, which need
// not exist yet.
func openSandbox(ctx context.Context, env *ui.Env, state string, config sandbox.Config) (*keptSandbox, error) {
	k := &keptSandbox{name: state}
	config.Now, config.HTTP, config.Fixtures = env.Now, env.HTTP, catalogue()
	if state != "" {
		config.Changed = k.changed
	}
	k.Server = sandbox.New(config)
	if state == "" {
		return k, nil
	}
	path := filepath.Join(dirOf(env, state), state)
	file, err := lockedfile.Open(ctx, path, silentPatience)
	if errors.Is(err, lockedfile.ErrBusy) {
		env.Notef("waiting for another wxtool that has %s, for %.0f seconds at most", state, statePatience.Seconds())
		file, err = lockedfile.Open(ctx, path, statePatience)
	}
	switch {
	case errors.Is(err, lockedfile.ErrBusy):
		return nil, unreadable("run the command again when the other is done; if it is a sandbox that runs, act in that: leave --state out", "cannot use %s: %w", state, err)
	case err != nil && ctx.Err() != nil:
		return nil, err
	case err != nil:
		return nil, fileProblem("write", state, err)
	}
	k.file = file
	env.AtEnd(func() { file.Close() })
	return k, k.load()
}

func (k *keptSandbox) load() error {
	data, err := k.file.Read()
	if err != nil {
		return fileProblem("read", k.name, err)
	}
	k.last = data
	return k.take(data)
}

// take makes the state what a file holds. One without a byte, as mktemp makes
// them, is a new one.
func (k *keptSandbox) take(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	if err := k.World().Load(bytes.NewReader(data)); err != nil {
		return unreadable("name another file with --state; it is made where there is none", "cannot read %s: %w", k.name, err)
	}
	return nil
}

// changed writes the state. What could not be written is kept in memory and
// written with the next change.
func (k *keptSandbox) changed() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	err := k.write()
	if (err == nil) != (k.err == nil) && k.onErr != nil {
		k.onErr(err)
	}
	k.err = err
	return err
}

// finish tries once more to write what could not be written.
func (k *keptSandbox) finish() error {
	if k.broken() == nil {
		return nil
	}
	return k.changed()
}

// broken is why the file does not hold what happened, nil if it does. A caller
// in this process asks, whom the API tells only that the platform is broken.
func (k *keptSandbox) broken() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.err
}

func (k *keptSandbox) write() error {
	var state bytes.Buffer
	if err := k.World().Save(&state); err != nil {
		return fileProblem("write", k.name, err)
	}
	if bytes.Equal(state.Bytes(), k.last) {
		return nil
	}
	if err := k.file.Write(state.Bytes()); err != nil {
		return fileProblem("write", k.name, err)
	}
	k.last = state.Bytes()
	return nil
}
