package cli

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

type sandboxClockOptions struct {
	accountFlags
	state string
}

func newSandboxClockCmd(env *ui.Env) *cobra.Command {
	opts := &sandboxClockOptions{}
	cmd := &cobra.Command{
		Use:   "clock [+TIME|-TIME|real]",
		Short: "Move the clock of a sandbox, or print it",
		Long: `Moves the clock of a running sandbox, or with --state that in a state file, and
prints it: +2h is forward, -30m is back, and real is the machine's time again.
Access tokens, codes, the windows for customer messages, quotas and pauses follow.
The timestamps with which pushes are signed do not, as servers compare them with a
clock of their own.`,
		Example: `  wxtool sandbox clock +2h --state shop.json
  wxtool sandbox clock real --state shop.json
  wxtool sandbox clock --state shop.json -- -30m`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("sandbox clock: takes one argument").withHint("such as +2h, -30m or real")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	cmd.Flags().StringVar(&opts.state, "state", "", "move the clock in this file, without a running sandbox")
	opts.bind(cmd, account.APIBase)
	cmd.Flags().Lookup(account.FlagOf(account.APIBase)).Usage = sandboxWhere
	return cmd
}

// clockResult is the clock of a sandbox.
type clockResult struct {
	sandbox.Clock
}

func (clockResult) JSONType() string { return "clock" }

func (r clockResult) WriteText(p *ui.Printer) {
	line := r.Time.Local().Format(time.DateTime)
	switch moved := time.Duration(r.Offset * float64(time.Second)); {
	case moved > 0:
		line += "  " + moved.String() + " ahead"
	case moved < 0:
		line += "  " + (-moved).String() + " behind"
	}
	p.Linef("%s", line)
}

func (o *sandboxClockOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	move, err := readClockMove(args)
	if err != nil {
		return err
	}
	s, err := o.asGiven(env, nil)
	if err != nil {
		return err
	}
	if err := oneSandbox(&o.accountFlags, o.state); err != nil {
		return err
	}
	clock, err := o.move(ctx, env, s, move)
	if err != nil {
		return err
	}
	return env.Print(clockResult{clock})
}

// readClockMove reads how far the clock is moved: without arguments not at all.
func readClockMove(args []string) (sandbox.ClockMove, error) {
	if len(args) == 0 {
		return sandbox.ClockMove{}, nil
	}
	text := args[0]
	if text == "real" {
		return sandbox.ClockMove{Real: true}, nil
	}
	var by time.Duration
	unsigned := strings.TrimLeft(text, "+-")
	if len(unsigned) != len(text)-1 || (duration{&by}).Set(unsigned) != nil {
		return sandbox.ClockMove{}, usage("sandbox clock: %q is not a time with + or -", text).withHint("such as +2h, -30m (after --) or real")
	}
	if text[0] == '-' {
		by = -by
	}
	return sandbox.ClockMove{Seconds: by.Seconds()}, nil
}

func (o *sandboxClockOptions) move(ctx context.Context, env *ui.Env, s *settings, move sandbox.ClockMove) (sandbox.Clock, error) {
	if o.state != "" {
		server, err := openSandbox(ctx, env, o.state, sandbox.Config{Rand: env.Rand}, nil)
		if err != nil {
			return sandbox.Clock{}, err
		}
		clock, err := server.MoveClock(move)
		return clock, sandboxProblem("", stateProblem(o.state, err))
	}
	client, err := sandboxClient(env, s)
	if err != nil {
		return sandbox.Clock{}, err
	}
	clock, err := client.MoveClock(ctx, move)
	return clock, sandboxProblem(client.Origin, err)
}
