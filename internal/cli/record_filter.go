package cli

import (
	"github.com/spf13/pflag"

	"wxtool/internal/record"
	"wxtool/internal/ui"
)

// filterFlags select exchanges of a recording.
type filterFlags struct {
	where  []string
	since  string
	failed bool
}

func (f *filterFlags) bind(flags *pflag.FlagSet) {
	flags.StringArrayVar(&f.where, "where", nil, "only exchanges whose message has this element, as in `PATH=VALUE` or PATH!=VALUE; * is any text (repeatable)")
	flags.StringVar(&f.since, "since", "", "only exchanges since this `TIME`: 10m or 2d ago, 15:04 today, a day or a time with its day")
	flags.BoolVar(&f.failed, "failed", false, "only exchanges that failed: without an answer, or with a bad one")
}

// given reports whether the user selects.
func (f *filterFlags) given() bool { return len(f.where) > 0 || f.since != "" || f.failed }

func (f *filterFlags) filter(env *ui.Env) (*record.Filter, error) {
	filter := &record.Filter{Failed: f.failed}
	for _, text := range f.where {
		c, err := record.ParseCondition(text)
		if err != nil {
			return nil, usage("--where %v", err).withHint("the elements are those of the decrypted message, as in --where MsgType=event --where Event=SCAN")
		}
		filter.Where = append(filter.Where, c)
	}
	if f.since != "" {
		since, err := record.ParseSince(f.since, env.Now())
		if err != nil {
			return nil, usage("--since %v", err)
		}
		filter.Since = since
	}
	return filter, nil
}
