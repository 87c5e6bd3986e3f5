package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"wxtool/internal/lockedfile"
	"wxtool/internal/qrbatch"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

const resumeHint = "run the same command again to continue"

// createAll creates the codes of a CSV file.
func (o *qrCreateOptions) createAll(ctx context.Context, env *ui.Env, client *wxapi.Client, data []byte) error {
	sheet, err := o.sheet(env, data)
	if err != nil {
		return err
	}
	folder := pathOf(env, o.outDir)
	sum, err := qrbatch.Run(ctx, qrbatch.Options{
		API: client, AppID: client.Account.AppID, Origin: client.Origin,
		Dir: folder, Rows: sheet.Rows, Form: qrbatch.Form{Carried: sheet.Carried, Excel: o.excel}, Rate: o.rate, Now: env.Now, Picture: pngOf,
		Resumed: func(r qrbatch.Resumed) error { return printResumed(env, r) },
		Created: func(c qrbatch.Created) error {
			env.Progress(bar(c.Done, c.Total))
			row := batchRow{newTicketResult(env, client.Origin, c.Row.Code, &c.Ticket, c.ExpiresAt)}
			row.File = c.Row.File
			return env.Print(row)
		},
	})
	err = o.batchError(folder, err)
	if sum == nil {
		return err
	}
	env.Progress("")
	result := qrSum{sum.Created, sum.Already, sum.Left, filepath.Join(o.outDir, qrbatch.ResultsFile)}
	if printed := env.Print(qrSumResult{result}); printed != nil && !errors.Is(printed, errHungUp) {
		return printed
	}
	switch {
	case errors.Is(err, errHungUp) && sum.Left > 0: // codes are missing, so this is a failure
		done := sum.Created + sum.Already
		return unreadable("stdout was closed after %d of %d codes", done, done+sum.Left).withHint(resumeHint)
	case sum.Left > 0:
		env.Notef(resumeHint)
	}
	return err
}

// batchError is an error of a batch, with the names of files as the user knows
// them.
func (o *qrCreateOptions) batchError(folder string, err error) error {
	switch {
	case errors.Is(err, lockedfile.ErrBusy):
		return unreadable("cannot use %s: %w", o.outDir, err).withHint("wait until it ends, or use another --out-dir")
	case errors.Is(err, qrbatch.ErrOwner):
		return unreadable("cannot use %s: %w", o.outDir, err).withHint("use another --out-dir, so that the codes of two accounts are not mixed up")
	}
	if taken, ok := errors.AsType[*qrbatch.PictureError](err); ok {
		return usage("%s: %w", fileName(o.from), taken).withHint("nothing was sent; use another name, or another --out-dir")
	}
	var failed *fs.PathError
	if !errors.As(err, &failed) {
		return err
	}
	if _, _, api := classifyAPI(err); api { // the platform's answer matters more
		return err
	}
	below, outside := filepath.Rel(folder, failed.Path)
	if outside != nil || !filepath.IsLocal(below) {
		return err
	}
	verb := "write"
	if failed.Op == "read" {
		verb = "read"
	}
	problem := fileProblem(verb, filepath.Join(o.outDir, below), err)
	if fileHint(failed.Err) != "" || errors.Is(err, qrbatch.ErrResults) {
		return replaceHint(problem, "move it away, or use another --out-dir")
	}
	return problem
}

// printResumed reports what earlier runs left, before the first request.
func printResumed(env *ui.Env, r qrbatch.Resumed) error {
	if len(r.InDoubt) > 0 {
		if err := env.Print(inDoubt{r.InDoubt}); err != nil {
			return err
		}
	}
	if r.Expired > 0 {
		env.Notef("%d of the codes have expired; another --out-dir creates new ones", r.Expired)
	}
	if r.Renamed > 0 {
		env.Notef("%d of the codes exist already; their pictures keep the names in %s", r.Renamed, qrbatch.ResultsFile)
	}
	return nil
}

// inDoubt are the codes that an earlier run requested without an answer.
type inDoubt struct {
	InDoubt []string `json:"in_doubt"`
}

func (inDoubt) JSONType() string { return "in_doubt" }

func (r inDoubt) WriteText(p *ui.Printer) {
	p.Linef("%s an earlier run got no answer for %s; requested again if still in the file", p.Warn("in doubt:"), ui.OneLine(strings.Join(r.InDoubt, ", ")))
}

// qrSum is the state of a batch at the end of a run.
type qrSum struct {
	Created int    `json:"created"`
	Already int    `json:"already"` // in an earlier run
	Left    int    `json:"left"`
	Results string `json:"results"`
}

type qrSumResult struct {
	Summary qrSum `json:"summary"`
}

func (qrSumResult) JSONType() string { return "summary" }

func (r qrSumResult) WriteText(p *ui.Printer) {
	s := r.Summary
	text := fmt.Sprintf("%d created, %d already there, %d left", s.Created, s.Already, s.Left)
	if s.Left == 0 {
		text = p.Good(text)
	}
	p.Linef("%s, see %s", text, ui.Printable(s.Results))
}

// batchRow is one of many codes, on one line.
type batchRow struct{ ticketResult }

func (r batchRow) WriteText(p *ui.Printer) {
	p.Linef("%s  %s  %s", ui.Printable(r.File), ui.Printable(r.URL), ui.Printable(r.Ticket))
}

// bar draws the progress.
func bar(done, all int) string {
	const width = 30
	full := width * done / all
	return fmt.Sprintf("[%s%s] %d/%d", strings.Repeat("#", full), strings.Repeat(".", width-full), done, all)
}
