package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"wxtool/internal/conform"
	"wxtool/internal/conform/report"
	"wxtool/internal/ui"
)

// report is the check for a page.
func (c *checking) report(sum *conform.Sum, ok bool) *report.Report {
	o := &c.options
	return &report.Report{
		URL: o.URL.String(), Platform: o.Account.Platform, Mode: o.Account.Mode, Version: Version, Time: c.env.Now(),
		OK: ok, Sum: *sum, Results: c.results, Lang: c.env.Lang, Mask: c.env.Masked,
	}
}

// writeJobSummary appends the summary of a job of GitHub Actions to the file that the
// variable GITHUB_STEP_SUMMARY names, and prints annotations on stderr, from which
// GitHub reads them too.
func writeJobSummary(env *ui.Env, page *report.Report) error {
	name, _ := env.LookupEnv("GITHUB_STEP_SUMMARY")
	if name == "" {
		return nil
	}
	var b strings.Builder
	if err := page.WriteSummary(&b); err != nil {
		return err
	}
	if !env.JSON { // where each line of stderr is an object
		for _, line := range page.Annotations() {
			fmt.Fprintln(env.Err, ui.Printable(line))
		}
	}
	return writeError(name, appendFile(pathOf(env, name), b.String()))
}

// appendFile appends to a file, which is created if it does not exist.
func appendFile(path, text string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Close())
}
