package cli

import (
	"runtime"

	"github.com/spf13/cobra"

	"wxtool/internal/ui"
)

// Version is the next release.
const Version = "0.1.0"

type versionResult struct {
	Version string `json:"version"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

func (versionResult) JSONType() string { return "version" }

func (r versionResult) WriteText(p *ui.Printer) {
	p.Linef("wxtool %s (%s %s/%s)", r.Version, r.Go, r.OS, r.Arch)
}

func newVersionCmd(env *ui.Env) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Long: `Prints the version of wxtool, and the Go version and platform of the build. It
does not check for updates.`,
		Example: `  wxtool version
  wxtool version --json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error { return printVersion(env) },
	}
}

func printVersion(env *ui.Env) error {
	return env.Print(versionResult{Version, runtime.Version(), runtime.GOOS, runtime.GOARCH})
}

// addVersionFlag adds --version to the root command, which other programs have as well.
func addVersionFlag(env *ui.Env, root *cobra.Command) {
	wanted := root.Flags().Bool("version", false, "print the version, like wxtool version")
	help := root.RunE
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if *wanted {
			return printVersion(env)
		}
		return help(cmd, args)
	}
}
