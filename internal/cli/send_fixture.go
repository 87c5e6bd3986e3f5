package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

type sendOptions struct {
	accountFlags
	sampleFlags
	all, asIs, duplicate, retries, dryRun, noProbe bool
	repeat                                         int
	rate                                           float64
	deadline                                       time.Duration
	expect, as, format, junit                      string

	builtIns builtIns
}

func newSendFixtureCmd(env *ui.Env) *cobra.Command {
	opts := &sendOptions{}
	cmd := &cobra.Command{
		Use:   "send-fixture <NAME|FILE|-> …",
		Short: "Deliver a push to a callback URL as the platform would, and judge the answer",
		Long: `Signs a sample, or your own XML file, encrypts it where the mode asks for it,
and POSTs it as the platform does: 5 seconds to answer, up to 3 attempts with
the same MsgId when there is no answer or no connection, at WeCom after every
status but 200 too. The answer is judged as the platform and the user's phone
would: empty, success, or a passive reply, encrypted where the push was. Where all
are empty or success, one more push with a wrong signature follows: the same
answer to it is a warning, as it shows that the others prove nothing.

Without --to it starts the echo server inside and delivers to that. WeCom's
pushes, and an open platform's, are always encrypted. A name may be a pattern
such as 'mp/*'; --all sends every live push of the platform.`,
		Example: `  wxtool send-fixture text
  wxtool send-fixture text subscribe-scan --to http://localhost:8080/wx --mode safe
  wxtool send-fixture work/enter-agent --to 3000 --set AgentID=1000007 --json
  wxtool send-fixture text --set Content=hi --to :8080/wx --dry-run --as curl
  wxtool send-fixture 'work/contact-*' mini-text --quiet
  wxtool send-fixture --all --format json --junit report.xml`,
		ValidArgsFunction: completePushes,
		RunE:              func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	opts.sampleFlags.bind(flags)
	flags.BoolVar(&opts.all, "all", false, "send every live push of the platform (of both, to the built-in server)")
	flags.Var(newEnum(&opts.format, "", "xml", "json"), "format", "send as XML or JSON, where the platform may (default: the sample's own)")
	flags.StringVar(&opts.junit, "junit", "", "write a JUnit report to this file")
	flags.BoolVar(&opts.asIs, "as-is", false, "send the sample's or file's bytes unchanged, not even refreshed")
	flags.IntVar(&opts.repeat, "repeat", 1, "send each so many times, every one with a new MsgId")
	flags.Float64Var(&opts.rate, "rate", 0, "at most so many a second (default as fast as they are answered)")
	flags.BoolVar(&opts.duplicate, "duplicate", false, "send each twice with the same MsgId, as after a lost answer")
	flags.BoolVar(&opts.retries, "retries", true, "try again on timeout or failed connection (WeCom: on every status but 200), 3 times in all")
	flags.DurationVar(&opts.deadline, "deadline", deliver.Deadline, "how long to wait for an answer")
	flags.StringVar(&opts.expect, "expect", "", "the reply must hold this text, or the exit code is 1")
	flags.BoolVar(&opts.noProbe, "no-probe", false, "do not send a push with a wrong signature where all answers are empty or success")
	flags.BoolVar(&opts.dryRun, "dry-run", false, "print the exact request and send nothing")
	flags.Var(newEnum(&opts.as, "http", "http", "curl"), "as", "how --dry-run prints it")
	opts.accountFlags.bind(cmd, append(callbackKeys(), account.To)...)
	return cmd
}

func (o *sendOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if err := o.check(args); err != nil {
		return err
	}
	plans, err := o.plan(env, args)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := o.aim(ctx, env, plans); err != nil {
		return err
	}
	if o.dryRun {
		return o.runDry(ctx, env, plans)
	}
	return o.deliver(ctx, env, plans, o.all || len(plans) > len(args))
}

func (o *sendOptions) check(args []string) error {
	many := o.all || slices.ContainsFunc(args, isPattern)
	switch {
	case len(args) == 0 && !o.all:
		return usage("wxtool fixture list prints the names; try wxtool send-fixture text", "send-fixture: name a sample or a file, or give --all")
	case len(args) > 0 && o.all:
		return usage("leave --all out, or the names", "send-fixture: --all sends everything, so no names are taken")
	case many && len(o.edits) > 0:
		return usage("name one sample to change it", "send-fixture: --set, --add and --unset do not fit every sample")
	case o.asIs && o.format != "":
		return usage("leave --as-is out", "send-fixture: --as-is sends the bytes unchanged, so --format cannot be had")
	case o.dryRun && o.junit != "":
		return usage("leave --dry-run out", "send-fixture: --dry-run sends nothing, so --junit has nothing to report")
	case o.repeat < 1:
		return usage("", "--repeat %d: must be at least 1", o.repeat)
	case o.rate != 0 && !(o.rate >= 0.001 && o.rate <= 1e6):
		return usage("0 is as fast as they are answered", "--rate %g: must be between 0.001 and 1000000 a second", o.rate)
	case o.deadline <= 0:
		return usage("", "--deadline %s: must be more than nothing", o.deadline)
	case o.asIs && (len(o.edits) > 0 || o.toUser+o.fromUser != ""):
		return usage("leave --as-is out", "send-fixture: --as-is sends the bytes unchanged, so nothing can be set")
	case !o.dryRun && o.flags.Changed("as"):
		return usage("add --dry-run", "send-fixture: --as is for --dry-run")
	}
	return nil
}
