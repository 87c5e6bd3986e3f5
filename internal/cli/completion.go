package cli

import (
	"bytes"
	"io"

	"github.com/spf13/cobra"

	"wxtool/internal/nearest"
	"wxtool/internal/ui"
)

// shells are the supported shells, in the order of the documentation.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func newCompletionCmd(env *ui.Env) *cobra.Command {
	return &cobra.Command{
		Use:   "completion <bash|zsh|fish|powershell>",
		Short: "Print the completion script of a shell",
		Long: `Prints a script that completes commands, flags and the names of all fixtures,
with their titles, in your shell. The scripts are also in completions/.

  bash        source <(wxtool completion bash)
  zsh         wxtool completion zsh > "${fpath[1]}/_wxtool"
  fish        wxtool completion fish > ~/.config/fish/completions/wxtool.fish
  powershell  wxtool completion powershell | Out-String | Invoke-Expression`,
		Example: `  wxtool completion bash
  wxtool completion zsh`,
		ValidArgs: shells,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("completion: name one shell: %s", orList(shells)).withHint("wxtool completion bash")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var script bytes.Buffer
			if err := writeCompletion(cmd.Root(), &script, args[0]); err != nil {
				return err
			}
			return env.Write(script.Bytes())
		},
	}
}

func writeCompletion(root *cobra.Command, w io.Writer, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w, true)
	case "zsh":
		return root.GenZshCompletion(w)
	case "fish":
		return root.GenFishCompletion(w, true)
	case "powershell":
		return root.GenPowerShellCompletionWithDesc(w)
	}
	return usage("completion: %q is not one of %s", shell, orList(shells)).withHint(didYouMean(nearest.Of(shell, shells), "wxtool completion bash"))
}
