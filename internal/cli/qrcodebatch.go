package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"wxtool/internal/ledger"
	"wxtool/internal/lockedfile"
	"wxtool/internal/pace"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// parallel is how many requests are in flight at most, and so in doubt after a
// crash.
const parallel = 4

// qrBatch is the making of many codes.
type qrBatch struct {
	env    *ui.Env
	client *wxapi.Client
	ledger *ledger.Ledger
	dir    string // as given
	total  int

	mu   sync.Mutex
	sum  qrSum
	done int // of total, with those of former runs
}

// createAll creates the codes of a CSV file, less those that a former run got.
func (o *qrCreateOptions) createAll(ctx context.Context, env *ui.Env, client *wxapi.Client) error {
	rows, err := readSheet(env, o.from, wxapi.QRCode{Permanent: o.code.Permanent, Expire: o.expire})
	if err != nil {
		return err
	}
	folder := filepath.Join(dirOf(env, o.outDir), o.outDir)
	book, err := ledger.Open(folder, ledger.Book{
		Owner:  client.Account.AppID + " at " + client.Origin,
		Header: resultHeader(), Key: func(row []string) string { return row[0] + " " + row[1] },
		Whole: func(row []string) bool { return strings.HasSuffix(row[5], ".png") },
	})
	if err != nil {
		return bookProblem(o.outDir, folder, err)
	}
	defer book.Close()
	lockedfile.Sweep(folder)
	b := &qrBatch{env: env, client: client, ledger: book, dir: o.outDir, total: len(rows)}
	b.sum.Results = filepath.Join(o.outDir, ledger.Results)
	todo, err := b.open(rows)
	if err == nil {
		err = b.all(ctx, todo, pace.New(o.rate))
	}
	env.Progress("")
	b.sum.Left = b.total - b.done
	const goOn = "the same command again goes on where this one stopped"
	if printed := env.Print(qrSumResult{b.sum}); printed != nil && !errors.Is(printed, errHungUp) {
		return printed
	}
	switch {
	case errors.Is(err, errHungUp) && b.sum.Left > 0: // that is no reader who has enough
		return unreadable(goOn, "stdout was closed after %d of %d codes", b.done, b.total)
	case b.sum.Left > 0:
		env.Notef(goOn)
	}
	return err
}

// bookProblem is why a folder, here with its path, cannot be used.
func bookProblem(dir, path string, err error) error {
	hint := "take another --out-dir"
	switch {
	case errors.Is(err, lockedfile.ErrBusy):
		hint = "wait for it to end, or take another --out-dir"
	case errors.Is(err, ledger.ErrOwner):
		hint += ", so that the codes of two accounts are not mixed up"
	}
	var failed *fs.PathError
	if errors.As(err, &failed) {
		if below, err := filepath.Rel(path, failed.Path); err == nil && filepath.IsLocal(below) {
			dir = filepath.Join(dir, below)
		}
		return withHint(hint, fileProblem("write", dir, err))
	}
	return unreadable(hint, "%s: %w", dir, err)
}

// open takes over what former runs got, draws what they did not come to draw,
// and names what they asked without seeing an answer.
func (b *qrBatch) open(rows []qrRow) (todo []qrRow, err error) {
	if doubt := b.ledger.InDoubt(); len(doubt) > 0 {
		if err := b.env.Print(inDoubt{doubt}); err != nil {
			return nil, err
		}
	}
	answered, ended := map[string][]string{}, 0
	for _, row := range b.ledger.Rows() {
		answered[row[0]+" "+row[1]] = row
	}
	for _, row := range rows {
		got, ok := answered[row.key()]
		if !ok {
			todo = append(todo, row)
			continue
		}
		b.done++
		b.sum.Already++
		if at, err := time.Parse(time.RFC3339, got[4]); err == nil && at.Before(b.env.Now()) {
			ended++
		}
		if err := b.draw(got[5], got[3], false); err != nil {
			return nil, err
		}
	}
	if ended > 0 {
		b.env.Notef("%d of the codes there have ended by now; another --out-dir makes new ones", ended)
	}
	return todo, nil
}

// all asks for the rows, a few at a time. The first error ends it, and so does
// an interrupt: what is in flight is seen to its end.
func (b *qrBatch) all(ctx context.Context, todo []qrRow, rate *pace.Pace) error {
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	jobs := make(chan qrRow)
	var workers sync.WaitGroup
	for range parallel {
		workers.Go(func() {
			for row := range jobs {
				if err := b.one(context.WithoutCancel(ctx), row); err != nil {
					stop(err)
				}
			}
		})
	}
	for _, row := range todo {
		if rate.Wait(running) != nil {
			break
		}
		select {
		case jobs <- row:
		case <-running.Done():
		}
	}
	close(jobs)
	workers.Wait()
	return context.Cause(running)
}

// one asks for one code: noted before it is asked, kept before anything else
// is done with the answer.
func (b *qrBatch) one(ctx context.Context, row qrRow) error {
	if err := b.ledger.Ask(row.key()); err != nil {
		return fileProblem("write", filepath.Join(b.dir, ledger.Asked), err)
	}
	ticket, err := b.client.QRCodeCreate(ctx, row.code)
	var refusal *wxapi.Error
	if errors.As(err, &refusal) || errors.Is(err, wxapi.ErrUnsent) {
		return errors.Join(err, b.ledger.Refuse(row.key()))
	}
	if err != nil {
		return err
	}
	result := newTicketResult(b.env, b.client.Origin, row.code, ticket)
	result.File = row.file
	kept := []string{result.ActionName, scene(row.code), ticket.Ticket, ticket.URL, expiresText(result.ExpiresAt), row.file}
	if err := b.ledger.Answer(kept); err != nil {
		return fileProblem("write", b.sum.Results, err)
	}
	if err := b.draw(row.file, ticket.URL, true); err != nil {
		return err
	}
	return b.tell(result)
}

// draw writes a picture; one that is there already only if it is to be new.
func (b *qrBatch) draw(name, url string, anew bool) error {
	name = filepath.Join(b.dir, filepath.Base(name))
	path := filepath.Join(dirOf(b.env, name), name)
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && !anew {
		return nil
	}
	picture, err := pngOf(url)
	if err != nil {
		return err
	}
	err = writeError(name, lockedfile.WriteNoFollow(path, picture))
	if errors.Is(err, lockedfile.ErrFolder) {
		return withHint("move it away", err)
	}
	return err
}

func (b *qrBatch) tell(result ticketResult) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	b.sum.Created++
	b.env.Progress(bar(b.done, b.total))
	return b.env.Print(batchRow{result})
}
