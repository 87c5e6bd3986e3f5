package cli

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// duration is the value of every flag for a time: such as 500ms, 5s, 2m or 1h30m, or a
// number, which is seconds. It is not negative.
type duration struct{ value *time.Duration }

// durationVar adds a flag for a time.
func durationVar(flags *pflag.FlagSet, value *time.Duration, name string, initial time.Duration, usage string) {
	*value = initial
	flags.Var(duration{value}, name, usage)
}

func (d duration) String() string {
	if d.value == nil || *d.value == 0 {
		return "0"
	}
	return d.value.String()
}

func (d duration) Type() string { return "duration" }

func (d duration) Set(s string) error {
	parsed, err := time.ParseDuration(s)
	if strings.Trim(s, "0123456789.") == "" {
		parsed, err = parseSeconds(s)
	}
	if err != nil || parsed < 0 || strings.HasPrefix(s, "-") {
		return errors.New("must be a time such as 500ms, 5s or 2m, or seconds")
	}
	*d.value = parsed
	return nil
}

func parseSeconds(s string) (time.Duration, error) {
	seconds, err := strconv.ParseFloat(s, 64)
	if err == nil && seconds > math.MaxInt64/float64(time.Second)/2 {
		err = strconv.ErrRange
	}
	return time.Duration(math.Round(seconds * float64(time.Second))), err
}
