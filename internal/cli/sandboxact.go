package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/echo"
	"wxtool/internal/httpx"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// sandboxAddress is where a running sandbox is unless --api-base says otherwise.
const sandboxAddress = "http://127.0.0.1:8090"

// sandboxWhere is what --api-base means to who acts in a sandbox.
const sandboxWhere = "where the sandbox runs (default: " + sandboxAddress + ")"

// oneSandbox refuses to be told of two.
func oneSandbox(flags *accountFlags, state string) error {
	if state != "" && flags.flags.Changed(account.FlagOf(account.APIBase)) {
		return usage("leave one of them out", "--state acts in this process, and --api-base names a sandbox that runs")
	}
	return nil
}

// local acts in a sandbox of this process, whose state is in the file. Accounts
// without a callback URL get an echo server.
func (o *sandboxDoOptions) local(ctx context.Context, env *ui.Env, act sandbox.Act) (*sandbox.Outcome, error) {
	known, err := o.accounts(env)
	if err != nil {
		return nil, err
	}
	serving, stop := context.WithCancel(ctx)
	defer stop()
	for i := range known.list {
		if a := &known.list[i]; a.To == nil && a.Callback.Token != "" && meantBy(act, a) {
			if a.To, err = echoFor(serving, env, known.used[i]); err != nil {
				return nil, err
			}
			o.builtIn = true
		}
	}
	server, err := openSandbox(ctx, env, o.state, sandbox.Config{Accounts: known.list, Rand: env.Rand})
	if err != nil {
		return nil, err
	}
	out, err := server.Do(ctx, act)
	return out, actProblem(err)
}

// meantBy reports whether an act can be towards the account.
func meantBy(act sandbox.Act, a *sandbox.Account) bool {
	return (act.Platform == "" || act.Platform == a.Platform) && (act.AppID == "" || act.AppID == a.AppID)
}

// echoFor starts an echo server of an account for as long as ctx.
func echoFor(ctx context.Context, env *ui.Env, s *settings) (*url.URL, error) {
	server, err := newEcho(env, s)
	if err != nil {
		return nil, err
	}
	return startEcho(ctx, env, server)
}

// startEcho starts an echo server on a free port of this machine.
func startEcho(ctx context.Context, env *ui.Env, server *echo.Server) (*url.URL, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, unreachable("", "cannot listen on this machine: %w", rootCause(err))
	}
	go httpx.Serve(ctx, listener, server)
	return deliver.ParseTarget(listener.Addr().String())
}

// actProblem puts an act that makes no sense into a usage error.
func actProblem(err error) error {
	var refused *sandbox.ActError
	if errors.As(err, &refused) {
		return usage(refused.Hint, "%w", refused)
	}
	return err
}

// remote acts in a running sandbox.
func (o *sandboxDoOptions) remote(ctx context.Context, env *ui.Env, s *settings, act sandbox.Act) (*sandbox.Outcome, error) {
	body, err := json.Marshal(act)
	if err != nil {
		return nil, err
	}
	var out sandbox.Outcome
	err = askSandbox(ctx, env, s, sandboxCall{http.MethodPost, "/sandbox/do", body, &out})
	if err == nil && out.Action != act.Action {
		err = noSandbox(orText(s.get(account.APIBase), sandboxAddress))
	}
	return &out, err
}

// sandboxCall is a call that only the sandbox knows.
type sandboxCall struct {
	method, path string
	body         []byte
	reply        any
}

func askSandbox(ctx context.Context, env *ui.Env, s *settings, call sandboxCall) error {
	origin, err := sandboxAt(s)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, call.method, origin+call.path, bytes.NewReader(call.body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := env.API.RoundTrip(req)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err != nil {
		return unreachable("start one with wxtool sandbox, or give --state FILE to act without", "cannot reach a sandbox at %s: %w", origin, rootCause(err))
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxMessage))
	if err != nil {
		return unreachable("", "cannot reach a sandbox at %s: %w", origin, rootCause(err))
	}
	return sandboxReply(origin, resp.StatusCode, data, call.reply)
}

func sandboxReply(origin string, status int, data []byte, reply any) error {
	var refused struct{ Error, Hint string }
	switch err := json.Unmarshal(data, &refused); {
	case err == nil && status == http.StatusInternalServerError && refused.Error != "":
		return unreachable("", "the sandbox at %s: %s", origin, refused.Error)
	case err == nil && status != http.StatusOK && refused.Error != "":
		return usage(refused.Hint, "%s", refused.Error)
	case err != nil || status != http.StatusOK || json.Unmarshal(data, reply) != nil:
		return noSandbox(origin)
	}
	return nil
}

func noSandbox(origin string) error {
	return unreachable("start one with wxtool sandbox; --api-base says where it is", "%s: another server is there, no wxtool sandbox", origin)
}

// sandboxAt is where the sandbox runs: never the platform itself.
func sandboxAt(s *settings) (string, error) {
	if s.get(account.APIBase) == "" {
		return sandboxAddress, nil
	}
	u, err := s.apiBase(account.AppID, account.AgentID)
	if err != nil {
		return "", err
	}
	if official(u.Hostname()) {
		return "", config("leave it out for "+sandboxAddress, "api_base from %s: is the platform, where no virtual users are", s.Origin(account.APIBase))
	}
	return originOf(u), nil
}
