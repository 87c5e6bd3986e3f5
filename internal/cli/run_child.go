package cli

import (
	"context"
	"errors"
	"path/filepath"
	"syscall"

	"wxtool/internal/childproc"
	"wxtool/internal/ui"
)

// The exit codes of a command that does not start, as of env and timeout.
const (
	exitCannotRun = 126
	exitNotFound  = 127
)

// exitCode is the error of a command whose exit code is passed through. Nothing more is
// printed.
type exitCode int

func (exitCode) Error() string { return "the command has failed" }

// run runs the command, and checks it if asked to.
func (r *running) run(ctx context.Context, s *settings) error {
	signals, stop := signalsOf(ctx, r.env)
	defer stop()
	output := r.output()
	var err error
	r.child, err = childproc.Start(childproc.Program{
		Command: r.command, Dir: r.env.Dir, Env: r.environ(s),
		Stdin: r.env.In, Stdout: output.out, Stderr: output.err, Terminal: !r.options.check,
	})
	if err != nil {
		return startProblem(err)
	}
	started := r.env.Now()
	if r.options.check {
		err = r.runChecked(ctx, signals)
	} else {
		err = r.follow(ctx, signals)
	}
	output.close()
	exit := r.child.Exit()
	if ended, ok := errors.AsType[*childproc.EndedError](err); ok {
		err = r.tooEarly(ended)
	}
	if !r.env.JSON {
		return err
	}
	result := runResult{
		Command: r.name(), ExitCode: exit.Code, Sandbox: r.sandbox, DurationMS: milliseconds(r.env.Now().Sub(started)), Check: r.sum, ok: err == nil,
	}
	if r.to != nil {
		result.To = r.to.String()
	}
	return verdictAfter(r.env.Print(result), err)
}

// follow passes signals on until the command has ended. Its exit code is the verdict.
func (r *running) follow(ctx context.Context, signals <-chan syscall.Signal) error {
	waiting, stop := context.WithCancel(ctx)
	up := make(chan struct{})
	go func() {
		defer close(up)
		if r.to != nil && r.child.While(waiting, r.awaitPort) == nil {
			r.env.Notef("%s answers; wxtool sandbox do follow --user lily --api-base %s pushes to it", r.to.Host, r.sandbox)
		}
	}()
	exit := r.child.Follow(signals)
	stop()
	<-up
	if exit.Code == 0 {
		return nil
	}
	return exitCode(exit.Code)
}

// awaitPort waits until the port of the callback URL answers.
func (r *running) awaitPort(ctx context.Context) error {
	cause, err := r.client().Wait(ctx, r.to, r.options.wait)
	if cause == nil || err != nil {
		return err
	}
	return unreachable("cannot reach %s: waited %s, but %w", r.to, r.options.wait, cause).withHint("does the command listen on the port of --to? Give it more time with --wait")
}

// repeatTail prints the last lines of the command where they were not shown.
func (r *running) repeatTail() {
	if r.tail != nil {
		if text := r.tail.Text(); text != "" {
			r.env.AlwaysNotef("the last lines of %s:\n%s", r.name(), text)
		}
	}
}

// tooEarly is the error of a command that ended before its port answered.
func (r *running) tooEarly(ended *childproc.EndedError) error {
	r.repeatTail()
	return unreachable("run: %s has ended with %s before %s answered", r.name(), ended.Exit, r.to.Host).withHint("does it listen on the port of --to, and run in the foreground?")
}

// name is the command without its folder.
func (r *running) name() string { return filepath.Base(r.command[0]) }

// signalsOf returns the signals of the program, or SIGINT at the end of ctx where it has
// none.
func signalsOf(ctx context.Context, env *ui.Env) (<-chan syscall.Signal, func()) {
	if env.Signals != nil {
		return env.Signals()
	}
	signals := make(chan syscall.Signal, 1)
	stop := context.AfterFunc(ctx, func() { signals <- syscall.SIGINT })
	return signals, func() { stop() }
}
