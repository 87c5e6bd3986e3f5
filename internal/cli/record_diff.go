package cli

import (
	"context"
	"fmt"
	"iter"
	"strings"

	"github.com/spf13/cobra"

	"wxtool/internal/lang"
	"wxtool/internal/message"
	"wxtool/internal/record"
	"wxtool/internal/ui"
)

type recordDiffOptions struct {
	filterFlags
	ignore []string
}

func newRecordDiffCmd(env *ui.Env) *cobra.Command {
	opts := &recordDiffOptions{}
	cmd := &cobra.Command{
		Use:   "diff <OLD> <NEW>",
		Short: "Compare the messages, replies and statuses of two recordings",
		Long: `Compares two recordings: the first exchange of each kind and type in one with the
first in the other, and so on. Messages and replies are compared decrypted, element
by element; the order of elements and the way a text is written do not count. What
is new each time is ignored: CreateTime, TimeStamp, Nonce, MsgSignature, and MsgId
in messages. --ignore names more, by name or path.

~ is another message, reply or status, - only in the old recording, + only
in the new one. The exit code is 1 if the recordings differ.`,
		Example: `  # the same pushes before and after a change of your server
  wxtool record diff before.jsonl after.jsonl
  wxtool record diff before.jsonl after.jsonl --ignore FromUserName --ignore ToUserName
  wxtool record diff before.jsonl after.jsonl --where MsgType=text --json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 || args[0] == "-" && args[1] == "-" {
				return usage("record diff: needs two recordings; one of them may be - for stdin").withHint("wxtool record diff before.jsonl after.jsonl")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return opts.run(cmd.Context(), env, args) },
	}
	opts.bind(cmd.Flags())
	cmd.Flags().StringArrayVar(&opts.ignore, "ignore", nil, "an element that is not compared, by `NAME` or path without indexes (repeatable)")
	return cmd
}

func (o *recordDiffOptions) run(ctx context.Context, env *ui.Env, args []string) error {
	filter, err := o.filter(env)
	if err != nil {
		return err
	}
	differ := &record.Differ{Options: record.CompareOptions{Ignore: o.ignore}}
	sum := recordDiffSum{lang: env.Lang}
	if err := differ.Run(matching(ctx, env, args[0], filter), matching(ctx, env, args[1], filter), func(c record.Change) error { return sum.print(env, c) }); err != nil {
		return err
	}
	return verdictAfter(env.Print(sum), noUnless(sum.IsOK()))
}

// matching returns the records of a recording that the filter selects.
func matching(ctx context.Context, env *ui.Env, name string, filter *record.Filter) iter.Seq2[*record.Record, error] {
	return func(yield func(*record.Record, error) bool) {
		for r, err := range (&recordReader{env: env, name: name}).all(ctx) {
			if (err != nil || filter.Match(r)) && !yield(r, err) {
				return
			}
		}
	}
}

// recordDiffSum counts the exchanges of two recordings.
type recordDiffSum struct {
	Compared int `json:"compared"` // in both recordings
	Changed  int `json:"changed"`  // of those
	Removed  int `json:"removed"`  // only in the old recording
	Added    int `json:"added"`    // only in the new recording
	lang     lang.Language
}

func (recordDiffSum) JSONType() string { return "record_diff" }
func (s recordDiffSum) IsOK() bool     { return s.Changed+s.Removed+s.Added == 0 }

func (s recordDiffSum) WriteText(p *ui.Printer) {
	paint := p.Good
	if !s.IsOK() {
		paint = p.Bad
	}
	p.Linef("%s", paint(recordDiffed.in(s.lang, s.Compared, s.Changed, s.Removed, s.Added)))
}

// print counts a change and prints it, if it is one.
func (s *recordDiffSum) print(env *ui.Env, c record.Change) error {
	result := recordChange{Message: orEmpty(c.Message), Reply: orEmpty(c.Reply), lang: env.Lang}
	if c.Recorded != nil {
		result.Change, result.Recorded, result.RecordedStatus = message.Removed, c.Recorded.Seq, c.Recorded.Status()
		result.what = newExchangeRow(c.Recorded, env.Lang).what()
	}
	if c.New != nil {
		result.Change, result.New, result.NewStatus = message.Added, c.New.Seq, c.New.Status()
		result.what = newExchangeRow(c.New, env.Lang).what()
	}
	switch {
	case c.Recorded == nil:
		s.Added++
	case c.New == nil:
		s.Removed++
	default:
		s.Compared++
		if c.Equal() {
			return nil
		}
		result.Change = message.Changed
		s.Changed++
	}
	if env.Quiet && !env.JSON {
		return nil
	}
	return env.Print(result)
}

func orEmpty(list []message.Difference) []message.Difference {
	if list == nil {
		return []message.Difference{}
	}
	return list
}

// recordChange is an exchange that differs.
type recordChange struct {
	Change         string               `json:"change"`          // changed, removed or added
	Recorded       int                  `json:"recorded"`        // number in the old recording; 0: it is not in it
	New            int                  `json:"new"`             // number in the new recording; 0: it is not in it
	RecordedStatus int                  `json:"recorded_status"` // 0: no answer
	NewStatus      int                  `json:"new_status"`      // 0: no answer
	Message        []message.Difference `json:"message"`         // of the decrypted messages
	Reply          []message.Difference `json:"reply"`           // of the decrypted replies
	what           string
	lang           lang.Language
}

func (recordChange) JSONType() string { return "record_change" }

func (c recordChange) WriteText(p *ui.Printer) {
	switch c.Change {
	case message.Removed:
		p.Linef("%s", p.Bad(fmt.Sprintf("- %d  %s", c.Recorded, ui.OneLine(c.what))))
		return
	case message.Added:
		p.Linef("%s", p.Good(fmt.Sprintf("+ %d  %s", c.New, ui.OneLine(c.what))))
		return
	}
	p.Linef("%s", p.Warn(fmt.Sprintf("~ %d, %d  %s", c.Recorded, c.New, ui.OneLine(c.what))))
	if c.RecordedStatus != c.NewStatus {
		p.Linef("  %s", recordStatus.in(c.lang, c.RecordedStatus, c.NewStatus))
	}
	writeDifferences(p, recordInMessage, c.Message, c.lang)
	writeDifferences(p, recordInReply, c.Reply, c.lang)
}

// writeDifferences writes a line for each difference. Long texts are cut.
func writeDifferences(p *ui.Printer, label word, list []message.Difference, l lang.Language) {
	for _, d := range list {
		p.Linef("  %s", ui.OneLine(differenceText(label, d, l)))
	}
}

// differenceText is a difference in what the label names.
func differenceText(label word, d message.Difference, l lang.Language) string {
	path, was, is := strings.TrimSpace(label.in(l)+" "+d.Path), shortText(d.Recorded), shortText(d.New)
	switch d.Change {
	case message.Removed:
		return recordRemoved.in(l, path, was)
	case message.Added:
		return recordAdded.in(l, path, is)
	}
	return recordChanged.in(l, path, was, is)
}

func shortText(text string) string {
	const longest = 200
	if len(text) <= longest {
		return text
	}
	return message.CutText(text, longest) + "…"
}
