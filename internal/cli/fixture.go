package cli

import (
	"github.com/spf13/cobra"

	"wxtool/internal/ui"
)

func newFixtureCmd(env *ui.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "fixture <command>",
		Short: "List, show and export the sample pushes and replies",
		Long: `A fixture is a sample of a message or event that the platform pushes, or of a
reply it accepts, with the element order and CDATA of the platform. Its name is
platform/id, such as mp/subscribe-scan; the id is enough if only one platform
has it.`,
		Example: `  wxtool fixture list --search 扫码
  wxtool fixture show work/contact-create-user`,
	}
	group(cmd)
	cmd.AddCommand(newFixtureListCmd(env), newFixtureShowCmd(env), newFixtureExportCmd(env))
	return cmd
}
