package qrbatch

import (
	"errors"
	"os"
	"path/filepath"

	"wxtool/internal/journal"
	"wxtool/internal/lockedfile"
)

// ErrOwner means that a folder belongs to another account.
var ErrOwner = errors.New("the folder has the codes of another account or platform")

// Store is the folder of a batch, in use. It records requests and answers on the
// disk. Its methods may be called concurrently.
type Store struct {
	lock           *lockedfile.Lock
	asked, results *journal.Writer
	old            []Result
	inDoubt        []string
}

// OpenStore opens a folder, which is created if it does not exist. It does not change
// files that have the names of its files but were not written by it.
func OpenStore(dir, owner string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	lock, err := lockedfile.TryLock(filepath.Join(dir, ".lock"))
	if err != nil {
		return nil, err
	}
	s := &Store{lock: lock}
	if err := s.open(dir, owner); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// open reads both files, and changes them once both are known to be the owner's.
func (s *Store) open(dir, owner string) error {
	path := filepath.Join(dir, ResultsFile)
	results, err := journal.Read(path)
	if err != nil {
		return err
	}
	asked, err := journal.Read(filepath.Join(dir, AskedFile))
	if err != nil {
		return err
	}
	var tailCounts bool
	if s.old, tailCounts, err = readResults(path, results); err != nil {
		return err
	}
	first := entry{Owner: owner}
	isNew := asked.IsNew(first.line()) && len(s.old) == 0
	if !isNew && !first.begins(asked) {
		return ErrOwner
	}
	if s.results, err = results.Open(journal.Options{KeepTail: tailCounts, Sync: true}); err != nil {
		return err
	}
	if s.asked, err = asked.Open(journal.Options{KeepTail: endsInEntry(asked), Sync: true}); err != nil {
		return err
	}
	if len(results.Lines) == 0 {
		err = s.results.Append(csvLine(resultsHeader()))
	}
	if isNew && err == nil {
		err = s.asked.Append(first.line())
	}
	s.inDoubt = inDoubt(asked, s.old)
	return err
}

// Results are the answers of earlier runs.
func (s *Store) Results() []Result { return s.old }

// InDoubt are the keys of the codes that earlier runs requested without recording
// an outcome, the oldest request first.
func (s *Store) InDoubt() []string { return s.inDoubt }

// Ask records that the code with this key is going to be requested. It fails also
// if an answer could not be recorded: then the next would be lost, too.
func (s *Store) Ask(key string) error { return s.record(entry{Asked: key}) }

// Refuse records that the request was refused, or not sent. It may be repeated.
func (s *Store) Refuse(key string) error { return s.record(entry{Refused: key}) }

func (s *Store) record(e entry) error {
	if err := s.results.Err(); err != nil {
		return err
	}
	return s.asked.Append(e.line())
}

// Answer records an answer, also if a request could not be recorded.
func (s *Store) Answer(r Result) error { return s.results.Append(r.line()) }

// Close releases the folder.
func (s *Store) Close() error {
	var errs []error
	for _, w := range []*journal.Writer{s.asked, s.results} {
		if w != nil {
			errs = append(errs, w.Close())
		}
	}
	return errors.Join(append(errs, s.lock.Close())...)
}
