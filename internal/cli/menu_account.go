package cli

import (
	"context"
	"errors"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// menuClient is the API's client for the account whose menus are meant.
func (a *apiFlags) menuClient(ctx context.Context, env *ui.Env) (*wxapi.Client, menu.Platform, error) {
	client, err := a.client(ctx, env)
	if err != nil {
		return nil, "", err
	}
	platform := menu.Platform(client.Account.Platform)
	if platform == menu.Work && client.Account.AgentID == "" {
		return nil, "", config("set it with --agent-id, WXTOOL_AGENT_ID or a profile in wxtool.yaml",
			"account settings: no agent id is set, and on WeCom every application has its own menu")
	}
	return client, platform, nil
}

// currentMenus are the menus that the API has set, none at all if it has not.
func currentMenus(ctx context.Context, client *wxapi.Client) (*menu.File, error) {
	platform := menu.Platform(client.Account.Platform)
	answer, err := client.MenuGet(ctx)
	if errors.Is(err, wxapi.ErrNoMenu) {
		return &menu.File{Name: "menu/get", Platform: platform}, nil
	}
	if err != nil {
		return nil, err
	}
	return readAnswer("menu/get", answer, platform)
}

// leftAlone gives a file that has no default menu the account's, which a push
// leaves alone.
func leftAlone(current, wanted *menu.File) *menu.File {
	if wanted.Default != nil {
		return wanted
	}
	whole := *wanted
	whole.Default = current.Default
	return &whole
}

// websiteMenu is the menu in force that the API has not set, nil if there is
// none. WeCom does not tell of such menus.
func websiteMenu(ctx context.Context, client *wxapi.Client) (*menu.File, error) {
	if client.Account.Platform == wxapi.Work {
		return nil, nil
	}
	answer, err := client.SelfMenu(ctx)
	if err != nil {
		return nil, err
	}
	file, problems := menu.Parse("get_current_selfmenu_info", answer, menu.MP)
	switch {
	case file == nil || !menu.Valid(problems):
		return nil, strange("get_current_selfmenu_info")
	case file.Default == nil || len(file.Default.Button) == 0:
		return nil, nil
	}
	return file, nil
}

// replacedMenu is the website's menu that a push or a delete does away with. An
// account that may not ask for it (48001) is taken to have none.
func replacedMenu(ctx context.Context, client *wxapi.Client, current *menu.File) (*menu.File, error) {
	if current.Default != nil {
		return nil, nil
	}
	website, err := websiteMenu(ctx, client)
	if refusal, ok := errors.AsType[*wxapi.Error](err); ok && refusal.Code == 48001 {
		return nil, nil
	}
	return website, err
}

// readAnswer reads a menu out of an answer that must hold one.
func readAnswer(op string, answer []byte, platform menu.Platform) (*menu.File, error) {
	file, problems := menu.Parse(op, answer, platform)
	if file == nil || !menu.Valid(problems) || file.Default == nil {
		return nil, strange(op)
	}
	return file, nil
}

func strange(op string) error {
	return unreachable("a proxy or another server may be there; --verbose shows what was asked", "%s: the answer holds no menu", op)
}

// validMenu reads a menu file that is to be sent. One that the platform would
// refuse ends the command with the verdict of menu validate.
func validMenu(env *ui.Env, name string, platform menu.Platform) (*menu.File, error) {
	data, err := readFile(env, name)
	if err != nil {
		return nil, err
	}
	file, problems := menu.Check(fileName(name), data, platform)
	if !menu.Valid(problems) {
		if err := env.Print(menuVerdict{false, problems, file, env.Quiet}); err != nil {
			return nil, err
		}
		env.Notef("nothing was sent")
		return nil, errNo
	}
	warnOf(env, problems)
	return file, nil
}

// warnOf tells problems that are no errors.
func warnOf(env *ui.Env, problems []menu.Problem) {
	for _, problem := range problems {
		problem.Level = menu.Error // the word stands before it already
		env.Warnf("%s", oneLine(problem.String()))
	}
}
