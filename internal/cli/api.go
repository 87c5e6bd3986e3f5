package cli

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/httpx"
	"wxtool/internal/sandbox"
	"wxtool/internal/tokencache"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// accountHint is the hint if a call needs an account and there is none.
const accountHint = "add a profile with app_id and app_secret to wxtool.yaml, set WXTOOL_APP_ID and WXTOOL_APP_SECRET, or try it on this machine with --sandbox"

// sandboxOrigin is the API base of an in-memory sandbox.
const sandboxOrigin = "http://sandbox.localhost"

// apiFlags are the account settings of a command that calls the API.
type apiFlags struct {
	accountFlags
	sandbox bool
	state   string
}

func (a *apiFlags) bind(cmd *cobra.Command) {
	cmd.Flags().BoolVar(&a.sandbox, "sandbox", false, "use an in-memory sandbox for this command")
	cmd.Flags().StringVar(&a.state, "state", "", "keep the state of --sandbox in this file")
	a.accountFlags.bind(cmd, account.Platform, account.AppID, account.AppSecret, account.AgentID, account.APIBase)
}

// client returns the API client for the account.
func (a *apiFlags) client(ctx context.Context, env *ui.Env) (*wxapi.Client, error) {
	if a.state != "" && !a.sandbox {
		return nil, usage("--state: has no effect without --sandbox").withHint("add --sandbox, or leave --state out")
	}
	if a.sandbox && a.flags.Changed("api-base") {
		return nil, usage("--sandbox and --api-base cannot be combined").withHint("leave one of them out")
	}
	s, err := a.asGiven(env, nil)
	if err != nil {
		return nil, err
	}
	client := &wxapi.Client{HTTP: env.API, Now: env.Now, Cache: &wxapi.Memory{}, Observe: observeAPI(env)}
	if a.sandbox {
		return client, a.enterSandbox(ctx, env, client, s)
	}
	if client.Origin, err = apiOrigin(env, s); err != nil {
		return nil, err
	}
	client.Account, err = apiAccount(env, s, isLoopback(client.Origin))
	if err != nil {
		return nil, err
	}
	client.Cache = tokenCache(env)
	return client, nil
}

// enterSandbox connects the client to an in-memory sandbox that has its account, by
// default with the demo account's secret.
func (a *apiFlags) enterSandbox(ctx context.Context, env *ui.Env, client *wxapi.Client, s *settings) error {
	who := s.caller()
	if who.AppID == "" {
		who = demoCaller(env, s)
	}
	who.Secret = cmp.Or(who.Secret, account.DemoAppSecret)
	kept, err := openSandbox(ctx, env, a.state, sandbox.Config{
		Accounts: []sandbox.Account{{Platform: who.Platform, AppID: who.AppID, Secret: who.Secret, AgentID: who.AgentID}}, Rand: env.Rand,
	}, nil)
	if err != nil {
		return err
	}
	client.Account, client.Origin = who, sandboxOrigin
	client.HTTP = httpx.InProcess{Handler: kept, After: func() error { return stateProblem(a.state, kept.Unkept()) }}
	return nil
}

// tokenCache returns the user's token cache, or one in memory if that is not possible.
func tokenCache(env *ui.Env) wxapi.Cache {
	if env.CacheDir == "" {
		return &wxapi.Memory{}
	}
	folder := filepath.Join(env.CacheDir, "wxtool")
	notKept := func(err error) {
		env.Warnf("%v, so the access_token is not saved", fileProblem("write", folder, err))
	}
	dir, err := tokencache.Open(folder)
	if err != nil {
		notKept(err)
		return &wxapi.Memory{}
	}
	return wxapi.NewFallback(dir, notKept)
}

// observeAPI shows requests with --verbose.
func observeAPI(env *ui.Env) func(wxapi.Trace) {
	if !env.Verbose {
		return nil
	}
	return func(t wxapi.Trace) {
		status := "no answer"
		if t.Status != 0 {
			status = fmt.Sprint(t.Status)
		}
		env.Show(fmt.Sprintf("%s %s  %s  %.0f ms", t.Method, t.URL, status, milliseconds(t.Duration)), "")
	}
}

// bindShow binds the flags of a command that needs no account.
func (a *apiFlags) bindShow(cmd *cobra.Command) {
	a.accountFlags.bind(cmd, account.APIBase)
}

// anonymous returns a client for calls that need no account.
func (a *apiFlags) anonymous(env *ui.Env) (*wxapi.Client, error) {
	s, err := a.asGiven(env, nil)
	if err != nil {
		return nil, err
	}
	origin := wxapi.OfficialOrigin(wxapi.MP)
	if s.get(account.APIBase) != "" {
		u, err := s.apiBase()
		if err != nil {
			return nil, err
		}
		origin = originOf(u)
	}
	return &wxapi.Client{Origin: origin, HTTP: env.API, Now: env.Now, Cache: &wxapi.Memory{}, Observe: observeAPI(env)}, nil
}
