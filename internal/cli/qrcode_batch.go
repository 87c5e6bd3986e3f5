package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"

	"wxtool/internal/lockedfile"
	"wxtool/internal/qrbatch"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

const resumeHint = "run the same command again to continue"

// createAll creates the codes of a CSV file.
func (o *qrCreateOptions) createAll(ctx context.Context, env *ui.Env, client *wxapi.Client) error {
	rows, err := o.rows(env)
	if err != nil {
		return err
	}
	folder := pathOf(env, o.outDir)
	sum, err := qrbatch.Run(ctx, qrbatch.Options{
		API: client, AppID: client.Account.AppID, Origin: client.Origin,
		Dir: folder, Rows: rows, Rate: o.rate, Now: env.Now, Picture: pngOf,
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

// rows reads the CSV file. All its problems are printed.
func (o *qrCreateOptions) rows(env *ui.Env) ([]qrbatch.Row, error) {
	data, err := readFile(env, o.from)
	if err != nil {
		return nil, err
	}
	name := fileName(o.from)
	sheet, err := qrbatch.ReadSheet(data, wxapi.QRCode{Permanent: o.code.Permanent, Expire: cmp.Or(o.expire, defaultExpire)})
	if sheet != nil && len(sheet.Unused) > 0 {
		env.Notef("%s: unused columns: %s", name, quotedList(sheet.Unused))
	}
	var rows *qrbatch.RowsError
	if errors.As(err, &rows) {
		return nil, rowsError(env, name, rows.Problems)
	}
	if err != nil {
		return nil, usage("%s: %w", name, err).withHint(sheetHint(err))
	}
	return sheet.Rows, nil
}

func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	return strings.Join(quoted, ", ")
}

// rowsError prints the problems of rows, and returns the error of all.
func rowsError(env *ui.Env, name string, problems []qrbatch.Problem) error {
	const most = 20
	at := func(p qrbatch.Problem) string { return fmt.Sprintf("%s:%d: %v", name, p.Line, p.Err) }
	for _, p := range problems[:min(len(problems), most)] {
		env.Warnf("%s", at(p))
	}
	return usage("%s cannot be sent, the first is %s", plural(len(problems), "row"), at(problems[0])).withHint("nothing was sent; correct them and run it again")
}

// sheetHint is the next step where a CSV file is refused as a whole.
func sheetHint(err error) string {
	var column *qrbatch.ColumnError
	switch {
	case errors.As(err, &column) && column.Want == "":
		return "remove one of them"
	case errors.As(err, &column):
		return "did you mean " + column.Want + "?"
	case errors.Is(err, qrbatch.ErrHeader):
		return "such as scene_str,expire"
	case errors.Is(err, qrbatch.ErrNoRows):
		return "write a scene into each row below the first"
	}
	return ""
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
