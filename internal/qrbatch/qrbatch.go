// Package qrbatch creates the QR codes that a CSV file lists. An interrupted batch
// continues when it is run again.
//
// [ReadSheet] reads the CSV file, in the encodings and with the separators that
// spreadsheets use, and reports all its problems at once. [Run] works in a folder: it records every request in asked.jsonl before it is sent, and every
// answer in results.csv before anything else is done with it. A code with an answer
// is never requested again. A request without a known outcome, because the process
// was killed or the connection broke, is reported as in doubt by the next run, and
// sent again.
//
// results.csv has the other columns of the sheet too. No cell in it is run by a
// spreadsheet: one that begins with =, +, - or @ has a ' before it, which OpenStore and
// ReadSheet remove. If a spreadsheet saved it in another form, the next run writes it in
// the usual one.
//
// # Concurrency
//
// Run makes several requests at a time; its callbacks are called one at a time. One
// process at a time uses a folder.
//
// # Errors
//
// ReadSheet returns [ErrHeader], [ErrNoRows], a [*ColumnError], a [*MissingError], a
// [*RowsError] or a [*SyntaxError], or wraps [ErrWorkbook] or [ErrEncoding]. Run returns
// what the API or a callback returned, the cause of a context that ended, a
// [*PictureError], [ErrOwner], lockedfile.ErrBusy, or a *fs.PathError, whose Err may be
// [ErrResults], an error of ReadSheet, or one of package lockedfile.
package qrbatch

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"wxtool/internal/lockedfile"
	"wxtool/internal/pace"
	"wxtool/internal/wxapi"
)

// Parallel is the highest number of requests at a time, and so the highest number
// in doubt after a crash.
const Parallel = 4

// API is the part of the platform's API that creates codes.
type API interface {
	QRCodeCreate(ctx context.Context, code wxapi.QRCode) (*wxapi.Ticket, error)
}

var _ API = (*wxapi.Client)(nil)

// Options are what Run needs. All but Rate must be set.
type Options struct {
	API           API
	AppID, Origin string // of the account; a folder belongs to one account of one platform

	Dir  string  // is created if it does not exist
	Rows []Row   // from [ReadSheet]
	Form         // of results.csv
	Rate float64 // requests per second at most; 0 is no limit

	Now     func() time.Time
	Picture func(url string) ([]byte, error) // draws a code as a PNG file

	// Resumed is called once, before the first request. An error of a callback ends
	// the run.
	Resumed func(Resumed) error
	// Created is called for each new code, once its picture is written.
	Created func(Created) error
}

// Resumed is what earlier runs left in the folder.
type Resumed struct {
	InDoubt []string // keys of requests without a known outcome, the oldest first
	Expired int      // codes of the sheet that have expired
	Renamed int      // codes whose picture has another name than the sheet gives it
}

// Created is a new code.
type Created struct {
	Row         Row
	Ticket      wxapi.Ticket
	ExpiresAt   time.Time // zero: never
	Done, Total int       // codes of the sheet
}

// Summary is the state of a batch at the end of a run.
type Summary struct {
	Created int // in this run
	Already int // in earlier runs
	Left    int
}

// PictureError is a row whose picture would replace the one of another code, which an
// earlier run created.
type PictureError struct {
	Row   Row
	Other Result
}

func (e *PictureError) Error() string {
	return fmt.Sprintf("row %d: file: %q is the picture of %s in %s", e.Row.Number, e.Row.File, e.Other.Key(), ResultsFile)
}

// Run creates the codes that earlier runs have not created. It returns a summary
// also together with an error, unless the folder could not be used at all.
//
// The first error ends the run, and so does ctx. Requests that were sent are
// completed in both cases.
func Run(ctx context.Context, o Options) (*Summary, error) {
	store, err := OpenStore(o.Dir, o.AppID+" at "+o.Origin, o.Form)
	if err != nil {
		return nil, err
	}
	defer store.Close()
	lockedfile.Sweep(o.Dir)
	b := &batch{Options: o, store: store}
	todo, err := b.resume()
	if err == nil {
		err = b.createAll(ctx, todo)
	}
	b.sum.Left = len(o.Rows) - b.sum.Already - b.sum.Created
	return &b.sum, err
}

// batch is a run.
type batch struct {
	Options
	store *Store

	mu  sync.Mutex // held while a callback is called
	sum Summary
}

// resume reports what earlier runs left, draws pictures that are missing, and
// returns the rows without an answer.
func (b *batch) resume() (todo []Row, err error) {
	answers, pictures := map[string]Result{}, map[string]Result{}
	for _, r := range b.store.Results() {
		answers[r.Key()] = r
		pictures[strings.ToLower(r.File)] = r
	}
	state := Resumed{InDoubt: b.store.InDoubt()}
	var done []Result
	for _, row := range b.Rows {
		r, ok := answers[row.Key()]
		if !ok {
			if other, used := pictures[strings.ToLower(row.File)]; used && row.Named {
				return nil, &PictureError{row, other}
			}
			todo = append(todo, row)
			continue
		}
		done = append(done, r)
		if row.Named && row.File != r.File {
			state.Renamed++
		}
		if r.expired(b.Now()) {
			state.Expired++
		}
	}
	b.sum.Already = len(done)
	if err := b.Resumed(state); err != nil {
		return nil, err
	}
	for _, r := range done {
		if err := b.redraw(r); err != nil {
			return nil, err
		}
	}
	return todo, nil
}

// createAll requests the codes of the rows, several at a time.
func (b *batch) createAll(ctx context.Context, todo []Row) error {
	running, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	jobs := make(chan Row)
	var workers sync.WaitGroup
	for range Parallel {
		workers.Go(func() {
			for row := range jobs {
				if err := b.create(context.WithoutCancel(ctx), row); err != nil {
					stop(err)
				}
			}
		})
	}
	rate := pace.New(b.Rate)
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

// create requests one code: recorded before it is sent, and its answer before
// anything else is done with it.
func (b *batch) create(ctx context.Context, row Row) error {
	if err := b.store.Ask(row.Key()); err != nil {
		return err
	}
	ticket, err := b.API.QRCodeCreate(ctx, row.Code)
	if err != nil {
		var refusal *wxapi.Error
		if errors.As(err, &refusal) || errors.Is(err, wxapi.ErrUnsent) {
			return errors.Join(err, b.store.Refuse(row.Key()))
		}
		return err
	}
	created := Created{Row: row, Ticket: *ticket, ExpiresAt: ticket.ExpiresAt(b.Now()), Total: len(b.Rows)}
	if err := b.store.Answer(created.result()); err != nil {
		return err
	}
	if err := b.draw(row.File, ticket.URL); err != nil {
		return err
	}
	return b.report(created)
}

func (b *batch) report(c Created) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sum.Created++
	c.Done = b.sum.Already + b.sum.Created
	return b.Created(c)
}

// redraw writes the picture of an earlier run, unless it is there.
func (b *batch) redraw(r Result) error {
	name := filepath.Base(r.File) // the file may have been edited
	if info, err := lockedfile.Regular(filepath.Join(b.Dir, name)); err == nil && info != nil {
		return nil
	}
	return b.draw(name, r.URL)
}

func (b *batch) draw(name, url string) error {
	picture, err := b.Picture(url)
	if err != nil {
		return err
	}
	return lockedfile.WriteNoFollow(filepath.Join(b.Dir, name), picture)
}
