package cli

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/deliver"
	"wxtool/internal/fixture"
	"wxtool/internal/ui"
)

// caseFlags are the flags about the cases of a check and its reports.
type caseFlags struct {
	only, skip, families      []string
	level                     string
	strict, slow, destructive bool
	baseline, writeBaseline   string
	junit, html               string
	deadline                  time.Duration
	set                       *pflag.FlagSet
}

func (o *caseFlags) bind(flags *pflag.FlagSet) {
	o.set = flags
	flags.StringSliceVar(&o.only, "only", nil, "run only these `cases`: IDs, patterns such as 'mp/crypto/*', or topics")
	flags.StringSliceVar(&o.skip, "skip", nil, "do not run these `cases`")
	flags.Var(newEnum(&o.level, string(conform.Info), "must", "should", "info"), "level", "run only cases of this level or above")
	flags.BoolVar(&o.strict, "strict", false, "exit 1 also if a case of level should fails")
	flags.BoolVar(&o.slow, "include-slow", false, "run also the cases that take seconds")
	flags.BoolVar(&o.destructive, "include-destructive", false, "run also the cases whose pushes delete something, such as unsubscribe")
	flags.Var(enumList{&o.families, fixture.AllFamilies()}, "family", "the families of pushes that the URL gets: "+strings.Join(fixture.AllFamilies(), ", ")+" (default: the account's)")
	flags.StringVar(&o.baseline, "baseline", "", "`file` with known failures, which do not fail the check")
	flags.StringVar(&o.writeBaseline, "write-baseline", "", "write the failures to this `file`, for --baseline")
	flags.StringVar(&o.junit, "junit", "", "write a JUnit report to this `file`")
	flags.StringVar(&o.html, "html", "", "write a report as one HTML page to this `file`")
	durationVar(flags, &o.deadline, "deadline", 0, "time limit of each request (default: 5s, for the verification of WeCom 1s)")
}

func (o *caseFlags) checkDeadline() error {
	if o.set.Changed("deadline") && o.deadline == 0 {
		return usage("--deadline 0: must be positive")
	}
	return nil
}

// endpointOf is a callback URL under test.
func (o *caseFlags) endpointOf(env *ui.Env, s *settings, to *url.URL, transport http.RoundTripper) (*conform.Endpoint, error) {
	e := &conform.Endpoint{
		URL: to, Catalogue: catalogue(env),
		Client: &deliver.Client{HTTP: transport, Now: env.Now, Rand: env.Rand, Deadline: o.deadline},
	}
	var err error
	if e.Account, err = s.account(); err != nil {
		return nil, err
	}
	e.KeepReceiveID = s.given(account.ReceiveID)
	if e.Pushes, err = o.pushes(e, s); err == nil && e.Pushes[0].Platform == "component" {
		e.Account.Mode = callback.Safe // an open platform encrypts at both of its URLs
	}
	return e, err
}

// pushes are the kinds of pushes that the URL gets.
func (o *caseFlags) pushes(e *conform.Endpoint, s *settings) ([]*fixture.Fixture, error) {
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
func (o *caseFlags) options(env *ui.Env, e *conform.Endpoint) (conform.Options, error) {
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

// check runs the cases and prints them. The error is also that of the verdict no.
func (o *caseFlags) check(ctx context.Context, env *ui.Env, run conform.Options) (conform.Sum, error) {
	c := &checking{env: env, options: run, strict: o.strict, failures: conform.Baseline{}}
	sum, err := conform.Run(ctx, run, c.show)
	env.Wait("")
	if errors.Is(err, conform.ErrNoCases) {
		return sum, usage("check: %w", err).withHint("wxtool check --list prints the cases")
	}
	interrupted := errors.Is(err, context.Canceled)
	if err == nil || interrupted {
		err = errors.Join(err, env.Print(newCheckSum(&sum, &run, o.strict, env.Lang)))
	}
	return sum, verdictAfter(errors.Join(withoutHangUp(err), o.writeReports(c, &sum, err)), noUnless(sum.OK(o.strict)))
}
