package cli

import (
	"bytes"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// keptSandbox is a sandbox whose state is in a file, if one is named: written
// after every call, so that the next command finds it.
type keptSandbox struct {
	*sandbox.Server
	name, path string // "" is no file

	mu   sync.Mutex
	last []byte // what the file holds, as far as we know
	err  error  // why the file no longer holds what happened
}

// keep loads the state of a sandbox from a file, which need not exist yet.
func keep(env *ui.Env, server *sandbox.Server, name string) (*keptSandbox, error) {
	k := &keptSandbox{Server: server, name: name}
	if name == "" {
		return k, nil
	}
	k.path = filepath.Join(dirOf(env, name), name)
	data, err := os.ReadFile(k.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return k, nil
	case err != nil:
		return nil, fileProblem("read", name, err)
	}
	if err := server.Load(bytes.NewReader(data)); err != nil {
		return nil, unreadable("name another file with --state; it is made where there is none", "cannot read %s: %w", name, err)
	}
	k.last = data
	return k, nil
}

// ServeHTTP answers a call and keeps what it changed.
func (k *keptSandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.Server.ServeHTTP(w, r)
	k.save()
}

// save keeps the state and returns why it cannot be kept, be it since earlier.
func (k *keptSandbox) save() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.path != "" && k.err == nil {
		k.err = k.write()
	}
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
	k.last = state.Bytes()
	return writeWhole(k.path, state.Bytes())
}
