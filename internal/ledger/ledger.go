// Package ledger remembers, over crashes, what of a long list of questions was
// asked and answered. What was answered is never asked again and never lost;
// what was asked when the program ended is in doubt and can be named.
//
// In its folder the questions are in asked.jsonl, each written before it is
// asked, and the answers in results.csv, each on the disk before the next step.
package ledger

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"wxtool/internal/journal"
	"wxtool/internal/lockedfile"
)

// Why a folder cannot be used.
var (
	ErrOwner = errors.New("the folder holds the answers of another account or platform")
)

// Results and Asked are the names of the files.
const (
	Results = "results.csv"
	Asked   = "asked.jsonl"
)

// Ledger is a folder in use. Its methods may be called at once.
type Ledger struct {
	mu      sync.Mutex
	lock    *lockedfile.Lock
	asked   *journal.Writer
	results *journal.Writer
	rows    [][]string
	doubt   []string
	failed  error // of writing; from then on nothing is written behind it
}

// Book is what a ledger is for.
type Book struct {
	Owner  string                    // who asks and who answers
	Header []string                  // first row of the results
	Key    func(row []string) string // names the question that a row answers
	Whole  func(row []string) bool   // tells a row from one whose last field is cut short
}

// Open opens the ledger in dir, which is made if it is not there. Files of those
// names that are not the ledger's own are refused and stay as they are.
func Open(dir string, book Book) (*Ledger, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	lock, err := lockedfile.TryLock(filepath.Join(dir, ".lock"))
	if err != nil {
		return nil, err
	}
	l := &Ledger{lock: lock}
	if err := l.read(dir, book); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// read reads both files, and touches them once both are known to be the book's.
func (l *Ledger) read(dir string, book Book) error {
	results, err := journal.Read(filepath.Join(dir, Results))
	if err != nil {
		return err
	}
	asked, err := journal.Read(filepath.Join(dir, Asked))
	if err != nil {
		return err
	}
	unended := false
	if !results.IsNew(rowLine(book.Header)) {
		if l.rows, unended, err = book.rowsOf(results); err != nil {
			return fmt.Errorf("%s: %w", Results, err)
		}
	}
	owner := entry{Owner: book.Owner}
	isNew := asked.IsNew(owner.line()) && len(l.rows) == 0
	if !isNew && !owner.heads(asked.Lines) {
		return ErrOwner
	}
	if l.results, err = results.Open(journal.Options{KeepTail: unended, Sync: true}); err != nil {
		return err
	}
	if l.asked, err = asked.Open(journal.Options{KeepTail: endsInEntry(asked), Sync: true}); err != nil {
		return err
	}
	if len(results.Lines) == 0 {
		l.write(l.results, rowLine(book.Header))
	}
	if isNew {
		l.write(l.asked, owner.line())
	}
	l.doubt = book.doubt(asked.Lines, l.rows)
	return l.failed
}

// doubt names what was asked and not answered, the oldest question first.
func (b Book) doubt(journal []byte, rows [][]string) []string {
	open := openQuestions(journal)
	for _, row := range rows {
		delete(open, b.Key(row))
	}
	return slices.SortedFunc(maps.Keys(open), func(a, b string) int { return open[a] - open[b] })
}

// Rows are the answers of former runs.
func (l *Ledger) Rows() [][]string { return l.rows }

// InDoubt names the questions that a former run asked and whose answer it did
// not see.
func (l *Ledger) InDoubt() []string { return l.doubt }

// Ask notes that key is about to be asked.
func (l *Ledger) Ask(key string) error { return l.note(entry{Asked: key}) }

// Refuse notes that key was answered with a no, or could not be asked, and may be
// asked again.
func (l *Ledger) Refuse(key string) error { return l.note(entry{Refused: key}) }

func (l *Ledger) note(e entry) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write(l.asked, e.line())
}

// Answer keeps an answer. It is on the disk when Answer returns.
func (l *Ledger) Answer(row []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write(l.results, rowLine(row))
}

// write puts a line on the disk.
func (l *Ledger) write(w *journal.Writer, line []byte) error {
	if l.failed == nil {
		l.failed = w.Append(line)
	}
	return l.failed
}

// Close lets the folder go.
func (l *Ledger) Close() error {
	var errs []error
	for _, w := range []*journal.Writer{l.asked, l.results} {
		if w != nil {
			errs = append(errs, w.Close())
		}
	}
	return errors.Join(append(errs, l.lock.Close())...)
}
