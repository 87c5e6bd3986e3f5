package cli

import (
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
		Short: "List the profiles: platform, app id, and what is wrong with them",
		Long: `Lists the profiles of the config file in its order, * before the default, each
with its platform and app id. What would make a command with it fail stands
under a profile: a variable that is not set, a file that is not there. Flags
and WXTOOL_… variables do not count here. -q prints the names alone.`,
		Example: `  wxtool profile list
  wxtool profile list --json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return runProfileList(env, file) },
	}
	configFlag(cmd, &file)
	return cmd
}

// profileResult is a profile as it is listed.
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

func (r profileResult) WriteText(p *ui.Paper) {
	if r.quiet {
		p.Linef("%s", r.Profile)
		return
	}
	mark := " "
	if r.Default {
		mark = p.Good("*")
	}
	pad := strings.Repeat(" ", max(r.width-len([]rune(r.Profile)), 0))
	p.Linef("%s %s%s  %-4s  %s", mark, p.Bold(r.Profile), pad, r.Platform, ui.Printable(orText(r.AppID, "-")))
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

// noteProfileEnv tells that the default is overruled.
func noteProfileEnv(env *ui.Env) {
	if name, _ := env.LookupEnv(account.ProfileEnv); name != "" {
		env.Notef("%s=%s wins over the default", account.ProfileEnv, name)
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

// keyProblem tells what is wrong with the EncodingAESKey, "" if nothing is.
func keyProblem(s *account.Settings) string {
	text, _ := s.Get(account.EncodingAESKey)
	if text == "" {
		return ""
	}
	if _, err := wxcrypt.ParseKey(text); err != nil {
		return err.Error() + ", given by " + string(s.Origin(account.EncodingAESKey))
	}
	return ""
}
