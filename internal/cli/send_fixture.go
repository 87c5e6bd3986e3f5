package cli

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/junit"
	"wxtool/internal/ui"
)

type sendOptions struct {
	accountFlags
	sampleFlags
	all, asIs, duplicate, retries, dryRun, noProbe, full bool
	repeat                                               int
	rate                                                 float64
	deadline, wait                                       time.Duration
	expect, as, format, junit                            string
	families, skip                                       []string
	record                                               recordFlags

	skipped  map[string]string // name → pattern of --skip
	tls      tlsFlags
	http     http.RoundTripper
	builtIns builtIns

	platformChosen bool // by the user, for all pushes
}

// maxRepeat is the maximum of --repeat, which is far more than a run can send.
const maxRepeat = 1_000_000_000

func newSendFixtureCmd(env *ui.Env) *cobra.Command {
	opts := &sendOptions{}
	cmd := &cobra.Command{
		Use:   "send-fixture <NAME|FILE|-> …",
		Short: "Deliver a push to a callback URL as the platform would, and judge the answer",
		Long: `Signs a sample, or your own XML file, encrypts it if the mode requires that, and
POSTs it as the platform does: 5 seconds to answer, up to 3 attempts with the
same MsgId if there is no answer or no connection; WeCom also repeats a push
after every status but 200. The answer is judged as by the platform and the
user's phone: empty, success, or a passive reply, encrypted if the push was. If
all answers are empty or success, the last push is sent again with a wrong
signature: the same answer to that is a warning, as the others then prove nothing.

Without --to it delivers to a built-in echo server. A name may be a pattern such
as 'mp/*'. --all sends every live push of the platform that a URL of the account
gets; --family chooses other pushes. What is not sent is reported as skipped.`,
		Example: `  wxtool send-fixture text
  # your server at localhost:8080
  wxtool send-fixture text subscribe-scan --to http://localhost:8080/wx --mode safe
  wxtool send-fixture work/enter-agent --to 3000 --set AgentID=1000007 --json
  wxtool send-fixture text --set Content=hi --to :8080/wx --dry-run --as curl
  wxtool send-fixture 'work/contact-*' mini-text --quiet
  wxtool send-fixture --all --format json --junit report.xml
  wxtool send-fixture --all --family bot,application --skip 'work/contact-*'`,
		ValidArgsFunction: completeFixtures(env, fixture.Filter{Pushes: true}),
		RunE:              func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	opts.sampleFlags.bind(flags)
	flags.BoolVar(&opts.all, "all", false, "send every live push of the platform (of both platforms to the built-in server)")
	flags.Var(enumList{&opts.families, fixture.AllFamilies()}, "family", "of --all and patterns, only the pushes of these families: "+strings.Join(fixture.AllFamilies(), ", ")+" (default with --all and --to: the account's)")
	flags.StringArrayVar(&opts.skip, "skip", nil, "of --all and patterns, not the pushes that match this `pattern` or name (repeatable)")
	flags.Var(newEnum(&opts.format, "", "xml", "json"), "format", "send as XML or JSON, if the platform does so (default: the sample's own)")
	flags.StringVar(&opts.junit, "junit", "", "write a JUnit report to this file")
	opts.record.bind(flags)
	flags.BoolVar(&opts.asIs, "as-is", false, "send the bytes of the sample or file unchanged, with its times and ids")
	flags.IntVar(&opts.repeat, "repeat", 1, "send each push this many times, with a new MsgId each time")
	flags.Float64Var(&opts.rate, "rate", 0, "deliveries per second at most (default: as fast as they are answered)")
	flags.BoolVar(&opts.duplicate, "duplicate", false, "send each push twice with the same MsgId, as after a lost answer")
	flags.BoolVar(&opts.retries, "retries", true, "try again on timeout or failed connection (WeCom: on every status but 200), 3 times in all")
	durationVar(flags, &opts.wait, "wait", 0, "wait up to this long for the port of --to to answer")
	durationVar(flags, &opts.deadline, "deadline", deliver.Deadline, "how long to wait for an answer")
	flags.StringVar(&opts.expect, "expect", "", "text that every reply must contain, or the exit code is 1")
	flags.BoolVar(&opts.noProbe, "no-probe", false, "do not send a push with a wrong signature if all answers are empty or success")
	flags.BoolVar(&opts.full, "full", false, "show replies in full, not only their first 20 lines")
	flags.BoolVar(&opts.dryRun, "dry-run", false, "print the exact request and send nothing")
	flags.Var(newEnum(&opts.as, "http", "http", "curl"), "as", "how --dry-run prints the request")
	cmd.RegisterFlagCompletionFunc("skip", completeFixtures(env, fixture.Filter{Pushes: true}))
	opts.tls.bind(cmd)
	opts.accountFlags.bind(cmd, append(callbackKeys(), account.To)...)
	return cmd
}

func (o *sendOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if err := o.check(args); err != nil {
		return err
	}
	s := &sending{env: env, full: o.full}
	if o.junit == "" {
		return o.send(ctx, env, s, args)
	}
	if err := checkWritable(env, o.junit); err != nil {
		return err
	}
	s.suite = &junit.Suite{Name: "wxtool send-fixture"}
	err := o.send(ctx, env, s, args)
	s.addError(err)
	return withReport(err, s.writeJUnit(o.junit))
}

// withReport returns the error of a run whose report was written or not.
func withReport(err, written error) error {
	if written == nil || err == nil || errors.Is(err, errNo) {
		return verdictAfter(written, err)
	}
	return errors.Join(err, written)
}

// send finds the pushes and delivers or prints them.
func (o *sendOptions) send(ctx context.Context, env *ui.Env, s *sending, args []string) error {
	plans, skips, err := o.plan(env, args)
	s.skips = skips
	if err != nil {
		return err
	}
	if o.http, err = o.tls.transport(env); err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := o.aim(ctx, env, plans); err != nil {
		return err
	}
	if o.dryRun {
		return o.runDry(ctx, env, s, plans)
	}
	if s.recorder, err = o.record.open(env, recordSecrets(settingsOf(plans)...)); err != nil {
		return err
	}
	defer s.recorder.Close()
	if err := o.awaitTargets(ctx, env, plans); err != nil {
		s.skipAll(plans, err)
		return err
	}
	return o.deliver(ctx, env, s, plans, o.all || len(plans)+len(skips) > len(args))
}

func (o *sendOptions) check(args []string) error {
	many := o.all || slices.ContainsFunc(args, isPattern)
	switch {
	case len(args) == 0 && !o.all:
		return usage("send-fixture: name a sample or a file, or give --all").withHint("wxtool fixture list prints the names; try wxtool send-fixture text")
	case len(args) > 0 && o.all:
		return usage("send-fixture: --all takes no names").withHint("leave --all out, or the names")
	case !many && len(o.families)+len(o.skip) > 0:
		return usage("send-fixture: --family and --skip select among many, but all pushes are named").withHint("give --all or a pattern such as 'work/*', or leave them out")
	case many && len(o.edits) > 0:
		return usage("send-fixture: --set, --add and --unset are for one sample").withHint("name one sample to change it")
	case o.asIs && o.format != "":
		return usage("send-fixture: --as-is sends the bytes unchanged, so --format has no effect").withHint("leave one of them out")
	case o.dryRun && o.wait > 0:
		return usage("send-fixture: --dry-run sends nothing, so --wait has no effect").withHint("leave one of them out")
	case o.dryRun && o.junit != "":
		return usage("send-fixture: --dry-run sends nothing, so --junit has nothing to report").withHint("leave one of them out")
	case o.dryRun && o.record.file != "":
		return usage("send-fixture: --dry-run sends nothing, so --record has nothing to record").withHint("leave one of them out")
	case o.repeat < 1 || o.repeat > maxRepeat:
		return usage("--repeat %d: must be 1 to %d", o.repeat, maxRepeat)
	case o.rate != 0 && !(o.rate >= 0.001 && o.rate <= 1e6):
		return usage("--rate %g: must be between 0.001 and 1000000 per second", o.rate).withHint("0 is as fast as they are answered")
	case o.deadline <= 0:
		return usage("--deadline %s: must be positive", o.deadline)
	case o.asIs && (len(o.edits) > 0 || o.toUser+o.fromUser != ""):
		return usage("send-fixture: --as-is sends the bytes unchanged, so nothing can be set").withHint("leave --as-is out")
	case !o.dryRun && o.flags.Changed("as"):
		return usage("send-fixture: --as needs --dry-run").withHint("add --dry-run")
	}
	return nil
}
