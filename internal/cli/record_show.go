package cli

import (
	"context"

	"github.com/spf13/cobra"

	"wxtool/internal/record"
	"wxtool/internal/ui"
)

type recordShowOptions struct {
	selection
	full, follow bool
}

func newRecordShowCmd(env *ui.Env) *cobra.Command {
	opts := &recordShowOptions{}
	cmd := &cobra.Command{
		Use:   "show <FILE|-> [NUMBER …]",
		Short: "List the exchanges of a recording, or show some in full",
		Long: `Lists the exchanges of a recording: number, time, kind, mode and types of the message,
status, duration and, where it failed, the reason. With numbers it shows these
exchanges with their headers, the decrypted message and the decrypted reply. With
-q it prints only the numbers.

--where compares an element of the decrypted message, at any depth; * is any
text, and several conditions must all hold. An exchange failed if its answer was
bad when it was recorded, or if there was none. A line that a crash cut short is
left out.`,
		Example: `  # a recording of your pushes, from wxtool serve --record pushes.jsonl
  wxtool record show pushes.jsonl
  wxtool record show pushes.jsonl --where Event=SCAN --since 2h --failed
  wxtool record show pushes.jsonl 17
  wxtool record show pushes.jsonl --where 'EventKey=qrscene_*' --json`,
		Args: recordArgs,
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	opts.filterFlags.bind(cmd.Flags())
	cmd.Flags().BoolVarP(&opts.follow, "follow", "f", false, "wait for more exchanges, until Ctrl-C")
	cmd.Flags().BoolVar(&opts.full, "full", false, "show bodies in full, not only their first 20 lines")
	return cmd
}

func (o *recordShowOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	if o.follow && (len(args) > 1 || args[0] == "-") {
		return usage("record show: --follow is for a list from a file").withHint("leave --follow out")
	}
	if err := o.choose(env, args[1:]); err != nil {
		return err
	}
	reader := &recordReader{env: env, name: args[0], follow: o.follow}
	shown := 0
	for r, err := range o.selected(ctx, reader) {
		if err == nil {
			shown++
			err = env.Print(o.result(env, r))
		}
		if err != nil {
			return err
		}
	}
	if shown == 0 {
		env.Notef("%s: %s", args[0], map[bool]string{true: "no exchange matches", false: "there is no exchange in it"}[reader.read > 0])
	}
	return nil
}

func (o *recordShowOptions) result(env *ui.Env, r *record.Record) ui.Result {
	row := newExchangeRow(r, env.Lang)
	if o.numbers == nil {
		row.quiet = env.Quiet
		return row
	}
	return newExchangeResult(r, row, o.full)
}
