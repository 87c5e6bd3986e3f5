package cli

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/conform"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

type checkOptions struct {
	accountFlags
	caseFlags
	tls               tlsFlags
	list, allowRemote bool
	wait              time.Duration
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
  wxtool check 8080/wx --only handshake,signature --wait 30s`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	opts.caseFlags.bind(flags)
	flags.BoolVar(&opts.list, "list", false, "print the cases and send nothing")
	flags.BoolVar(&opts.allowRemote, "allow-remote", false, "check a URL that is not on this machine")
	durationVar(flags, &opts.wait, "wait", 0, "wait up to this long for the port to answer")
	opts.tls.bind(cmd)
	opts.accountFlags.bind(cmd, append(callbackKeys(), account.To)...)
	return cmd
}

func (o *checkOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if err := o.checkDeadline(); err != nil {
		return err
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
	if err := o.writable(env); err != nil {
		return err
	}
	if err := await(ctx, env, run.Client, run.URL, o.wait); err != nil {
		return err
	}
	_, err = o.check(ctx, env, run)
	return err
}

// endpoint is the URL and the account under test. With --list no URL is needed.
func (o *checkOptions) endpoint(env *ui.Env, args []string) (*conform.Endpoint, error) {
	s, err := o.resolve(env)
	if err != nil {
		return nil, err
	}
	var to *url.URL
	if !o.list {
		if to, err = o.target(s, args); err != nil {
			return nil, err
		}
	}
	config, err := o.tls.config(env)
	if err != nil {
		return nil, err
	}
	transport := env.HTTP
	if config != nil {
		transport = deliver.TLSTransport(config)
	}
	e, err := o.endpointOf(env, s, to, transport)
	if err != nil || o.list {
		return e, err
	}
	e.Client.TLS = config
	return e, mustHaveKey(&e.Account)
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
