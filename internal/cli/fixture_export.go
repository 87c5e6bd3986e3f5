package cli

import (
	"errors"
	"path/filepath"

	"github.com/spf13/cobra"

	"wxtool/internal/lockedfile"
	"wxtool/internal/ui"
)

func newFixtureExportCmd(env *ui.Env) *cobra.Command {
	return &cobra.Command{
		Use:   "export <DIR>",
		Short: "Write all samples into a folder",
		Long: `Writes all samples, including retired and hostile ones, to
DIR/platform/kind/id.xml (or .json), unchanged and with their heads. An existing
file with other content is never overwritten.`,
		Example: `  wxtool fixture export ./testdata/wechat
  wxtool fixture export wechat-samples --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("fixture export: needs one folder").withHint("wxtool fixture export ./fixtures")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return runFixtureExport(env, args[0]) },
	}
}

type exportResult struct {
	Dir       string `json:"dir"`
	Written   int    `json:"written"`
	Unchanged int    `json:"unchanged"`
}

func (exportResult) JSONType() string { return "export" }

func (r exportResult) WriteText(p *ui.Printer) {
	p.Linef("%s: %d files written, %d unchanged", ui.OneLine(r.Dir), r.Written, r.Unchanged)
}

func runFixtureExport(env *ui.Env, dir string) error {
	folder, err := openFolder(env, dir)
	if err != nil {
		return err
	}
	defer folder.Close()
	result := exportResult{Dir: dir}
	result.Written, result.Unchanged, err = catalogue(env).Export(func(file string, data []byte) (bool, error) {
		return folder.writeNew(filepath.FromSlash(file), data)
	})
	if err != nil {
		return exportError(err)
	}
	return env.Print(result)
}

func exportError(err error) error {
	if errors.Is(err, lockedfile.ErrExists) {
		return replaceHint(err, "move it away, or export to another folder")
	}
	return err
}
