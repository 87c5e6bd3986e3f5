package cli

import (
	"context"
	"errors"
	"fmt"

	"wxtool/internal/menu"
	"wxtool/internal/menusync"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// menuAccount returns the account whose menus a command is about.
func (a *apiFlags) menuAccount(ctx context.Context, env *ui.Env) (menusync.Account, error) {
	client, err := a.client(ctx, env)
	if err != nil {
		return menusync.Account{}, err
	}
	if client.Account.Platform == wxapi.Work && client.Account.AgentID == "" {
		return menusync.Account{}, config("account settings: no agent id is set, and on WeCom every application has its own menu").withHint("set it with --agent-id, WXTOOL_AGENT_ID or a profile in wxtool.yaml")
	}
	return menusync.Account{API: client, Platform: menu.Platform(client.Account.Platform)}, nil
}

// menuError adds the hint and the exit code to an error of menusync. Errors of the
// API get theirs from classify.
func menuError(command string, err error) error {
	var answer *menusync.AnswerError
	switch {
	case errors.As(err, &answer):
		return unreachable("%w", err).withHint("a proxy or another server may have answered; --verbose shows the requests")
	case errors.Is(err, menusync.ErrNone):
		return &problem{"invalid", exitNo, "wxtool menu push menu.yaml sets one", fmt.Errorf("%s: %w", command, err)}
	}
	return err
}

// validMenu parses a menu file that is to be sent. If the platform would refuse it,
// validMenu prints the verdict of menu validate and returns errNo.
func validMenu(env *ui.Env, name string, data []byte, platform menu.Platform) (*menu.File, error) {
	file, problems := menu.Check(fileName(name), data, platform)
	if !menu.Valid(problems) {
		err := verdictAfter(env.Print(menuVerdict{false, problems, file, env.Quiet}), errNo)
		env.Notef("nothing was sent")
		return nil, err
	}
	warnProblems(env, problems)
	return file, nil
}

// warnProblems prints the problems of a valid file as warnings.
func warnProblems(env *ui.Env, problems []menu.Problem) {
	for _, problem := range problems {
		problem.Level = menu.Error // or String would repeat the word warning
		env.Warnf("%s", oneLine(problem.String()))
	}
}
