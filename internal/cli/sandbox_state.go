package cli

import (
	"context"
	"errors"
	"path/filepath"

	"wxtool/internal/lockedfile"
	"wxtool/internal/sandbox"
	"wxtool/internal/sandbox/store"
	"wxtool/internal/ui"
)

// openSandbox makes a sandbox with the state in a file, which stays locked until the
// command ends. Without a file the state is only in memory. Written may be nil, see
// [store.Options].
func openSandbox(ctx context.Context, env *ui.Env, state string, config sandbox.Config, written func(error)) (*store.Sandbox, error) {
	config.Now, config.Fixtures = env.Now, catalogue(env)
	if config.HTTP == nil {
		config.HTTP = env.HTTP
	}
	options := store.Options{Name: state, Written: written, Busy: func() {
		env.Notef("another wxtool is using %s; waiting up to %.0f seconds", state, store.Patience.Seconds())
	}}
	if state != "" {
		options.Path = filepath.Join(dirOf(env, state), state)
	}
	s, err := store.Open(ctx, config, options)
	if err != nil {
		return nil, stateProblem(state, err)
	}
	env.AtEnd(func() { s.Close() })
	return s, nil
}

// stateProblem returns the command's error for an error about a state file. It returns
// other errors unchanged.
func stateProblem(state string, err error) error {
	var failed *store.FileError
	switch {
	case errors.As(err, &failed):
		return fileProblem(failed.Op, state, failed.Err)
	case errors.Is(err, lockedfile.ErrBusy):
		return unreadable("cannot use %s: %w", state, err).withHint("run the command again when the other is done; to act in a running sandbox, leave --state out")
	case errors.Is(err, store.ErrState):
		return unreadable("cannot read %s: %w", state, err).withHint("name another file with --state, or a new one")
	}
	return err
}
