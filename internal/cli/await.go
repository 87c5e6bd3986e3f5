package cli

import (
	"context"
	"net/url"
	"time"

	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

// await waits until the port of a callback URL answers.
func await(ctx context.Context, env *ui.Env, client *deliver.Client, to *url.URL, limit time.Duration) error {
	if limit == 0 {
		return nil
	}
	env.Wait("waiting for " + to.Host)
	cause, err := client.Wait(ctx, to, limit)
	env.Wait("")
	if cause == nil || err != nil {
		return err
	}
	return unreachable("cannot reach %s: waited %s, but %w", to, limit, cause).withHint("start your server first, or give it more time with --wait")
}

// awaitTargets waits for the port of --to.
func (o *sendOptions) awaitTargets(ctx context.Context, env *ui.Env, plans []*plan) error {
	done := map[string]bool{}
	for _, p := range plans {
		if p.builtIn || done[p.target.Host] {
			continue
		}
		done[p.target.Host] = true
		if err := await(ctx, env, o.client(env), p.target, o.wait); err != nil {
			return err
		}
	}
	return nil
}
