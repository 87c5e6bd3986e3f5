package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/callback"
	"wxtool/internal/echo"
	"wxtool/internal/expect"
	"wxtool/internal/fixture"
	"wxtool/internal/httpx"
	"wxtool/internal/message"
	"wxtool/internal/ui"
)

type serveOptions struct {
	accountFlags
	record                        recordFlags
	listen, path, reply, addrFile string
	delay, timeout, maxAge        time.Duration
	status, exitAfter             int
	allowUnsigned                 bool
}

func newServeCmd(env *ui.Env) *cobra.Command {
	opts := &serveOptions{}
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Run a local echo server that verifies, decrypts, shows and answers",
		Long: `Runs a callback server as you would write it. It answers the verification of
its URL, checks and decrypts every push, prints it readably, and answers with
the same text, in the mode in which the push came. A wrong signature gets 403,
and its diagnosis is printed. If the reader of stdout is too slow, events are
dropped and counted. --record drops nothing: it is written before the answer.
With -q no events are printed; --json prints them nevertheless.

A body may have 10 MiB, and all bodies in memory together 64 MiB. A request that
gets no memory within three seconds gets 503. Large requests are not diagnosed.

It listens on this machine only, unless --listen names another address in full.
With --mode safe or compatible a push that is not encrypted is refused.`,
		Example: `  wxtool serve
  wxtool serve --listen :3000 --reply success --delay 6s
  wxtool serve --listen 127.0.0.1:0 --addr-file addr --exit-after 1 --timeout 60 --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.listen, "listen", "127.0.0.1:8080", "address; :PORT means this machine only, port 0 picks one")
	flags.StringVar(&opts.path, "path", "/", "serve this path only; / serves all")
	flags.StringVar(&opts.reply, "reply", "echo", "echo, success, empty, a reply fixture's name or a file")
	durationVar(flags, &opts.delay, "delay", 0, "wait this long before answering, such as 6s")
	flags.IntVar(&opts.status, "status", 200, "HTTP status of the answer")
	opts.record.bind(flags)
	flags.StringVar(&opts.addrFile, "addr-file", "", "write the address listened on into this file once ready")
	flags.IntVar(&opts.exitAfter, "exit-after", 0, "exit after `N` pushes")
	durationVar(flags, &opts.timeout, "timeout", 0, "exit after this time, with exit code 1 if fewer pushes than --exit-after came")
	flags.BoolVar(&opts.allowUnsigned, "allow-unsigned", false, "take pushes without a right signature")
	durationVar(flags, &opts.maxAge, "max-age", maxAge, "refuse pushes whose timestamp is further than this from the clock; 0 accepts any")
	cmd.RegisterFlagCompletionFunc("reply", completeReplies(env))
	opts.bind(cmd, callbackKeys()...)
	return cmd
}

func (o *serveOptions) run(ctx context.Context, env *ui.Env) error {
	if o.status < 200 || o.status > 599 || o.exitAfter < 0 {
		return usage("serve: --status must be 200 to 599, --exit-after not negative")
	}
	if o.flags.Changed("timeout") && o.timeout == 0 {
		return usage("--timeout 0: must be positive").withHint("without --timeout the server does not end by itself")
	}
	if !strings.HasPrefix(o.path, "/") {
		o.path = "/" + o.path
	}
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	server, err := newEcho(env, s)
	if err != nil {
		return err
	}
	server.Path, server.Delay, server.Status, server.AllowUnsigned, server.MaxAge = o.path, o.delay, o.status, o.allowUnsigned, o.maxAge
	if server.Reply, err = responder(env, o.reply, s.Platform()); err != nil {
		return err
	}
	listener, err := listen(o.listen, s.public())
	if err != nil {
		return err
	}
	defer listener.Close()
	return o.serve(ctx, env, s, server, listener)
}

func (o *serveOptions) serve(ctx context.Context, env *ui.Env, s *settings, server *echo.Server, listener net.Listener) error {
	addr := listener.Addr().String()
	recorder, err := o.record.open(env, recordSecrets(s))
	if err != nil {
		return err
	}
	defer recorder.Close()
	forget, err := writeAddr(env, o.addrFile, addr)
	if err != nil {
		return err
	}
	defer forget()
	serving, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	if o.timeout > 0 {
		timer := time.AfterFunc(o.timeout, func() { stop(errTimeUp) })
		defer timer.Stop()
	}
	defer collectLess(env)()
	log := &serveLog{recorder: recorder, settings: s, left: o.exitAfter, stop: stop, quiet: env.Quiet && !env.JSON}
	server.Record, server.Observe = log.record, log.observe
	ready := readyEvent{Addr: addr, URL: "http://" + addr + server.Path, lang: env.Lang}
	printer := startPrinter(env, &log.feed, stop, ready, func(e *echo.Event) ui.Result { return newServeEvent(e, env.Lang) })
	err = serveWithNote(ctx, env, func() error { return httpx.Serve(serving, listener, printer.intake.handler(server)) })
	unprinted := printer.finish(ctx)
	switch cause := context.Cause(serving); {
	case err != nil:
		return unreachable("cannot serve on %s: %w", addr, err)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(cause, errEnough):
		return unprinted
	case errors.Is(cause, errTimeUp):
		return verdictAfter(unprinted, o.tooFew(log.left))
	default:
		return cause
	}
}

// tooFew is the verdict of a server whose time is up with pushes left to come.
func (o *serveOptions) tooFew(left int) error {
	if left <= 0 {
		return nil
	}
	return &problem{kind: "timeout", code: exitNo, err: fmt.Errorf("serve: %d of %d pushes came within %s", o.exitAfter-left, o.exitAfter, o.timeout)}
}

// writeAddr writes the address of a server into the file that the user names, if
// any. Forget removes it again, or the next server's script would read it too
// soon.
func writeAddr(env *ui.Env, name, addr string) (forget func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	file := pathOf(env, name)
	return func() { removeIf(file, addr+"\n") }, writeFile(env, name, []byte(addr+"\n"))
}

// removeIf removes a file if it still has the content. It leaves a file that another
// server has written since.
func removeIf(name, content string) {
	if have, err := os.ReadFile(name); err == nil && string(have) == content {
		os.Remove(name)
	}
}

// serveWithNote serves and, when the user interrupts, prints what it waits for.
func serveWithNote(ctx context.Context, env *ui.Env, serve func() error) error {
	printed := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		env.Notef("finishing the requests in flight, for 10 seconds at most; press Ctrl-C again to exit now")
		close(printed)
	})
	err := serve()
	if !stop() {
		<-printed
	}
	return err
}

// newEcho returns the echo server of an account. It accepts every mode unless the user
// set one.
func newEcho(env *ui.Env, s *settings) (*echo.Server, error) {
	acct, err := s.account()
	if err != nil {
		return nil, err
	}
	if acct.Platform == callback.MP && !s.given(account.Mode) {
		acct.Mode = callback.Plain
	}
	if acct.Mode != callback.Plain && acct.Key == nil {
		return nil, fmt.Errorf("mode %s: %w", acct.Mode, callback.ErrNoKey)
	}
	answers := catalogue(env).Answers(s.Platform())
	return &echo.Server{
		Account: acct, Diagnose: s.diagnoseOptions(env), Now: env.Now, Rand: env.Rand, Reply: echo.Echo(env.Now),
		Expect: func(_ callback.Query, msg []byte, head *message.Head) expect.Answer { return answers(msg, head) },
	}, nil
}

// responder makes the replies that --reply asks for.
func responder(env *ui.Env, reply, platform string) (echo.Responder, error) {
	switch reply {
	case "echo":
		return echo.Echo(env.Now), nil
	case "success":
		return echo.Literal("success"), nil
	case "empty":
		return echo.Literal(""), nil
	}
	f, err := findFixture(env, reply, platform)
	if err != nil {
		return nil, err
	}
	return echo.Template(f.Message(), env.Now), nil
}

// listen opens the port. Without a host it listens on loopback only. The demo account
// is served on loopback only, because its Token is public.
func listen(addr string, demo bool) (net.Listener, error) {
	hint := "give it as 127.0.0.1:8080, or :8080 for this machine only"
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, usage("--listen %q: is not HOST:PORT", addr).withHint(hint)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	if ip := net.ParseIP(host); demo && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, config("--listen %s: the demo account is served on this machine only", addr).withHint("set your account's --token and --encoding-aes-key")
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, unreachable("cannot listen on %s: %w", addr, httpx.RootCause(err)).withHint(listenHint(err))
	}
	return listener, nil
}

func listenHint(err error) string {
	if strings.Contains(err.Error(), "address already in use") {
		return "another server has the port; --listen 127.0.0.1:0 picks a free one"
	}
	return ""
}

// completeReplies offers what --reply takes.
func completeReplies(env *ui.Env) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		words := []cobra.Completion{"echo", "success", "empty"}
		return append(words, fixtureNames(env, fixture.Filter{Kind: "reply"}, typed)...), cobra.ShellCompDirectiveDefault
	}
}
