package cli

import (
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"net"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/echo"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

type sandboxOptions struct {
	accountFlags
	listen, addrFile string
	seed             uint64
}

func newSandboxCmd(env *ui.Env) *cobra.Command {
	opts := &sandboxOptions{}
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Run the platform's API on this machine",
		Long: `Runs a platform for programs that call it: point them at its address instead
of https://api.weixin.qq.com or https://qyapi.weixin.qq.com. It gives tokens and
QR codes and refuses as the real one does: HTTP 200 with errcode and errmsg, in
its order of checks, with its limits and its rules for tokens.

It knows every profile of wxtool.yaml that has an app_id and an app_secret, or
else the demo account of both platforms. It forgets all when it ends.`,
		Example: `  wxtool sandbox
  wxtool sandbox --listen 127.0.0.1:0 --addr-file addr --seed 1 --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return opts.run(cmd.Context(), env, cmd.Flags().Changed("seed"))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.listen, "listen", "127.0.0.1:8090", "address; :PORT means this machine only, port 0 picks one")
	flags.StringVar(&opts.addrFile, "addr-file", "", "write the address listened on into this file once ready")
	flags.Uint64Var(&opts.seed, "seed", 0, "make up the same tokens and tickets each time (default random)")
	opts.bind(cmd, account.Platform, account.AppID, account.AppSecret)
	return cmd
}

func (o *sandboxOptions) run(ctx context.Context, env *ui.Env, seeded bool) error {
	accounts, err := o.accounts(env)
	if err != nil {
		return err
	}
	demo := accounts == nil
	if demo {
		accounts = demoAccounts()
	}
	listener, err := listen(o.listen, demo)
	if err != nil {
		return err
	}
	defer listener.Close()
	serving, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	server := sandbox.New(sandbox.Config{
		Accounts: accounts, Now: env.Now, Rand: o.random(env, seeded),
		Observe: func(e sandbox.Event) {
			if err := env.Print(newCallEvent(e)); err != nil {
				stop(err)
			}
		},
	})
	if err := o.ready(env, listener, accounts); err != nil {
		return err
	}
	if err := echo.Serve(serving, listener, server); err != nil {
		return unreachable("", "cannot serve on %s: %w", listener.Addr(), err)
	}
	return context.Cause(serving)
}

func (o *sandboxOptions) random(env *ui.Env, seeded bool) io.Reader {
	if !seeded {
		return env.Rand
	}
	var seed [32]byte
	binary.BigEndian.PutUint64(seed[:], o.seed)
	return rand.NewChaCha8(seed)
}

// accounts are those of the settings in force and of all profiles.
func (o *sandboxOptions) accounts(env *ui.Env) ([]sandbox.Account, error) {
	inForce := o.source(env, nil)
	names, err := account.ProfileNames(inForce)
	if err != nil {
		return nil, err
	}
	sources := []account.Source{inForce}
	for _, name := range names {
		sources = append(sources, sourceOf(env, nil, name, o.config))
	}
	var accounts []sandbox.Account
	for i, source := range sources {
		found, err := account.Resolve(source)
		switch {
		case err != nil && i == 0:
			return nil, err
		case err != nil:
			env.Warnf("%v, so the sandbox does not know this profile", err)
			continue
		}
		heed(env, found)
		accounts = addAccount(accounts, &settings{Settings: found})
	}
	return accounts, nil
}

func addAccount(accounts []sandbox.Account, s *settings) []sandbox.Account {
	a := sandbox.Account{Platform: s.Platform(), AppID: s.get(account.AppID), Secret: s.get(account.AppSecret)}
	known := func(b sandbox.Account) bool { return a.Platform == b.Platform && a.AppID == b.AppID }
	if a.AppID == "" || a.Secret == "" || slices.ContainsFunc(accounts, known) {
		return accounts
	}
	return append(accounts, a)
}

func demoAccounts() []sandbox.Account {
	return []sandbox.Account{
		{Platform: sandbox.MP, AppID: account.DemoAppID, Secret: account.DemoAppSecret},
		{Platform: sandbox.Work, AppID: account.DemoCorpID, Secret: account.DemoAppSecret},
	}
}

func (o *sandboxOptions) ready(env *ui.Env, listener net.Listener, accounts []sandbox.Account) error {
	addr := listener.Addr().String()
	event := sandboxReady{Type: "ready", Addr: addr, URL: "http://" + addr}
	for _, a := range accounts {
		event.Accounts = append(event.Accounts, sandboxAccount{a.Platform, a.AppID})
	}
	if o.addrFile != "" {
		if err := writeWhole(filepath.Join(dirOf(env, o.addrFile), o.addrFile), []byte(addr+"\n")); err != nil {
			return err
		}
	}
	return env.Print(event)
}
