package cli

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/ui"
)

type checkOptions struct {
	accountFlags
	tls                            tlsFlags
	only, skip, families           []string
	level                          string
	list, strict, allowRemote      bool
	slow, destructive              bool
	baseline, writeBaseline, junit string
	deadline, wait                 time.Duration
}

func newCheckCmd(env *ui.Env) *cobra.Command {
	opts := &checkOptions{}
	cmd := &cobra.Command{
		Use:   "check [URL]",
		Short: "Check whether a callback URL does all that the platform asks of it",
		Long: `Runs the conformance cases against a callback URL, one after the other: the
verification of the URL, every kind of push, forged and damaged requests that must
be refused, and requests after which the server must still be alive. The account
settings decide which platform and mode the URL has.

A case has a level: must (the user gets no answer, the console refuses the URL, or
a forged message is accepted), should, or info. Before and after each case about a
refusal a right request must be answered well; if it is not, the case is blocked.
Each case sends its pushes as a user of its own, whose OpenID starts with oCheck_.
The exit code is 1 if a case of level must fails; with --strict, also should.`,
		Example: `  # your server at localhost:8080
  wxtool check http://localhost:8080/wx --token mytoken
  wxtool check 8080/wx --mode safe --strict --junit report.xml
  wxtool check --list --platform work
  # only some cases, against a server that is starting
  wxtool check 8080/wx --only handshake,signature`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&opts.only, "only", nil, "run only these `cases`: IDs, patterns such as 'mp/crypto/*', or topics")
	flags.StringSliceVar(&opts.skip, "skip", nil, "do not run these `cases`")
	flags.Var(newEnum(&opts.level, string(conform.Info), "must", "should", "info"), "level", "run only cases of this level or above")
	flags.BoolVar(&opts.list, "list", false, "print the cases and send nothing")
	flags.BoolVar(&opts.strict, "strict", false, "exit 1 also if a case of level should fails")
	flags.BoolVar(&opts.slow, "include-slow", false, "run also the cases that take seconds")
	flags.BoolVar(&opts.destructive, "include-destructive", false, "run also the cases whose pushes delete something, such as unsubscribe")
	flags.BoolVar(&opts.allowRemote, "allow-remote", false, "check a URL that is not on this machine")
	flags.Var(enumList{&opts.families, fixture.AllFamilies()}, "family", "the families of pushes that the URL gets: "+strings.Join(fixture.AllFamilies(), ", ")+" (default: the account's)")
	flags.StringVar(&opts.baseline, "baseline", "", "`file` with known failures, which do not fail the check")
	flags.StringVar(&opts.writeBaseline, "write-baseline", "", "write the failures to this `file`, for --baseline")
	flags.StringVar(&opts.junit, "junit", "", "write a JUnit report to this `file`")
	durationVar(flags, &opts.wait, "wait", 0, "wait up to this long for the port to answer")
	durationVar(flags, &opts.deadline, "deadline", 0, "time limit of each request (default: 5s, for the verification of WeCom 1s)")
	opts.tls.bind(cmd)
	opts.bind(cmd, append(callbackKeys(), account.To)...)
	return cmd
}

func (o *checkOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if o.flags.Changed("deadline") && o.deadline == 0 {
		return usage("--deadline 0: must be positive")
	}
	endpoint, err := o.endpoint(env, args)
	if err != nil {
		return err
	}
	run, err := o.options(env, endpoint)
	if err != nil {
		return err
	}
	if o.list {
		return printCases(env, run)
	}
	return o.check(ctx, env, run)
}

// endpoint is the URL and the account under test. With --list no URL is needed.
func (o *checkOptions) endpoint(env *ui.Env, args []string) (*conform.Endpoint, error) {
	s, err := o.resolve(env)
	if err != nil {
		return nil, err
	}
	e := &conform.Endpoint{Catalogue: catalogue(env)}
	if e.Account, err = s.account(); err != nil {
		return nil, err
	}
	if !o.list {
		if err := mustHaveKey(&e.Account); err != nil {
			return nil, err
		}
		if e.URL, err = o.target(s, args); err != nil {
			return nil, err
		}
	}
	if e.Pushes, err = o.pushes(e, s); err != nil {
		return nil, err
	}
	transport, err := o.tls.transport(env)
	if err != nil {
		return nil, err
	}
	e.Client = &deliver.Client{HTTP: transport, Now: env.Now, Rand: env.Rand, Deadline: o.deadline}
	return e, nil
}

// mustHaveKey returns an error if pushes to an account are encrypted and it has no key.
func mustHaveKey(a *callback.Account) error {
	if a.Key == nil && (a.Platform == callback.Work || a.Mode != callback.Plain) {
		return fmt.Errorf("check: %w", callback.ErrNoKey)
	}
	return nil
}

func (o *checkOptions) target(s *settings, args []string) (*url.URL, error) {
	target, err := targetOf(s, "check", args)
	if err != nil {
		return nil, err
	}
	if !deliver.IsLoopback(target) && !o.allowRemote {
		return nil, usage("callback URL %s: is not on this machine, and check sends it many damaged requests", target.Host).withHint("--allow-remote checks it, if it is yours")
	}
	return target, nil
}

// pushes are the kinds of pushes that the URL gets.
func (o *checkOptions) pushes(e *conform.Endpoint, s *settings) ([]*fixture.Fixture, error) {
	families := o.families
	if len(families) == 0 {
		usual, _ := usualFamily(s)
		families = []string{usual}
	}
	all, err := e.Catalogue.List(fixture.Filter{Pushes: true, Platforms: fixture.PlatformsOf(s.Platform())})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f *fixture.Fixture) bool { return !slices.Contains(families, f.Family()) })
	if len(all) == 0 {
		return nil, usage("--family %s: no URL of the platform %s gets such pushes", strings.Join(families, ","), s.Platform()).withHint("its families are " + strings.Join(fixture.FamiliesOf(s.Platform()), ", "))
	}
	return all, nil
}

// options are those of the engine.
func (o *checkOptions) options(env *ui.Env, e *conform.Endpoint) (conform.Options, error) {
	run := conform.Options{Endpoint: *e, Selection: conform.Selection{
		Only: o.only, Skip: o.skip, Level: conform.Level(o.level), Slow: o.slow, Destructive: o.destructive,
	}}
	if err := conform.CheckPatterns(e, append(slices.Clone(o.only), o.skip...)); err != nil {
		return run, usage("%w", err).withHint("wxtool check --list prints the cases")
	}
	var err error
	run.Baseline, err = readBaseline(env, o.baseline)
	run.OnCase = func(c *conform.Case) { env.Wait(c.ID(e.Account.Platform)) }
	return run, err
}

// check runs the cases and prints them.
func (o *checkOptions) check(ctx context.Context, env *ui.Env, run conform.Options) error {
	if err := o.writable(env); err != nil {
		return err
	}
	if err := await(ctx, env, run.Client, run.URL, o.wait); err != nil {
		return err
	}
	c := &checking{env: env, options: run, strict: o.strict, failures: conform.Baseline{}}
	sum, err := conform.Run(ctx, run, c.show)
	env.Wait("")
	if errors.Is(err, conform.ErrNoCases) {
		return usage("check: %w", err).withHint("wxtool check --list prints the cases")
	}
	interrupted := errors.Is(err, context.Canceled)
	if err == nil || interrupted {
		err = errors.Join(err, env.Print(newCheckSum(&sum, &run, o.strict, env.Lang)))
	}
	return verdictAfter(errors.Join(withoutHangUp(err), o.writeReports(c, err)), noUnless(sum.OK(o.strict)))
}
