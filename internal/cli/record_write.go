package cli

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"wxtool/internal/account"
	"wxtool/internal/echo"
	"wxtool/internal/lockedfile"
	"wxtool/internal/record"
	"wxtool/internal/record/recording"
	"wxtool/internal/ui"
	"wxtool/internal/verdict"
)

// recordFlags are the flags of a command that records exchanges.
type recordFlags struct {
	flags *pflag.FlagSet
	file  string
	max   size
	keep  int
}

// keptRecordings is how many older files of a recording are kept by default.
const keptRecordings = 9

func (f *recordFlags) bind(flags *pflag.FlagSet) {
	f.flags = flags
	flags.StringVar(&f.file, "record", "", "append every exchange to this file as JSON lines, for wxtool record and replay")
	flags.Var(&f.max, "record-max-size", "begin a new file before the recording has more than this, such as 100MB; the older ones are FILE.1, FILE.2 …")
	flags.IntVar(&f.keep, "record-keep", keptRecordings, "how many older files --record-max-size keeps")
}

func (f *recordFlags) check() error {
	switch {
	case f.file == "" && (f.flags.Changed("record-max-size") || f.flags.Changed("record-keep")):
		return usage("--record-max-size and --record-keep need --record").withHint("name the file with --record FILE")
	case f.max == 0 && f.flags.Changed("record-keep"):
		return usage("--record-keep needs --record-max-size").withHint("without it the recording is one file")
	case f.keep < 1 || f.keep > 9999:
		return usage("--record-keep %d: must be 1 to 9999", f.keep)
	}
	return nil
}

// open opens the recording, if one is asked for.
func (f *recordFlags) open(env *ui.Env, secrets *record.Secrets) (*recorder, error) {
	if err := f.check(); err != nil || f.file == "" {
		return nil, err
	}
	file, err := recording.Open(pathOf(env, f.file), recording.Options{Secrets: secrets, Start: env.Now(), MaxSize: int64(f.max), Keep: f.keep})
	switch {
	case errors.Is(err, lockedfile.ErrBusy):
		return nil, unreadable("cannot write %s: another wxtool records to it", f.file).withHint("name another file with --record")
	case err != nil:
		return nil, fileProblem("write", f.file, err)
	}
	return &recorder{file, f.file, env.Masked}, nil
}

// recorder appends exchanges to a recording. A nil recorder records nothing. It may be
// used by several goroutines at the same time.
type recorder struct {
	file *recording.File
	name string // as the user gave it
	mask func(string) string
}

func (r *recorder) Close() error {
	if r == nil {
		return nil
	}
	return r.file.Close()
}

// write appends a record. The texts of problems quote the beginning of an answer, which may
// end within a secret, so that they are masked as in the output.
func (r *recorder) write(rec *record.Record) error {
	if r == nil {
		return nil
	}
	if rec.Verdict != nil {
		for i := range rec.Verdict.Problems {
			rec.Verdict.Problems[i].Text = r.mask(rec.Verdict.Problems[i].Text)
		}
	}
	if err := r.file.Write(rec); err != nil {
		return fileProblem("write", r.name, err)
	}
	return nil
}

// recordSecrets are the secrets of accounts, which a recording must not hold. Very short
// ones are left out, as in what is printed: they would garble the exchanges.
func recordSecrets(accounts ...*settings) *record.Secrets {
	return record.NewSecrets(listSecrets(accounts...)...)
}

func listSecrets(accounts ...*settings) (list []record.Secret) {
	const shortest = 6
	for _, s := range accounts {
		for _, name := range []string{account.Token, account.EncodingAESKey, account.AppSecret} {
			if value := s.get(name); len(value) >= shortest {
				list = append(list, record.Secret{Name: name, Account: s.Profile(), Value: value})
			}
		}
	}
	return list
}

// serveRecord is a request to the echo server as it is recorded.
func serveRecord(e *echo.Event, s *settings) *record.Record {
	r := &record.Record{Kind: record.Kind(e.Kind), Account: s.Profile(), Exchange: e.Exchange, Verdict: &record.Verdict{OK: e.Err == nil}}
	if e.Push != nil {
		d := &record.Decoded{Platform: s.Platform(), Mode: string(e.Push.Mode), ReceiveID: e.Push.ReceiveID}
		d.Message = unlessBody(e.Push.Message, e.Exchange.Request.Body)
		if e.Err == nil {
			d.Reply = unlessBody(e.Reply, e.Exchange.Response.Body)
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

// unlessBody returns a decrypted text, nil if it is the body itself.
func unlessBody(plain, body []byte) []byte {
	if bytes.Equal(plain, body) {
		return nil
	}
	if plain == nil {
		return []byte{}
	}
	return plain
}

// size is a flag for a number of bytes.
type size int64

func (s *size) String() string {
	if *s == 0 {
		return ""
	}
	return strconv.FormatInt(int64(*s), 10)
}

func (s *size) Type() string { return "size" }

func (s *size) Set(text string) error {
	units := []struct {
		name string
		of   float64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"K", 1e3}, {"M", 1e6}, {"G", 1e9}, {"B", 1}, {"", 1}}
	for _, unit := range units {
		digits, ok := cutSuffixFold(strings.TrimSpace(text), unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
		if err != nil || !(n*unit.of >= 1 && n*unit.of < 1<<62) {
			break
		}
		*s = size(n * unit.of)
		return nil
	}
	return fmt.Errorf("must be a size such as 500KB, 100MB or 1GiB")
}

func cutSuffixFold(text, suffix string) (string, bool) {
	at := len(text) - len(suffix)
	if at < 0 || !strings.EqualFold(text[at:], suffix) {
		return text, false
	}
	return text[:at], true
}
