package cli

import (
	"context"
	"errors"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// menuClient is the API's client for the account whose menus are meant.
func (a *apiFlags) menuClient(env *ui.Env) (*wxapi.Client, menu.Platform, error) {
	client, err := a.client(env)
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

// websiteMenu is the menu that was made on the website, nil if none is in force.
// Only where the API has set none does it tell anything new.
func websiteMenu(ctx context.Context, client *wxapi.Client) (*menu.File, []byte, error) {
	if client.Account.Platform == wxapi.Work {
		return nil, nil, nil
	}
	answer, err := client.SelfMenu(ctx)
	if err != nil {
		return nil, nil, err
	}
	file, err := readAnswer("get_current_selfmenu_info", answer, menu.MP)
	if err != nil || file.Default == nil || len(file.Default.Button) == 0 {
		return nil, nil, err
	}
	return file, answer, nil
}

func readAnswer(op string, answer []byte, platform menu.Platform) (*menu.File, error) {
	file, problems := menu.Parse(op, answer, platform)
	if file == nil || !menu.Valid(problems) {
		return nil, unreachable("report it with the answer, which wxtool does not understand", "%s: %s", op, problems[0].Text)
	}
	return file, nil
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
	for _, problem := range problems {
		env.Warnf("%s", oneLine(problem.String()))
	}
	return file, nil
}
