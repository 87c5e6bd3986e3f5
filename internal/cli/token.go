package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

type tokenOptions struct {
	apiFlags
	refresh bool
}

func newTokenCmd(env *ui.Env) *cobra.Command {
	opts := &tokenOptions{}
	cmd := &cobra.Command{
		Use:   "token",
		Short: "Print a valid access_token",
		Long: `Prints an access_token that is good for five minutes at least: the one that
is kept on this machine, or a new one from the platform (stable_token, which
does not disturb other servers; on WeCom gettoken). It is kept for you alone,
and however many processes ask at once, the platform is asked once.

--refresh makes the platform give a new token and ends the old one for everyone,
20 times a day at most and 30 seconds apart. One that another command got while
this one waited, or less than 30 seconds ago, counts as new. WeCom has no such
thing: there it only asks anew.`,
		Example: `  wxtool token --sandbox
  wxtool token --sandbox --refresh --json
  wxtool token --sandbox --platform work`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	cmd.Flags().BoolVar(&opts.refresh, "refresh", false, "have the platform make a new token")
	opts.bind(cmd)
	return cmd
}

// fresh is how long a sandbox is trusted to be the one that gave a token: a new
// one on its port knows nothing of it.
const fresh = 5 * time.Second

type tokenResult struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in"`
	Cached      bool   `json:"cached"`
}

func (r tokenResult) WriteText(p *ui.Paper) { p.Linef("%s", r.AccessToken) }

func (o *tokenOptions) run(ctx context.Context, env *ui.Env) error {
	client, err := o.client(ctx, env)
	if err != nil {
		return err
	}
	how := wxapi.Keep
	if o.refresh {
		how = wxapi.Forced
	}
	token, err := client.AccessToken(ctx, how)
	if err == nil && token.Cached && isLoopback(client.Origin) && env.Now().Sub(token.Fetched) > fresh {
		token, err = client.ProvenToken(ctx, token)
	}
	if err != nil {
		return err
	}
	if o.refresh && token.Cached {
		env.Notef("the platform was not asked: another command got this new token %.0f s ago", env.Now().Sub(token.Fetched).Seconds())
	}
	return env.Print(tokenResult{token.Value, int64(token.Expires.Sub(env.Now()).Seconds()), token.Cached})
}
