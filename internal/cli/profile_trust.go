package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/ui"
)

type profileTrustOptions struct {
	config string
	revoke bool
}

func newProfileTrustCmd(env *ui.Env) *cobra.Command {
	opts := &profileTrustOptions{}
	cmd := &cobra.Command{
		Use:   "trust",
		Short: "Trust the wxtool.yaml found here with your credentials",
		Long: `A wxtool.yaml in this or a parent folder may come from another person. Unless
you trust it, credentials from flags, WXTOOL_… variables, ${NAME} and @path are
not sent to the hosts in its to and api_base, except this machine and the
platform.

Prints the hosts in the file and what it reads; check them first. The path and a
hash of the content are saved in your config folder, so a changed file must be
trusted again. --revoke removes the trust. A file in --config, or in your config
folder, needs no trust.`,
		Example: `  wxtool profile trust
  wxtool profile trust --revoke`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return opts.run(env) },
	}
	configFlag(cmd, &opts.config)
	cmd.Flags().BoolVar(&opts.revoke, "revoke", false, "remove the trust in this file, for any content")
	return cmd
}

// trustResult is a config file and whether it is trusted.
type trustResult struct {
	Config  string      `json:"config"`
	SHA256  string      `json:"sha256"`
	Trusted bool        `json:"trusted"`
	Changed bool        `json:"changed"`
	Items   []trustItem `json:"items"`
}

// trustItem is a profile value that is a destination or reads a variable or file.
type trustItem struct {
	Profile string   `json:"profile"`
	Setting string   `json:"setting"`
	Line    int      `json:"line"`
	URL     string   `json:"url,omitempty"`
	Reads   []string `json:"reads,omitempty"`
}

func (trustResult) JSONType() string { return "trust" }

func (r trustResult) WriteText(p *ui.Printer) {
	word := map[bool]string{true: p.Good("trusted"), false: p.Warn("not trusted")}[r.Trusted]
	p.Linef("%s %s", word, ui.OneLine(r.Config))
	for _, item := range r.Items {
		what := "sends to " + item.URL
		if item.Reads != nil {
			what = "reads " + strings.Join(item.Reads, " ")
		}
		p.Linef("  %s:%d  %s  %s  %s", ui.OneLine(r.Config), item.Line, ui.OneLine(item.Profile), item.Setting, ui.OneLine(what))
	}
}

func (o *profileTrustOptions) run(env *ui.Env) error {
	review, err := account.ReviewFile(sourceOf(env, nil, "", o.config))
	if err != nil {
		return err
	}
	hash := sha256.Sum256(review.Content)
	r := trustResult{Config: review.File, SHA256: hex.EncodeToString(hash[:]), Items: trustItems(review)}
	if r.Trusted, r.Changed, err = o.remember(env, review); err != nil {
		return err
	}
	if !review.Discovered {
		env.Notef("%s is in --config or in your config folder and needs no trust; it is trusted when it is found in another folder too", r.Config)
	}
	return env.Print(r)
}

// remember trusts the content that was read, even if the file has changed since.
func (o *profileTrustOptions) remember(env *ui.Env, review *account.Review) (trusted, changed bool, err error) {
	store := trustOf(env)
	if o.revoke {
		removed, err := store.remove(review.Path)
		return false, removed > 0, err
	}
	if store.has(review.Path, review.Content) {
		return true, false, nil
	}
	return true, true, store.add(review.Path, review.Content)
}

func trustItems(review *account.Review) []trustItem {
	items := []trustItem{}
	for _, item := range review.Items {
		shown := trustItem{Profile: item.Profile, Setting: item.Setting, Line: item.Line, Reads: item.Reads}
		if item.URL != "" {
			shown.URL = withoutPassword(item.URL)
		}
		items = append(items, shown)
	}
	return items
}
