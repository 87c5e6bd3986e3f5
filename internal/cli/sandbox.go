package cli

import (
	"cmp"
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/exchange"
	"wxtool/internal/httpx"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

type sandboxOptions struct {
	accountFlags
	tls                     tlsFlags
	record                  recordFlags
	listen, addrFile, state string
	allowIPs                []string
	seed                    uint64
	endpoints               bool
}

// sandboxKeys are the settings of an account of a sandbox.
func sandboxKeys() []string {
	return append(callbackKeys(), account.AppSecret, account.To, account.OAuthDomain)
}

func newSandboxCmd(env *ui.Env) *cobra.Command {
	opts := &sandboxOptions{}
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run the platform on this machine: its API, and users who follow, scan and click",
		Long: `Runs a platform for programs that call its API: give them its address instead of
https://api.weixin.qq.com or https://qyapi.weixin.qq.com. It has tokens, QR codes,
menus, users, tags, customer messages and web login (/connect/oauth2/authorize asks
who holds the phone), with the errors, order of checks and limits of the real one.

Virtual users act with wxtool sandbox do (or POST /sandbox/do), and the platform
pushes to the account's callback URL, --to or to: in a profile. The accounts are
all profiles of wxtool.yaml with an app_id, or else the demo account of both
platforms. --state keeps the state in a file. While the reader of stdout is too
slow, calls are counted instead of printed. With an account of your own, --listen
accepts addresses that other machines reach: for the API, not for acts and pages.`,
		Example: `  wxtool sandbox
  # your server at localhost:8080
  wxtool sandbox --to http://localhost:8080/wx --state sandbox.json
  wxtool sandbox --endpoints
  wxtool sandbox --listen 127.0.0.1:0 --addr-file addr --seed 1 --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return opts.run(cmd.Context(), env, cmd.Flags().Changed("seed"))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.listen, "listen", "127.0.0.1:8090", "address; :PORT means this machine only, port 0 picks one")
	flags.StringVar(&opts.addrFile, "addr-file", "", "write the address listened on into this file once ready")
	flags.StringVar(&opts.state, "state", "", "keep the state in this file, and media in a folder next to it")
	flags.StringSliceVar(&opts.allowIPs, "allow-ip", nil, "only these addresses and ranges may call the API: the IP whitelist (repeatable, default: all)")
	flags.Uint64Var(&opts.seed, "seed", 0, "make the same tokens and tickets in each run (default random)")
	flags.BoolVar(&opts.endpoints, "endpoints", false, "list the paths of the API, and exit")
	opts.record.bind(flags)
	opts.tls.bind(cmd)
	opts.bind(cmd, sandboxKeys()...)
	cmd.AddCommand(newSandboxDoCmd(env), newSandboxUsersCmd(env), newSandboxClockCmd(env), newSandboxResetCmd(env))
	return cmd
}

func (o *sandboxOptions) run(ctx context.Context, env *ui.Env, seeded bool) error {
	if o.endpoints {
		return env.Print(endpointsResult{sandbox.Endpoints()})
	}
	transport, err := o.tls.transport(env)
	if err != nil {
		return err
	}
	known, err := o.accounts(env)
	if err != nil {
		return err
	}
	if o.flags.Changed("allow-ip") {
		if err := known.allow(o.allowIPs); err != nil {
			return err
		}
	}
	serving, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	clock := &sandboxTime{env: env}
	if err := known.answerDemo(serving, clock); err != nil {
		return err
	}
	known.warnOfSecrets()
	listener, err := listen(o.listen, known.demo())
	if err != nil {
		return err
	}
	defer listener.Close()
	warnOfNeighbours(env, o.listen, listener.Addr())
	recorder, err := o.record.open(env, recordSecrets(known.used...))
	if err != nil {
		return err
	}
	defer recorder.Close()
	feed := &exchange.Feed[ui.Result]{}
	server, err := openSandbox(ctx, env, o.state, sandbox.Config{
		Accounts: known.list, Rand: o.random(env, seeded), HTTP: transport, Recorder: known.recorder(recorder, stop),
		Observe:    func(e sandbox.Event) { feed.Publish(newCallEvent(e), callSize(e)) },
		ObserveAct: func(out *sandbox.Outcome) { feed.Publish(newActEvent(out), actSize(out)) },
	}, stateWritten(env, o.state))
	if err != nil {
		return err
	}
	clock.follow(server.World().Now)
	addr := listener.Addr().String()
	forget, err := writeAddr(env, o.addrFile, addr)
	if err != nil {
		return err
	}
	defer forget()
	printer := startPrinter(env, feed, stop, newSandboxReady(addr, known), func(r ui.Result) ui.Result { return r })
	err = serveWithNote(ctx, env, func() error { return httpx.Serve(serving, listener, printer.intake.handler(server)) })
	unprinted, unkept := printer.finish(ctx), stateProblem(o.state, server.Finish())
	if err != nil {
		return unreachable("cannot serve on %s: %w", addr, err)
	}
	return cmp.Or(unkept, context.Cause(serving), unprinted)
}

// stateWritten reports the first write of the state that fails, and the next that succeeds.
func stateWritten(env *ui.Env, state string) func(error) {
	return func(err error) {
		if err != nil {
			env.Warnf("%v; changes stay in memory, and calls that change something fail until it can be written", err)
			return
		}
		env.Notef("%s can be written again", state)
	}
}

// warnOfNeighbours warns if other machines can reach the sandbox.
func warnOfNeighbours(env *ui.Env, listen string, addr net.Addr) {
	if tcp, ok := addr.(*net.TCPAddr); ok && !tcp.IP.IsLoopback() {
		env.Warnf("--listen %s: other machines can call the API, and app_secret and tokens are sent unencrypted; only this machine can act as users", listen)
	}
}

func (o *sandboxOptions) random(env *ui.Env, seeded bool) io.Reader {
	if !seeded {
		return env.Rand
	}
	var seed [32]byte
	binary.BigEndian.PutUint64(seed[:], o.seed)
	return rand.NewChaCha8(seed)
}
