package cli

import (
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/fixture"
	"wxtool/internal/sandbox"
	"wxtool/internal/ui"
)

type sandboxDoOptions struct {
	accountFlags
	tls     tlsFlags
	act     sandbox.Act
	state   string
	edits   []fixture.Edit
	open    openFlags
	builtIn bool // a built-in echo server answers
	times   int
	every   time.Duration
}

func newSandboxDoCmd(env *ui.Env) *cobra.Command {
	opts := &sandboxDoOptions{}
	cmd := &cobra.Command{
		Use:   "do <ACTION> [VALUE]",
		Short: "Let a virtual user act, and show your server's answer and the phone",
		Long: `Lets a virtual user of a running sandbox act. The sandbox pushes what the platform
would push to the callback URL, judges the answer, and prints what the phone
shows. With --state no running sandbox is needed; an account with a Token but no
callback URL gets the built-in echo server, one without both gets no pushes.

  ` + actionsText() + `

open URL opens a page in the phone's browser: it says MicroMessenger, keeps cookies,
follows redirects, and agrees when a page asks for consent. An ITEM is a menu item,
菜单/搜索 or button[1].sub_button[0], in the published menu that matches the user.
After five bad answers the platform pauses its pushes for a minute.`,
		Example: `  wxtool sandbox do follow --user lily --state shop.json
  wxtool sandbox do text 你好 --user lily --state shop.json
  wxtool sandbox do enter --user zhangsan --platform work --state corp.json
  wxtool sandbox do report 23.134,113.358 --user lily --state shop.json --every 1s --times 3
  wxtool sandbox do location 23.134,113.358 --user lily --state shop.json --json
  # the code of wx.login, for your server
  wxtool sandbox do login --user lily --state shop.json -q
  # your page, which logs in its visitors
  wxtool sandbox do open http://localhost:3000/account --user lily`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("sandbox do: ACTION is missing").withHint("wxtool sandbox do follow --user lily")
			}
			return nil
		},
		ValidArgsFunction: opts.complete(env),
		RunE:              func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&opts.act.User, "user", "", "name of the user, which may be new, or an OpenID")
	flags.StringSliceVar(&opts.act.Tags, "tags", nil, "tag ids that replace those of the user; menus use the last one")
	flags.StringVar(&opts.act.Client, "client", "", "replace the user's phone: 1 iOS, 2 Android, 3 other")
	flags.Var(edits{&opts.edits, fixture.Set}, "set", "replace an element's text in the push, as Path=value (repeatable)")
	flags.BoolVar(&opts.open.deny, "deny", false, "with open: refuse when a page asks for consent")
	flags.BoolVar(&opts.open.snapshot, "snapshot", false, "with open: visit as a snapshot user (快照页), whose OpenID is not real")
	flags.BoolVar(&opts.open.twice, "twice", false, "with open: load the page with the code twice, as WeChat sometimes does")
	flags.StringVar(&opts.open.page, "error-page", "", "with open: the platform shows this error page: "+strings.Join(sandbox.ErrorPages(), ", "))
	flags.IntVar(&opts.times, "times", 1, "how often the user does it")
	durationVar(flags, &opts.every, "every", 0, "the time between two acts, with --times")
	flags.StringVar(&opts.state, "state", "", "act on the state in this file, without a running sandbox")
	opts.tls.bind(cmd)
	opts.bind(cmd, append(sandboxKeys(), account.APIBase)...)
	flags.Lookup(account.FlagOf(account.APIBase)).Usage = sandboxWhere
	return cmd
}

// actionsText returns the actions of a user, on two lines.
func actionsText() string {
	var words []string
	for _, a := range sandbox.Actions(sandbox.MP) {
		words = append(words, strings.TrimSpace(a.Name+" "+a.Value))
	}
	words = append(words, actionOpen+" URL")
	half := (len(words) + 1) / 2
	return strings.Join(words[:half], ", ") + ",\n  " + strings.Join(words[half:], ", ")
}

// complete returns the actions with their descriptions, or the fixtures for push.
func (o *sandboxDoOptions) complete(env *ui.Env) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) == 1 && args[0] == "push" {
			return fixtureNames(env, fixture.Filter{Pushes: true}, typed), cobra.ShellCompDirectiveNoFileComp
		}
		var words []cobra.Completion
		if len(args) == 0 {
			words = append(words, cobra.CompletionWithDesc(actionOpen, "URL opens a web page, and logs in"))
		}
		for _, a := range sandbox.Actions(cmp.Or(*o.values[account.Platform], sandbox.MP)) {
			if len(args) == 0 {
				words = append(words, cobra.CompletionWithDesc(a.Name, strings.TrimSpace(a.Value+" "+a.What)))
			}
		}
		return words, cobra.ShellCompDirectiveNoFileComp
	}
}

