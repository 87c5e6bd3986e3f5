package cli

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"wxtool/internal/account"
	"wxtool/internal/childproc"
	"wxtool/internal/conform"
	"wxtool/internal/deliver"
	"wxtool/internal/ui"
)

type runOptions struct {
	accountFlags
	caseFlags
	tls           tlsFlags
	listen, state string
	check, prefix bool
	intercept     bool
	port          uint16
	wait          time.Duration
}

func newRunCmd(env *ui.Env) *cobra.Command {
	opts := &runOptions{}
	cmd := &cobra.Command{
		Use:   "run [flags] -- <COMMAND> [ARG] …",
		Short: "Run your tests or your server with a sandbox, and check the server",
		Long: `Starts a sandbox, and then COMMAND with an account, the address of the sandbox and
your callback URL in its environment: WXTOOL_APP_ID, WXTOOL_APP_SECRET, WXTOOL_TOKEN,
WXTOOL_API_BASE, WXTOOL_TO and more, see wxtool help environment. What the account
lacks is made up; without an account everything is. Nothing reaches the platform.
Signals are passed on to COMMAND, and its exit code is that of wxtool: 128+n if signal
n ended it, 127 if there is no such program. What it leaves behind ends with it.

With --check COMMAND is a server: when the port of --to answers, the URL is checked as
by wxtool check, with its flags and exit code, and COMMAND is ended. Stdout has the
result, and stderr what COMMAND prints; with -q it is not shown.

With --intercept, programs that call https://api.weixin.qq.com reach the sandbox too.`,
		Example: `  # your tests, which call the API at WXTOOL_API_BASE
  wxtool run -- go test ./...
  wxtool run --platform work --state corp.json -- python3 -m pytest
  # a program that takes no other address than the platform's
  wxtool run --intercept -- python3 app.py
  # your server, with a report
  wxtool run --check --to http://localhost:8000/wx -- python3 manage.py runserver 8000
  wxtool run --check --strict -q --junit report.xml --to 3000/wx -- npm start`,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	flags.SetInterspersed(false)
	flags.BoolVar(&opts.check, "check", false, "check the callback URL as wxtool check does, and then end COMMAND")
	durationVar(flags, &opts.wait, "wait", time.Minute, "wait up to this long for the port of --to to answer")
	flags.Uint16Var(&opts.port, "port", 0, "port of COMMAND on this machine, with the path of to: in the profile; --to has both")
	flags.BoolVar(&opts.intercept, "intercept", false, "answer the platform's own hosts too, by a proxy in the environment of COMMAND")
	flags.BoolVar(&opts.prefix, "prefix", false, "put the name of COMMAND before each line that it prints")
	flags.StringVar(&opts.listen, "listen", "127.0.0.1:0", "address of the sandbox; port 0 picks one")
	flags.StringVar(&opts.state, "state", "", "keep the state of the sandbox in this file, and media in a folder next to it")
	opts.tls.bind(cmd)
	opts.accountFlags.bind(cmd, sandboxKeys()...)
	opts.caseFlags.bind(flags)
	return cmd
}

func (o *runOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if len(args) == 0 {
		return usage("run: COMMAND is missing").withHint("such as wxtool run -- go test ./...")
	}
	if err := o.checkFlags(); err != nil {
		return err
	}
	known, err := o.completed(env)
	if err != nil {
		return err
	}
	shareWriters(env)
	r := &running{env: env, options: o, command: args, to: known.list[0].To, vars: map[string]string{}}
	if err := r.mayCheck(ctx); err != nil {
		return err
	}
	if r.http, err = o.tls.transport(env); err != nil {
		return err
	}
	if err := r.prepareCheck(known.used[0]); err != nil {
		return err
	}
	defer r.end()
	if err := r.startSandbox(ctx, known); err != nil {
		return err
	}
	return r.run(ctx, known.used[0])
}

// checkFlags rejects the flags about cases without --check, and a port beside --to.
func (o *runOptions) checkFlags() error {
	switch {
	case o.flags.Changed("port") && o.port == 0:
		return usage("--port 0: must be 1 to 65535").withHint("give the port on which COMMAND listens")
	case o.flags.Changed("port") && o.flags.Changed(account.FlagOf(account.To)):
		return usage("--port and --to cannot be combined: --to has the port").withHint("leave --port out")
	}
	if o.check {
		return o.checkDeadline()
	}
	only := pflag.NewFlagSet("", pflag.ContinueOnError)
	new(caseFlags).bind(only)
	var err error
	only.VisitAll(func(f *pflag.Flag) {
		if err == nil && o.flags.Changed(f.Name) {
			err = usage("run: --%s has no effect without --check", f.Name).withHint("add --check, or leave it out")
		}
	})
	return err
}

// completed returns the accounts of the sandbox. The first is the one in force, which the
// command gets, and has all settings.
func (o *runOptions) completed(env *ui.Env) (*sandboxAccounts, error) {
	found, err := account.Resolve(o.source(env, nil))
	if err != nil {
		return nil, err
	}
	if o.port != 0 {
		if found, err = account.Resolve(o.source(env, map[string]string{account.To: o.local(found)})); err != nil {
			return nil, err
		}
	}
	s := &settings{Settings: found}
	if err := s.noProfile(); err != nil && !s.Configured() {
		return nil, err
	}
	if s.Settings, err = s.Completed(env.Rand); err != nil {
		return nil, err
	}
	known := &sandboxAccounts{env: env, warned: map[string]bool{}}
	known.applyOnce(s.Settings)
	if err := known.add(s); err != nil {
		return nil, err
	}
	known.addProfiles(&o.accountFlags, s.Profiles())
	return known, nil
}

// local is the callback URL of --port: this machine, with the path and query of the
// setting, which may be the address that the platform uses.
func (o *runOptions) local(found *account.Settings) string {
	local := url.URL{Scheme: "http", Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(int(o.port))), Path: "/"}
	if text, _ := found.Get(account.To); text != "" {
		if set, err := deliver.ParseTarget(text); err == nil {
			local.Path, local.RawPath, local.RawQuery = set.Path, set.RawPath, set.RawQuery
		}
	}
	return local.String()
}

