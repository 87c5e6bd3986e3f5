package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// keptSandbox is a sandbox whose state is in a file, if one is named: written
// whenever it has changed, before the caller hears of it.
type keptSandbox struct {
	*sandbox.Server
	name, path string      // "" is no file
	failed     func(error) // told once, may be nil

	mu   sync.Mutex
	last []byte // what the file holds, as far as we know
	err  error  // why the file no longer holds what happened
}

// openSandbox makes a sandbox in this world with the state of a file, which need
// not exist yet.
func openSandbox(env *ui.Env, state string, config sandbox.Config) (*keptSandbox, error) {
	k := &keptSandbox{name: state}
	config.Now, config.HTTP, config.Fixtures = env.Now, env.HTTP, catalogue()
	if state != "" {
		config.Changed = k.changed
	}
	k.Server = sandbox.New(config)
	if state == "" {
		return k, nil
	}
	k.path = filepath.Join(dirOf(env, state), state)
	data, err := os.ReadFile(k.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, nil
	case err != nil:
		return nil, fileProblem("read", state, err)
	}
	if err := k.Load(bytes.NewReader(data)); err != nil {
		return nil, unreadable("name another file with --state; it is made where there is none", "cannot read %s: %w", state, err)
	}
	k.last = data
	return k, nil
}

// changed writes the state. After a failure nothing is written any more.
func (k *keptSandbox) changed() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return k.err
	}
	if k.err = k.write(); k.err != nil && k.failed != nil {
		k.failed(k.err)
	}
	return k.err
}

// broken is why the file no longer holds what happened, nil if it does. A caller
// in this process asks, whom the API tells only that the platform is broken.
func (k *keptSandbox) broken() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.err
}

func (k *keptSandbox) write() error {
	var state bytes.Buffer
	if err := k.Save(&state); err != nil {
		return fileProblem("write", k.name, err)
	}
	if bytes.Equal(state.Bytes(), k.last) {
		return nil
	}
	have, err := os.ReadFile(k.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fileProblem("read", k.name, err)
	}
	if !bytes.Equal(have, k.last) {
		return unreadable("let one sandbox at a time have it, and run the command again", "cannot write %s: another sandbox changed it meanwhile", k.name)
	}
	if err := writeWhole(k.path, state.Bytes()); err != nil {
		return err
	}
	k.last = state.Bytes()
	return nil
}
