package cli

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/sandbox"
	"wxtool/internal/sandbox/store"
	"wxtool/internal/ui"
)

type sandboxUsersOptions struct {
	accountFlags
	state string
	chat  string
}

func newSandboxUsersCmd(env *ui.Env) *cobra.Command {
	opts := &sandboxUsersOptions{}
	cmd := &cobra.Command{
		Use:   "users",
		Short: "List the virtual users of a sandbox",
		Long: `Lists the virtual users of a running sandbox, or with --state those in a state
file: name, OpenID (on WeCom the userid), whether they follow, the applications
that they see on WeCom, or the members whose customers they are, and their tags.

--chat prints the chat of one user instead: what the user sent, the answers of your
server, and the messages that it sent by the API.`,
		Example: `  wxtool sandbox users --state shop.json
  wxtool sandbox users --chat lily --state shop.json
  wxtool sandbox users --state shop.json --json`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return opts.run(cmd.Context(), env) },
	}
	cmd.Flags().StringVar(&opts.state, "state", "", "list the users in this file instead")
	cmd.Flags().StringVar(&opts.chat, "chat", "", "print the chat of the user of this name or OpenID instead")
	opts.bind(cmd, account.APIBase)
	cmd.Flags().Lookup(account.FlagOf(account.APIBase)).Usage = sandboxWhere
	return cmd
}

type usersResult struct {
	Users []sandbox.Person `json:"users"`
}

func (usersResult) JSONType() string { return "users" }

func (r usersResult) WriteText(p *ui.Printer) {
	for _, u := range r.Users {
		follows := p.Good("follows")
		switch {
		case !u.Following && len(u.CustomerOf) > 0:
			follows = "customer of " + ui.OneLine(strings.Join(u.CustomerOf, ", "))
		case !u.Following:
			follows = p.Dim("does not follow")
		}
		line := p.Bold(ui.OneLine(u.Name)) + "  " + ui.OneLine(u.OpenID) + "  " + ui.OneLine(u.AppID) + "  " + follows
		if len(u.Agents) > 0 {
			line += "  agents " + ui.OneLine(strings.Join(u.Agents, ", "))
		}
		if len(u.Tags) > 0 {
			line += "  tags " + ui.OneLine(strings.Join(u.Tags, ", "))
		}
		if u.Black {
			line += "  on the black list"
		}
		p.Linef("%s", line)
	}
}

func (o *sandboxUsersOptions) run(ctx context.Context, env *ui.Env) error {
	s, err := o.asGiven(env, nil)
	if err != nil {
		return err
	}
	if err := oneSandbox(&o.accountFlags, o.state); err != nil {
		return err
	}
	if o.flags.Changed("chat") {
		return o.printChat(ctx, env, s)
	}
	list, err := o.users(ctx, env, s)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		env.Notef("there are no users yet; wxtool sandbox do follow --user lily makes one")
	}
	return env.Print(usersResult{list})
}

func (o *sandboxUsersOptions) users(ctx context.Context, env *ui.Env, s *settings) ([]sandbox.Person, error) {
	if o.state != "" {
		server, err := sandboxIn(env, o.state)
		if err != nil {
			return nil, err
		}
		return server.Users(), nil
	}
	client, err := sandboxClient(env, s)
	if err != nil {
		return nil, err
	}
	list, err := client.Users(ctx)
	return list, sandboxProblem(client.Origin, err)
}

// sandboxIn reads a state file, also while a sandbox holds it.
func sandboxIn(env *ui.Env, state string) (*sandbox.Server, error) {
	file, err := open(env, state)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, store.MaxFile+1)) // a longer one is refused
	if err != nil {
		return nil, fileProblem("read", state, err)
	}
	server, err := store.Read(data)
	return server, stateProblem(state, err)
}