// running is a command with the servers that run beside it.
type running struct {
	env     *ui.Env
	options *runOptions
	command []string
	to      *url.URL          // the callback URL, nil for none
	sandbox string            // its origin
	http    http.RoundTripper // to callback URLs

	vars  map[string]string // more variables for the command
	atEnd []func()          // end the servers, the last one first
	child *childproc.Child
	cases *conform.Options // to check, nil for none
	sum   *conform.Sum     // of the check, once it has been made
	tail  *childproc.Tail  // what the command printed last, nil if the user sees it
}

// beside registers what ends a server that runs beside the command.
func (r *running) beside(end func()) { r.atEnd = append(r.atEnd, end) }

func (r *running) end() {
	for i := len(r.atEnd) - 1; i >= 0; i-- {
		r.atEnd[i]()
	}
}

// mayCheck reports why a callback URL cannot be checked. If another process has the port,
// that one would be checked.
func (r *running) mayCheck(ctx context.Context) error {
	switch {
	case r.to == nil && r.options.check:
		return usage("run: --check needs the callback URL of the command").withHint("add --to, such as --to http://localhost:8000/wechat, or --port")
	case r.options.check && !deliver.IsLoopback(r.to):
		return usage("run: --check is for a server on this machine, which %s is not", r.to.Host).withHint("check another with wxtool check --allow-remote")
	case r.to == nil || !deliver.IsLoopback(r.to) || !r.client().Listens(ctx, r.to):
		return nil
	case r.options.check:
		return unreachable("run: another process listens on %s, and would be checked", r.to.Host).withHint("end it, or use another port")
	}
	r.env.Notef("another process listens on %s, and gets the pushes", r.to.Host)
	return nil
}

func (r *running) client() *deliver.Client {
	return &deliver.Client{HTTP: r.http, Now: r.env.Now, Rand: r.env.Rand}
}

// environ is the environment of the command.
func (r *running) environ(s *settings) []string {
	values := map[string]string{account.APIBase: r.sandbox}
	if r.to != nil {
		values[account.To] = r.to.String()
	}
	environ := s.Environ(os.Environ(), values)
	for name, value := range r.vars {
		environ = append(environ, name+"="+value)
	}
	return append(environ, account.ConfigEnv+"="+os.DevNull) // a profile would add to the settings
}

// startProblem is the error of a command that cannot be started.
func startProblem(err error) error {
	failed, ok := errors.AsType[*childproc.StartError](err)
	if !ok {
		return unreadable("run: %w", err)
	}
	if failed.NotFound() {
		return (&problem{kind: "usage", code: exitNotFound, err: err}).withHint("is it installed, and in a folder of PATH? A file of this folder starts with ./")
	}
	return (&problem{kind: "io", code: exitCannotRun, err: err}).withHint("is it a program, and is its mode executable?")
}
