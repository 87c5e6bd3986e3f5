package sandbox

import (
	"context"
	"time"

	"wxtool/internal/pace"
)

// Repeat lets a user act several times, once in every interval of the machine's clock,
// and calls each with the outcome. It ends with the first error, or that of ctx.
func Repeat(ctx context.Context, times int, every time.Duration, do func(context.Context) (*Outcome, error), each func(*Outcome) error) error {
	rate := 0.0
	if every > 0 {
		rate = 1 / every.Seconds()
	}
	steps := pace.New(rate)
	for range times {
		if err := steps.Wait(ctx); err != nil {
			return err
		}
		out, err := do(ctx)
		if err == nil {
			err = each(out)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
