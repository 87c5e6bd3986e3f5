package cli

import (
	"context"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

type sandboxResetOptions struct {
	accountFlags
	state string
}

func newSandboxResetCmd(env *ui.Env) *cobra.Command {
	opts := &sandboxResetOptions{}
	cmd := &cobra.Command{
		Use:   "reset",
		Short: "Remove what users and calls have made in a sandbox",
		Long: `Removes the users, chats, codes, menus, tags and counts of a running sandbox, or with
--state those in a state file, and sets the clock to the machine's. Access tokens
stay valid, so that a program that keeps one can go on: reset between two tests.`,
		Example: `  wxtool sandbox reset --state shop.json
  wxtool sandbox reset --state shop.json --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	cmd.Flags().StringVar(&opts.state, "state", "", "reset the state in this file, without a running sandbox")
	opts.bind(cmd, account.APIBase)
	cmd.Flags().Lookup(account.FlagOf(account.APIBase)).Usage = sandboxWhere
	return cmd
}

// resetResult reports a reset.
type resetResult struct {
	Reset bool `json:"reset"` // always true
}

func (resetResult) JSONType() string { return "reset" }

func (resetResult) WriteText(p *ui.Printer) { p.Linef("reset; access tokens stay valid") }

func (o *sandboxResetOptions) run(ctx context.Context, env *ui.Env) error {
	s, err := o.asGiven(env, nil)
	if err != nil {
		return err
	}
	if err := oneSandbox(&o.accountFlags, o.state); err != nil {
		return err
	}
	if err := o.reset(ctx, env, s); err != nil {
		return err
	}
	return env.Print(resetResult{true})
}

func (o *sandboxResetOptions) reset(ctx context.Context, env *ui.Env, s *settings) error {
	if o.state != "" {
		server, err := openSandbox(ctx, env, o.state, sandbox.Config{Rand: env.Rand}, nil)
		if err != nil {
			return err
		}
		return stateProblem(o.state, server.Reset())
	}
	client, err := sandboxClient(env, s)
	if err != nil {
		return err
	}
	return sandboxProblem(client.Origin, client.Reset(ctx))
}
