package cli

import (
	"errors"

	"wxtool/internal/account"
	"wxtool/internal/httpx"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// sandboxAddress is the default address of a running sandbox.
const sandboxAddress = "http://127.0.0.1:8090"

// sandboxWhere is the help of --api-base for commands about a running sandbox.
const sandboxWhere = "origin of the running sandbox (default: " + sandboxAddress + ")"

// oneSandbox rejects --state together with --api-base.
func oneSandbox(flags *accountFlags, state string) error {
	if state != "" && flags.flags.Changed(account.FlagOf(account.APIBase)) {
		return usage("--state and --api-base cannot be combined: a running sandbox has its own state").withHint("leave one of them out")
	}
	return nil
}

// sandboxClient is the client of a running sandbox.
func sandboxClient(env *ui.Env, s *settings) (*sandbox.Client, error) {
	origin, err := sandboxOriginOf(s)
	if err != nil {
		return nil, err
	}
	return &sandbox.Client{Origin: origin, HTTP: env.API}, nil
}

// sandboxOriginOf is the origin of the running sandbox, which is never the platform.
func sandboxOriginOf(s *settings) (string, error) {
	if s.get(account.APIBase) == "" {
		return sandboxAddress, nil
	}
	u, err := s.apiBase(account.AppID, account.AgentID)
	if err != nil {
		return "", err
	}
	if official(u.Hostname()) {
		return "", config("api_base from %s: is the platform itself, which has no virtual users", s.Origin(account.APIBase)).withHint("leave it out to use " + sandboxAddress)
	}
	return originOf(u), nil
}

// sandboxProblem is the command's error for an error of a sandbox, whose origin is
// "" if it is in this process.
func sandboxProblem(origin string, err error) error {
	var refused *sandbox.ActError
	var broken *sandbox.BrokenError
	var unreached *sandbox.TransportError
	switch {
	case errors.As(err, &refused):
		return usage("%w", refused).withHint(refused.Hint)
	case errors.As(err, &broken):
		return unreachable("the sandbox at %s: %w", origin, err)
	case errors.As(err, &unreached):
		return unreachable("cannot reach a sandbox at %s: %w", origin, httpx.RootCause(unreached.Err)).withHint("start one with wxtool sandbox, or use --state FILE without one")
	case errors.Is(err, sandbox.ErrNotSandbox):
		return unreachable("%s: %w", origin, err).withHint("start one with wxtool sandbox; --api-base is its address")
	}
	return err
}
