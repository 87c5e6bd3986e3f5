package cli

import (
	"cmp"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/ui"
	"wxtool/internal/wxcrypt"
)

func newProfileListCmd(env *ui.Env) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the profiles: platform, app id and problems",
		Long: `Lists the profiles in the order of the config file, with platform and app id;
* marks the default. Below a profile are the problems that would make a command
fail, such as a variable that is not set or a missing file. Flags and WXTOOL_…
variables are ignored. -q prints only the names.`,
		Example: `  wxtool profile list
  wxtool profile list --json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return runProfileList(env, file) },
	}
	configFlag(cmd, &file)
	return cmd
}

// profileResult is a profile in a list.
type profileResult struct {
	Profile  string   `json:"profile"`
	Default  bool     `json:"default"`
	Platform string   `json:"platform"`
	AppID    string   `json:"app_id,omitempty"`
	Problems []string `json:"problems"`
	Config   string   `json:"config"`
	width    int
	quiet    bool
}

func (profileResult) JSONType() string { return "profile" }
func (r profileResult) IsOK() bool     { return len(r.Problems) == 0 }

func (r profileResult) WriteText(p *ui.Printer) {
	if r.quiet {
		p.Linef("%s", r.Profile)
		return
	}
	mark := " "
	if r.Default {
		mark = p.Good("*")
	}
	pad := strings.Repeat(" ", max(r.width-len([]rune(r.Profile)), 0))
	p.Linef("%s %s%s  %-4s  %s", mark, p.Bold(r.Profile), pad, r.Platform, ui.Printable(cmp.Or(r.AppID, "-")))
	for _, problem := range r.Problems {
		p.Linef("    %s %s", p.Bad("problem:"), ui.Printable(problem))
	}
}

func runProfileList(env *ui.Env, file string) error {
	list, err := account.List(sourceOf(env, nil, "", file))
	if err != nil {
		return err
	}
	width := 0
	for _, p := range list.Profiles {
		width = max(width, len([]rune(p.Name)))
	}
	for _, p := range list.Profiles {
		r := newProfileResult(p, list)
		r.width, r.quiet = width, env.Quiet
		if err := env.Print(r); err != nil {
			return err
		}
	}
	if len(list.Profiles) == 0 {
		env.Notef("%s has no profile", list.File)
	}
	if err := list.Problem(); err != nil {
		env.Warnf("%v; wxtool profile use NAME sets it", err)
	}
	noteProfileEnv(env)
	return nil
}

// noteProfileEnv prints a note if the environment overrides the default.
func noteProfileEnv(env *ui.Env) {
	if name, _ := env.LookupEnv(account.ProfileEnv); name != "" {
		env.Notef("%s=%s overrides the default", account.ProfileEnv, name)
	}
}

func newProfileResult(p account.Profile, list *account.Listing) profileResult {
	r := profileResult{
		Profile: p.Name, Default: p.Name == list.Default, Platform: p.Settings.Platform(), Config: list.File,
		Problems: []string{},
	}
	r.AppID, _ = p.Settings.Get(account.AppID)
	for _, err := range p.Problems {
		r.Problems = append(r.Problems, err.Error())
	}
	if problem := keyProblem(p.Settings); problem != "" {
		r.Problems = append(r.Problems, problem)
	}
	return r
}

// keyProblem returns the problem of the EncodingAESKey, "" if there is none.
func keyProblem(s *account.Settings) string {
	text, _ := s.Get(account.EncodingAESKey)
	if text == "" {
		return ""
	}
	if _, err := wxcrypt.ParseKey(text); err != nil {
		return err.Error() + ", from " + string(s.Origin(account.EncodingAESKey))
	}
	return ""
}
