package cli

import (
	"context"
	"strings"
	"time"

	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

// chatResult is the chat of a user with one account.
type chatResult struct {
	sandbox.Chat
}

func (chatResult) JSONType() string { return "chat" }

func (r chatResult) WriteText(p *ui.Printer) {
	p.Linef("%s  %s", p.Bold(ui.OneLine(r.User.Name)), p.Dim(ui.OneLine(r.User.AppID)))
	for _, line := range r.Lines {
		who := ui.OneLine(r.User.Name)
		if line.From != "user" {
			who = ui.OneLine(r.User.AppID)
		}
		text := ui.OneLine(line.Text)
		if line.Media != "" {
			text = strings.TrimSpace(text + " " + ui.OneLine(line.Media))
		}
		p.Linef("  %s %s: %s", p.Dim(line.Time.Local().Format(time.TimeOnly)), p.Bold(who), text)
	}
}

func (o *sandboxUsersOptions) printChat(ctx context.Context, env *ui.Env, s *settings) error {
	chats, err := o.chats(ctx, env, s)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		if err := env.Print(chatResult{chat}); err != nil {
			return err
		}
	}
	return nil
}

func (o *sandboxUsersOptions) chats(ctx context.Context, env *ui.Env, s *settings) ([]sandbox.Chat, error) {
	if o.state != "" {
		server, err := sandboxIn(env, o.state)
		if err != nil {
			return nil, err
		}
		chats, err := server.Chats(o.chat)
		return chats, sandboxProblem("", err)
	}
	client, err := sandboxClient(env, s)
	if err != nil {
		return nil, err
	}
	chats, err := client.Chats(ctx, o.chat)
	return chats, sandboxProblem(client.Origin, err)
}
