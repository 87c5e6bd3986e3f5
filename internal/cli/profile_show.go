package cli

import (
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/ui"
)

type profileShowOptions struct{ accountFlags }

func newProfileShowCmd(env *ui.Env) *cobra.Command {
	opts := &profileShowOptions{}
	cmd := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Show every account setting, its value and where it comes from",
		Long: `Shows the settings that a command with these flags, this environment and this
profile would use: value and origin, with the line of the config file. Without a
name it uses the selected profile. Secrets are masked: only their first four
characters and their length are shown.`,
		Example: `  wxtool profile show
  wxtool profile show corp --json
  wxtool profile show shop --mode safe`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("profile show: accepts one profile").withHint("wxtool profile list prints the names")
			}
			return nil
		},
		ValidArgsFunction: profileArgs(env),
		RunE:              func(_ *cobra.Command, args []string) error { return opts.run(env, args) },
	}
	var all []string
	for _, key := range account.Keys() {
		all = append(all, key.Name)
	}
	opts.bind(cmd, all...)
	return cmd
}

// settingsResult is the resolved settings.
type settingsResult struct {
	Profile  string          `json:"profile,omitempty"`
	Config   string          `json:"config,omitempty"`
	Settings []settingResult `json:"settings"`
	Warnings []string        `json:"warnings"`
}

type settingResult struct {
	Name   string `json:"name"`
	Set    bool   `json:"set"`
	Value  string `json:"value,omitempty"`
	Origin string `json:"origin,omitempty"`
	Secret bool   `json:"secret"`
}

func (settingsResult) JSONType() string { return "settings" }

func (r settingsResult) WriteText(p *ui.Printer) {
	width := 0
	for _, s := range r.Settings {
		width = max(width, len([]rune(s.shown())))
	}
	for _, s := range r.Settings {
		value, pad := ui.Printable(s.shown()), strings.Repeat(" ", width-len([]rune(s.shown())))
		if !s.Set {
			value = p.Dim(value)
		}
		p.Linef("%s", strings.TrimRight(padTo(s.Name, 16)+"  "+value+pad+"  "+p.Dim(ui.Printable(s.Origin)), " "))
	}
}

func (s settingResult) shown() string {
	switch {
	case !s.Set:
		return "-"
	case s.Value == "":
		return `""`
	}
	return s.Value
}

func (o *profileShowOptions) run(env *ui.Env, args []string) error {
	if len(args) == 1 {
		if o.profile != "" && o.profile != args[0] {
			return usage("profile show: the name and --profile differ").withHint("remove --profile")
		}
		o.profile = args[0]
	}
	s, err := o.resolve(env)
	if err != nil {
		return err
	}
	r := settingsResult{Profile: s.Profile(), Config: s.ConfigLabel(), Warnings: append([]string{}, s.Warnings()...)}
	if problem := keyProblem(s.Settings); problem != "" {
		env.Warnf("%s", problem)
		r.Warnings = append(r.Warnings, problem)
	}
	for _, refusal := range s.untrusted() {
		warning := refusal.Error() + "; " + trustHint(refusal)
		env.Warnf("%s", warning)
		r.Warnings = append(r.Warnings, warning)
	}
	for _, key := range account.Keys() {
		value, ok := s.Get(key.Name)
		r.Settings = append(r.Settings, settingResult{key.Name, ok, shownValue(key, value), string(s.Origin(key.Name)), key.Secret})
	}
	if s.ConfigFile() == "" {
		env.Notef("there is no %s here, in a parent folder or in your config folder; %s", account.FileName, starterHint)
	}
	return env.Print(r)
}

// shownValue masks a secret, and a password inside a URL.
func shownValue(key account.Key, value string) string {
	if key.Secret && value != "" {
		return account.Mask(value)
	}
	if key.Name != account.To && key.Name != account.APIBase {
		return value
	}
	return withoutPassword(value)
}

// withoutPassword masks a password inside a URL.
func withoutPassword(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil && strings.Contains(text, "@"):
		return account.Mask(text)
	case err != nil || u.User == nil:
		return text
	}
	return u.Redacted()
}
