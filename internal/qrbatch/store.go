package qrbatch

import (
	"errors"
	"os"
	"path/filepath"
	"slices"

	"wxtool/internal/journal"
	"wxtool/internal/lockedfile"
)

// ErrOwner means that a folder belongs to another account.
var ErrOwner = errors.New("the folder has the codes of another account or platform")

// Store is the folder of a batch, in use. It records requests and answers on the
// disk. Its methods may be called concurrently.
type Store struct {
	lock           *lockedfile.Lock
	asked, answers *journal.Writer
	results        *results
	carried        Carried
	inDoubt        []string
}

// Form is how results.csv is written.
type Form struct {
	Carried Carried // columns of the sheet
	Excel   bool    // with a byte order mark, without which Excel reads UTF-8 as another encoding
}

// OpenStore opens a folder, which is created if it does not exist. It does not change
// files that have the names of its files but were not written by it. A results.csv of
// another form, such as one that a spreadsheet saved, is brought into this form.
func OpenStore(dir, owner string, form Form) (*Store, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	lock, err := lockedfile.TryLock(filepath.Join(dir, ".lock"))
	if err != nil {
		return nil, err
	}
	s := &Store{lock: lock, carried: form.Carried}
	if err := s.open(dir, owner, form); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// open reads both files, and changes them once both are known to be the owner's.
func (s *Store) open(dir, owner string, form Form) error {
	path := filepath.Join(dir, ResultsFile)
	answers, err := journal.Read(path)
	if err != nil {
		return err
	}
	asked, err := journal.Read(filepath.Join(dir, AskedFile))
	if err != nil {
		return err
	}
	before := slices.Concat(answers.Lines, answers.Tail)
	if s.results, err = parseResults(path, before); err != nil {
		return err
	}
	first := entry{Owner: owner}
	isNew := asked.IsNew(first.line()) && s.results.empty
	if !isNew && !first.begins(asked) {
		return ErrOwner
	}
	if s.answers, err = s.openAnswers(path, before, form); err != nil {
		return err
	}
	if s.asked, err = asked.Open(journal.Options{KeepTail: endsInEntry(asked), Sync: true}); err != nil {
		return err
	}
	if isNew {
		err = s.asked.Append(first.line())
	}
	s.inDoubt = inDoubt(asked, s.results.list())
	return err
}

// openAnswers opens results.csv for appending, after it has the form.
func (s *Store) openAnswers(path string, before []byte, form Form) (*journal.Writer, error) {
	changed := s.results.carry(form.Carried) || !s.results.asIs
	if form.Excel && !s.results.mark {
		s.results.mark, changed = true, true
	}
	if changed && len(before) > 0 {
		if err := lockedfile.Rewrite(path, before, s.results.content()); err != nil {
			return nil, err
		}
	}
	log, err := journal.Read(path)
	if err != nil {
		return nil, err
	}
	w, err := log.Open(journal.Options{Sync: true})
	if err == nil && len(before) == 0 {
		err = w.Append(s.results.content())
	}
	return w, err
}

// Results are the answers of earlier runs.
func (s *Store) Results() []Result { return s.results.list() }

// InDoubt are the keys of the codes that earlier runs requested without recording
// an outcome, the oldest request first.
func (s *Store) InDoubt() []string { return s.inDoubt }

// Ask records that the code with this key is going to be requested. It fails also
// if an answer could not be recorded: then the next would be lost, too.
func (s *Store) Ask(key string) error { return s.record(entry{Asked: key}) }

// Refuse records that the request was refused, or not sent. It may be repeated.
func (s *Store) Refuse(key string) error { return s.record(entry{Refused: key}) }

func (s *Store) record(e entry) error {
	if err := s.answers.Err(); err != nil {
		return err
	}
	return s.asked.Append(e.line())
}

// Answer records an answer, also if a request could not be recorded.
func (s *Store) Answer(r Result) error { return s.answers.Append(s.results.line(r, s.carried)) }

// Close releases the folder.
func (s *Store) Close() error {
	var errs []error
	for _, w := range []*journal.Writer{s.asked, s.answers} {
		if w != nil {
			errs = append(errs, w.Close())
		}
	}
	return errors.Join(append(errs, s.lock.Close())...)
}
