package cli

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"wxtool/internal/account"
	"wxtool/internal/echo"
	"wxtool/internal/record"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// recorder appends exchanges to a file. The file is readable by its owner alone:
// pushes hold what users wrote. A nil recorder records nothing.
type recorder struct {
	file   *os.File
	name   string // as the user gave it
	writer *record.Writer
}

func newRecorder(env *ui.Env, name string, secrets *record.Secrets) (*recorder, error) {
	if name == "" {
		return nil, nil
	}
	path := filepath.Join(dirOf(env, name), name)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fileProblem("write", name, err)
	}
	cut, err := endsMidLine(path)
	if err != nil {
		return nil, errors.Join(fileProblem("read", name, err), file.Close())
	}
	r := &recorder{file, name, record.NewWriter(file, secrets, env.Now())}
	if cut {
		r.writer.Before = []byte("\n")
	}
	return r, nil
}

// endsMidLine reports whether the last line of a file has no line end: its writer
// was killed, or the disk was full. A pipe or a device has no last line.
func endsMidLine(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false, err
	}
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	var last [1]byte
	_, err = file.ReadAt(last[:], info.Size()-1)
	return last[0] != '\n', err
}

func (r *recorder) Close() error {
	if r == nil {
		return nil
	}
	return r.file.Close()
}

func (r *recorder) write(rec *record.Record) error {
	if r == nil {
		return nil
	}
	if err := r.writer.Write(rec); err != nil {
		return fileProblem("write", r.name, err)
	}
	return nil
}

// recordSecrets are the secrets that a recording must not hold. Very short ones
// are left out, as in what is printed: they would garble the exchanges.
func (s *settings) recordSecrets() *record.Secrets {
	const shortest = 6
	var list []record.Secret
	for _, name := range []string{account.Token, account.EncodingAESKey, account.AppSecret} {
		if value := s.get(name); len(value) >= shortest {
			list = append(list, record.Secret{Name: name, Value: value})
		}
	}
	return record.NewSecrets(list...)
}

// serveRecord is a request to the echo server as it is recorded.
func serveRecord(e *echo.Event, platform string) *record.Record {
	r := &record.Record{Kind: record.Kind(e.Kind), Exchange: e.Exchange, Verdict: &record.Verdict{OK: e.Err == nil}}
	if e.Push != nil {
		d := &record.Decoded{Platform: platform, Mode: string(e.Push.Mode), ReceiveID: e.Push.ReceiveID}
		if body := e.Exchange.Request.Body; !bytes.Equal(e.Push.Message, body) {
			d.Message = e.Push.Message
		}
		if body := e.Exchange.Response.Body; e.Err == nil && !bytes.Equal(e.Reply, body) {
			d.Reply = e.Reply
		}
		r.Decoded = d
	}
	switch {
	case e.Diagnosis != nil && !e.Diagnosis.Valid:
		r.Verdict.Problems = []record.Problem{{ID: e.Diagnosis.Reason, Level: string(verdict.Error), Text: e.Diagnosis.Hint}}
	case e.Err != nil:
		r.Verdict.Problems = []record.Problem{{ID: string(e.Kind), Level: string(verdict.Error), Text: e.Err.Error()}}
	}
	return r
}
