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
		Long: `Prints an access_token that is valid for at least five minutes: the one saved on
this machine, or a new one from the platform (stable_token, which does not
affect other servers; on WeCom gettoken). Only you can read the saved token.
Concurrent processes make only one request.

--refresh forces a new token, which invalidates the previous one for all users of
the account. The platform allows this 20 times a day, every 30 seconds. A token
that another command forced less than 30 seconds ago, or while this one waited,
counts as new. On WeCom --refresh only requests the current token again.`,
		Example: `  wxtool token --sandbox
  wxtool token --sandbox --refresh --json
  wxtool token --sandbox --platform work`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	cmd.Flags().BoolVar(&opts.refresh, "refresh", false, "force a new token")
	opts.bind(cmd)
	return cmd
}

// fresh is the time after which a token of a sandbox is checked with a call: the sandbox
// may have been replaced by a new one on the same port, which does not know the token.
const fresh = 5 * time.Second

type tokenResult struct {
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in"`
	Cached      bool   `json:"cached"`
}

func (tokenResult) JSONType() string { return "token" }

func (r tokenResult) WriteText(p *ui.Printer) { p.Linef("%s", r.AccessToken) }

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
		env.Notef("no request was made: another command got this new token %.0f s ago", env.Now().Sub(token.Fetched).Seconds())
	}
	return env.Print(tokenResult{token.Value, int64(token.Expires.Sub(env.Now()).Seconds()), token.Cached})
}
