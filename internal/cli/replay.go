package cli

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"wxtool/internal/account"
	"wxtool/internal/deliver"
	"wxtool/internal/junit"
	"wxtool/internal/record"
	"wxtool/internal/replay"
	"wxtool/internal/ui"
)

type replayOptions struct {
	accountFlags
	filterFlags
	tls                    tlsFlags
	speed                  float64
	maxGap, deadline, wait time.Duration
	verbatim, diff         bool
	ignore                 []string
	junit                  string
}

func newReplayCmd(env *ui.Env) *cobra.Command {
	opts := &replayOptions{speed: 1}
	cmd := &cobra.Command{
		Use:   "replay <FILE|->",
		Short: "Send recorded pushes to a callback URL again, and compare the answers",
		Long: `Sends the pushes and handshakes of a recording, which serve, send-fixture and
sandbox write with --record, to your server again: in the recorded order and at
the recorded speed, at a time what overlapped. Each is signed and encrypted anew
with your account, in the recorded mode or that of --mode, and sent once, as
retries are recorded too. The message is unchanged, with its MsgId.

The answers are judged as by send-fixture. --diff also compares them, decrypted,
with the recorded ones, and the exit code is 1 where they differ; CreateTime,
nonces and signatures are not compared. API calls and requests that were refused
for their signature are skipped. A recording needs no key if it has decoded
messages. --verbatim sends the recorded bytes, with their signature and age.`,
		Example: `  # a recording, your server at localhost:8080
  wxtool replay pushes.jsonl --to http://localhost:8080/wx
  wxtool replay pushes.jsonl --to 8080 --speed max --diff --ignore Content
  wxtool replay pushes.jsonl --to 8080 --where Event=SCAN --failed --max-gap 5s
  wxtool replay - --to 8080 --mode plain --json --junit report.xml < pushes.jsonl`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("replay: name one recording, or - for stdin").withHint("wxtool serve --record pushes.jsonl writes one; try wxtool replay pushes.jsonl --to 8080")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args[0]) },
	}
	flags := cmd.Flags()
	opts.filterFlags.bind(flags)
	flags.Var(speed{&opts.speed}, "speed", "how fast: 2 is twice the recorded speed, 0 or max is one after the other, without waiting")
	durationVar(flags, &opts.maxGap, "max-gap", 0, "wait at most this long between two requests (default: as recorded)")
	flags.BoolVar(&opts.verbatim, "verbatim", false, "send the recorded bytes with the recorded signature")
	flags.BoolVar(&opts.diff, "diff", false, "compare the answers with the recorded ones; the exit code is 1 if they differ")
	flags.StringArrayVar(&opts.ignore, "ignore", nil, "with --diff, do not compare this element of replies: a `NAME` or path such as Articles/item/Url (repeatable)")
	flags.StringVar(&opts.junit, "junit", "", "write a JUnit report to this file")
	durationVar(flags, &opts.deadline, "deadline", deliver.Deadline, "how long to wait for an answer")
	durationVar(flags, &opts.wait, "wait", 0, "wait up to this long for the port of --to to answer")
	opts.tls.bind(cmd)
	opts.accountFlags.bind(cmd, append(callbackKeys(), account.To)...)
	return cmd
}

func (o *replayOptions) check() error {
	switch {
	case o.verbatim && o.accountFlags.flags.Changed(account.FlagOf(account.Mode)):
		return usage("replay: --verbatim sends the recorded bytes, so --mode has no effect").withHint("leave one of them out")
	case len(o.ignore) > 0 && !o.diff:
		return usage("replay: --ignore needs --diff").withHint("add --diff")
	case o.speed == 0 && o.maxGap > 0:
		return usage("replay: --speed max does not wait, so --max-gap has no effect").withHint("leave one of them out")
	case o.deadline <= 0:
		return usage("--deadline %s: must be positive", o.deadline)
	}
	return nil
}

func (o *replayOptions) run(ctx context.Context, env *ui.Env, name string) error {
	if err := o.check(); err != nil {
		return err
	}
	filter, err := o.filter(env)
	if err != nil {
		return err
	}
	file, err := openRecording(env, name)
	if err != nil {
		return err
	}
	defer file.Close()
	s := &replaying{env: env, name: name, diff: o.diff, filtered: o.filterFlags.given()}
	if o.junit == "" {
		return o.replay(ctx, s, file, filter)
	}
	if err := checkWritable(env, o.junit); err != nil {
		return err
	}
	s.suite = &junit.Suite{Name: "wxtool replay"}
	err = o.replay(ctx, s, file, filter)
	s.addError(err)
	return withReport(err, s.writeJUnit(o.junit))
}

// replay sends the recording until it ends, the user interrupts or the reader of stdout
// hangs up.
func (o *replayOptions) replay(ctx context.Context, s *replaying, file *recordingFile, filter *record.Filter) error {
	base, err := o.base(s.env)
	if err != nil {
		return err
	}
	transport, err := o.tls.transport(s.env)
	if err != nil {
		return err
	}
	if s.to, err = base.target(); err != nil {
		return err
	}
	if s.to == nil {
		return usage("replay: no callback URL is given").withHint("name your server with --to, such as --to http://localhost:8080/wx")
	}
	client := o.client(s.env, transport)
	if err := await(ctx, s.env, client, s.to, o.wait); err != nil {
		return err
	}
	run := &replay.Replay{
		Client: client, Target: o.targets(s.env, base), Filter: *filter,
		Speed: o.speed, MaxGap: o.maxGap, Verbatim: o.verbatim, Diff: o.diff, Ignore: o.ignore,
	}
	sum, err := run.Run(ctx, s.watch(file.records(record.ForAll(restored(base, s.to)...))), s.show)
	s.env.Wait("")
	return s.finish(sum, err)
}

func (o *replayOptions) client(env *ui.Env, transport http.RoundTripper) *deliver.Client {
	return &deliver.Client{HTTP: transport, Now: env.Now, Rand: env.Rand, Deadline: o.deadline}
}

// speed is the value of --speed: times the recorded speed, 0 for max.
type speed struct{ value *float64 }

func (s speed) String() string {
	if s.value == nil {
		return ""
	}
	return fmt.Sprint(*s.value)
}

func (speed) Type() string { return "speed" }

func (s speed) Set(text string) error {
	if text == "max" {
		*s.value = 0
		return nil
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(value) || value != 0 && (value < 0.001 || value > 1e6) {
		return errors.New("must be between 0.001 and 1000000 times the recorded speed, 0 or max")
	}
	*s.value = value
	return nil
}
