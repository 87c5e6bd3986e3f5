package cli

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/spf13/cobra"

	"wxtool/internal/record"
	"wxtool/internal/record/recording"
	"wxtool/internal/ui"
)

func newRecordCmd(env *ui.Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "record <command>",
		Short: "Show, compare and export recorded exchanges",
		Long: `A recording is a file of JSON lines that serve, send-fixture and sandbox write with
--record FILE: each request with its header and body, the response, the decrypted
message and reply, and the verdict. Each line is written before the answer goes
out, so a program that is killed loses nothing that it answered. Secrets of the
account are replaced by placeholders such as ${wxtool:token:shop}, which name the
profile and are filled in again when the recording is replayed.

The file is readable by its owner alone, because pushes hold what users wrote.
--record-max-size begins a new file; FILE.1, FILE.2 … are read with FILE.`,
		Example: `  wxtool send-fixture text subscribe --record sent.jsonl
  # a recording of your pushes, from wxtool serve --record pushes.jsonl
  wxtool record show pushes.jsonl
  wxtool record export pushes.jsonl 17 --as fixture`,
	}
	group(cmd)
	cmd.AddCommand(newRecordShowCmd(env), newRecordDiffCmd(env), newRecordExportCmd(env))
	return cmd
}

// recordArgs checks that arguments are a file and numbers of exchanges.
func recordArgs(cmd *cobra.Command, args []string) error {
	name := "record " + cmd.Name()
	if len(args) == 0 {
		return usage("%s: name a recording", name).withHint("wxtool serve --record FILE makes one; then wxtool " + name + " FILE")
	}
	for _, arg := range args[1:] {
		if n, err := strconv.Atoi(arg); err != nil || n < 1 {
			return usage("%s: %q is not the number of an exchange", name, arg).withHint("wxtool record show " + args[0] + " prints the numbers")
		}
	}
	return nil
}

// recordReader reads a recording that the user names, and reports its lines that cannot be
// read.
type recordReader struct {
	env  *ui.Env
	name string
	bad  error // the first line that is no record
	read int

	follow bool
}

// all returns the records in order, with placeholders in place of secrets. The error is
// that of the file, or that the user interrupts, and the last.
func (r *recordReader) all(ctx context.Context) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		for rec, err := range r.records(ctx) {
			if ctx.Err() != nil {
				break
			}
			line, isLine := errors.AsType[*record.LineError](err)
			switch {
			case err == nil:
				if r.read++; r.read == 1 && r.bad != nil {
					r.env.Warnf("%s: %v", r.name, r.bad)
				}
				if !yield(rec, nil) {
					return
				}
			case isLine && errors.Is(err, record.ErrCut):
				r.env.Notef("%s: line %d is cut short, as after a crash, and left out", r.name, line.Line)
			case isLine:
				r.bad = cmp.Or(r.bad, err)
				if r.read > 0 {
					r.env.Warnf("%s: %v", r.name, err)
				}
			case isFileError(err):
				yield(nil, fileProblem("read", r.name, err))
				return
			default:
				yield(nil, err)
				return
			}
		}
		if ctx.Err() != nil {
			yield(nil, context.Cause(ctx))
			return
		}
		if r.read == 0 && r.bad != nil {
			yield(nil, unreadable("cannot read %s: %w", r.name, r.bad).withHint("wxtool serve --record FILE writes recordings"))
		}
	}
}

func (r *recordReader) records(ctx context.Context) iter.Seq2[*record.Record, error] {
	if r.follow {
		return recording.Follow(ctx, pathOf(r.env, r.name), record.Unrestored())
	}
	return func(yield func(*record.Record, error) bool) {
		file, err := openRecording(r.env, r.name)
		if err != nil {
			yield(nil, err)
			return
		}
		defer file.Close()
		for rec, err := range file.records(record.Unrestored()) {
			if !yield(rec, err) {
				return
			}
		}
	}
}

// selection is the exchanges of a recording that the user wants.
type selection struct {
	filterFlags
	numbers map[int]bool // nil: all
	filter  *record.Filter
}

// choose reads the flags and the numbers.
func (s *selection) choose(env *ui.Env, numbers []string) (err error) {
	if len(numbers) > 0 && s.given() {
		return usage("--where, --failed and --since choose among all exchanges, but some are named").withHint("leave one of them out")
	}
	if len(numbers) > 0 {
		s.numbers = map[int]bool{}
	}
	for _, text := range numbers {
		n, _ := strconv.Atoi(text) // checked by recordArgs
		s.numbers[n] = true
	}
	s.filter, err = s.filterFlags.filter(env)
	return err
}

func (s *selection) match(r *record.Record) bool {
	if s.numbers != nil {
		return s.numbers[r.Seq]
	}
	return s.filter.Match(r)
}

// selected returns the records that are selected. It fails if a number is not in the
// recording.
func (s *selection) selected(ctx context.Context, r *recordReader) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		found := 0
		for rec, err := range r.all(ctx) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !s.match(rec) {
				continue
			}
			found++
			if !yield(rec, nil) || found == len(s.numbers) { // a number is there once
				return
			}
		}
		if found < len(s.numbers) {
			yield(nil, s.missing(r))
		}
	}
}

func (s *selection) missing(r *recordReader) error {
	if len(s.numbers) == 1 {
		for n := range s.numbers {
			return usage("%s: there is no exchange %d", r.name, n).withHint("wxtool record show " + r.name + " prints the numbers")
		}
	}
	return usage("%s: some of these exchanges are not in it", r.name).withHint("wxtool record show " + r.name + " prints the numbers")
}
