package cli

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

type profileInitOptions struct {
	starter account.Starter
	config  string
	toGiven func() bool
}

func newProfileInitCmd(env *ui.Env) *cobra.Command {
	opts := &profileInitOptions{}
	cmd := &cobra.Command{
		Use:   "init [NAME]",
		Short: "Create a commented wxtool.yaml with a new account",
		Long: `Creates wxtool.yaml in this folder, for you alone (mode 0600), with a profile that
can be used at once: its Token and EncodingAESKey are new and random. They are not
printed. Enter them in 服务器配置 of the console and in your server, or replace them
in the file. Comments in it explain each setting.

An existing file, or a symbolic link, is never changed. The new file is trusted, as
by wxtool profile trust; after you change it, trust it again if it sends ${NAME},
@path or WXTOOL_… credentials to a server that is neither this machine nor the
platform.`,
		Example: `  wxtool profile init
  wxtool profile init corp --platform work --config corp.yaml
  wxtool profile init shop --mode safe --to http://localhost:8080/wx --config shop.yaml`,
		Args: atMostOne,
		RunE: func(_ *cobra.Command, args []string) error { return opts.run(env, args) },
	}
	flags := cmd.Flags()
	flags.Var(newEnum(&opts.starter.Platform, account.PlatformMP, account.PlatformMP, account.PlatformWork), "platform", "mp (Official Account, mini program, open platform) or work (WeCom)")
	flags.Var(newEnum(&opts.starter.Mode, "", account.ModePlain, account.ModeCompatible, account.ModeSafe), "mode", "plain, compatible or safe (default: plain; WeCom is always safe)")
	flags.StringVar(&opts.starter.AppID, "app-id", "", "appid, on WeCom the corpid (default: a placeholder)")
	flags.StringVar(&opts.starter.To, "to", "", "your callback URL (default: none, and send-fixture starts an echo server)")
	opts.toGiven = func() bool { return flags.Changed("to") }
	flags.StringVar(&opts.config, "config", "", "file to create instead of "+account.FileName)
	return cmd
}

// initResult is a new config file.
type initResult struct {
	Config   string `json:"config"`
	Profile  string `json:"profile"`
	Platform string `json:"platform"`
	Trusted  bool   `json:"trusted"`
}

func (initResult) JSONType() string { return "profile_init" }

func (r initResult) WriteText(p *ui.Printer) {
	p.Linef("%s %s with the profile %s", p.Good("created"), ui.OneLine(r.Config), p.Bold(r.Profile))
}

func (o *profileInitOptions) run(env *ui.Env, args []string) error {
	name := account.FileName
	if o.config != "" {
		name = o.config
	}
	if err := o.complete(args); err != nil {
		return err
	}
	data, err := o.starter.File(env.Rand)
	if errors.Is(err, account.ErrProfileName) {
		return usage("profile init: %q: %w", o.starter.Profile, err)
	} else if err != nil {
		return err
	}
	path := pathOf(env, name)
	if err := lockedfile.Create(path, 0o600, data); err != nil {
		return createError(name, err)
	}
	r := initResult{Config: name, Profile: o.starter.Profile, Platform: o.starter.Platform}
	r.Trusted = trustNew(env, path, data)
	noteOtherConfig(env, o.config)
	env.Notef("it has secrets, so keep it out of version control; wxtool profile show shows the settings")
	return env.Print(r)
}

// complete checks the flags and chooses a name.
func (o *profileInitOptions) complete(args []string) error {
	s := &o.starter
	s.Profile = "shop"
	if s.Platform == account.PlatformWork {
		s.Profile = "corp"
	}
	if len(args) > 0 {
		s.Profile = args[0]
	}
	if s.Platform == account.PlatformWork && s.Mode != "" && s.Mode != account.ModeSafe {
		return usage("profile init: --mode %s: WeCom is always encrypted", s.Mode).withHint("remove --mode")
	}
	if o.toGiven() {
		if _, err := deliver.ParseTarget(s.To); err != nil || strings.Contains(s.To, "${") {
			return usage("profile init: --to %q: is not a callback URL", s.To).withHint("use a URL such as http://localhost:8080/wx, or a port")
		}
	}
	if s.AppID != "" && !regexp.MustCompile(`^[A-Za-z0-9_-]+$`).MatchString(s.AppID) {
		return usage("profile init: --app-id: must be an id of letters, digits, - and _").withHint("such as wx0123456789abcdef")
	}
	return nil
}

// createError is an error of creating a config file.
func createError(name string, err error) error {
	const hint = "it is not changed; edit it, or create another file with --config"
	switch {
	case errors.Is(err, lockedfile.ErrExists):
		return unreadable("cannot create %s: it exists", name).withHint(hint)
	case errors.Is(err, lockedfile.ErrSymlink):
		return unreadable("cannot create %s: %w", name, lockedfile.ErrSymlink).withHint(hint)
	}
	return writeError(name, err)
}

// trustNew trusts a file that the user has just created. Without a config folder it
// cannot be trusted, which is not an error: it is usable without.
func trustNew(env *ui.Env, path string, data []byte) bool {
	if env.ConfigDir == "" {
		return false
	}
	absolute, err := filepath.Abs(path)
	if err == nil {
		err = trustOf(env).add(absolute, data)
	}
	if err != nil {
		env.Warnf("the file is created, but not trusted: %v", err)
	}
	return err == nil
}

// noteOtherConfig prints a note if commands use another file than the new one.
func noteOtherConfig(env *ui.Env, given string) {
	if other, _ := env.LookupEnv(account.ConfigEnv); other != "" {
		env.Notef("%s=%s names the file that commands use", account.ConfigEnv, other)
	} else if given != "" {
		env.Notef("use it with --config %s", given)
	}
}