func (o *sandboxDoOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if err := o.checkOpen(args[0]); err != nil {
		return err
	}
	if err := o.checkTimes(args[0]); err != nil {
		return err
	}
	if args[0] == actionOpen {
		return o.runOpen(ctx, env, strings.Join(args[1:], " "))
	}
	act := o.act
	act.Action, act.Value = args[0], strings.Join(args[1:], " ")
	if !o.flags.Changed("tags") {
		act.Tags = nil
	}
	for _, edit := range o.edits {
		if act.Set == nil {
			act.Set = map[string]string{}
		}
		act.Set[edit.Path] = edit.Value
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	do, err := o.do(ctx, env, act)
	if err != nil {
		return err
	}
	ok := true
	err = sandbox.Repeat(ctx, o.times, o.every, do, func(out *sandbox.Outcome) error {
		ok = ok && out.OK
		return o.print(env, out)
	})
	return verdictAfter(err, noUnless(ok))
}

func (o *sandboxDoOptions) checkTimes(action string) error {
	switch {
	case o.times > 1 && action == actionOpen:
		return usage("--times: has no effect with open")
	case o.times < 1:
		return usage("--times: is %d, it must be positive", o.times)
	case o.every > 0 && o.times == 1:
		return usage("--every: has no effect without --times").withHint("add --times 10")
	}
	return nil
}

func (o *sandboxDoOptions) print(env *ui.Env, out *sandbox.Outcome) error {
	if env.Verbose || o.builtIn { // otherwise the user's server prints it
		for _, push := range out.Pushes {
			env.Show("pushed "+push.Fixture+" to "+push.URL, push.Message)
		}
	}
	return env.Print(newActResult(env, out))
}

// do returns what makes the user act once.
func (o *sandboxDoOptions) do(ctx context.Context, env *ui.Env, act sandbox.Act) (func(context.Context) (*sandbox.Outcome, error), error) {
	s, err := o.asGiven(env, nil)
	if err != nil {
		return nil, err
	}
	act.AppID, act.AgentID = s.get(account.AppID), s.get(account.AgentID)
	if s.given(account.Platform) { // else the id decides
		act.Platform = s.Platform()
	}
	if err := oneSandbox(&o.accountFlags, o.state); err != nil {
		return nil, err
	}
	if o.state != "" {
		return o.local(ctx, env, act)
	}
	if err := o.rejectLocalFlags(); err != nil {
		return nil, err
	}
	client, err := sandboxClient(env, s)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (*sandbox.Outcome, error) {
		out, err := client.Do(ctx, act)
		return out, sandboxProblem(client.Origin, err)
	}, nil
}

// local acts in an in-memory sandbox with the state in the file. Accounts with a Token
// but without a callback URL get an echo server.
func (o *sandboxDoOptions) local(ctx context.Context, env *ui.Env, act sandbox.Act) (func(context.Context) (*sandbox.Outcome, error), error) {
	transport, err := o.tls.transport(env)
	if err != nil {
		return nil, err
	}
	known, err := o.accounts(env)
	if err != nil {
		return nil, err
	}
	for i := range known.list {
		if a := &known.list[i]; a.To == nil && a.Callback.Token != "" && mayConcern(act, a) {
			if a.To, err = echoFor(ctx, env, known.used[i]); err != nil {
				return nil, err
			}
			o.builtIn = true
		}
	}
	server, err := openSandbox(ctx, env, o.state, sandbox.Config{Accounts: known.list, Rand: env.Rand, HTTP: transport}, nil)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (*sandbox.Outcome, error) {
		out, err := server.Do(ctx, act)
		return out, sandboxProblem("", stateProblem(o.state, err))
	}, nil
}

// mayConcern reports whether an act may be about the account.
func mayConcern(act sandbox.Act, a *sandbox.Account) bool {
	return (act.Platform == "" || act.Platform == a.Platform) && (act.AppID == "" || act.AppID == a.AppID)
}

// rejectLocalFlags rejects flags that have no effect on a running sandbox.
func (o *sandboxDoOptions) rejectLocalFlags() error {
	local := []string{"cacert", "insecure"}
	for _, name := range []string{account.To, account.Token, account.EncodingAESKey, account.Mode, account.ReceiveID, account.AppSecret, account.OAuthDomain} {
		local = append(local, account.FlagOf(name))
	}
	for _, flag := range local {
		if o.flags.Changed(flag) {
			return usage("--%s: has no effect on a running sandbox", flag).withHint("set --" + flag + " when starting wxtool sandbox, or act with --state FILE")
		}
	}
	return nil
}
