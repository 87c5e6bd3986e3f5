// Command mutate measures the quality of the tests of a package. It changes one place of
// the source at a time, runs the tests of the package, and lists the changes that no
// test detected.
//
//	go run ./internal/tools/mutate ./internal/wxcrypt ./internal/callback
//	go run ./internal/tools/mutate -sample 0 ./internal/qr                     # every place
//	go run ./internal/tools/mutate -also ./internal/cli ./internal/echo        # with scripts
//
// A change is a mutant. It is killed if a test fails or exceeds its time limit, and
// survives if all tests pass. Mutants that do not compile do not count. The sample of a
// package depends only on the seed and its path, so that runs are reproducible. A
// mutated file replaces the original through the overlay of the go command; the work
// tree does not change.
//
// Only logic is mutated: comparisons, conditions, arithmetic, numbers, returned
// errors, branches and statements, see place.go. Strings and package-level tables are
// data. Some survivors are equivalent to the source (a size that only saves time, a
// redundant check), so 100 % is not a goal.
//
// Each mutant runs go test once, so -limit limits the whole run. Use it on a developer's
// machine, not in CI.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

// options are the flags.
type options struct {
	seed   uint64
	sample int
	limit  time.Duration
	also   string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run returns exit code 0 if every package was measured, 1 if one could not be, and 2
// for a wrong command line.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	var o options
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Uint64Var(&o.seed, "seed", 1, "seed of the sample")
	flags.IntVar(&o.sample, "sample", 40, "mutants per package; 0 for all")
	flags.DurationVar(&o.limit, "limit", 30*time.Minute, "time limit of the whole run")
	flags.StringVar(&o.also, "also", "", "packages, separated by spaces, whose tests also run on the survivors")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	if flags.NArg() == 0 {
		fmt.Fprintln(stderr, "usage: mutate [flags] packages...")
		return 2
	}
	if err := measureAll(ctx, &o, flags.Args(), stdout); err != nil {
		fmt.Fprintln(stderr, "mutate:", err)
		return 1
	}
	return 0
}

func measureAll(ctx context.Context, o *options, patterns []string, stdout io.Writer) error {
	packages, err := list(ctx, patterns)
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "mutate-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	ctx, cancel := context.WithTimeout(ctx, o.limit)
	defer cancel()
	for _, p := range packages {
		if err := measure(ctx, o, p, scratch, stdout); err != nil {
			return err
		}
	}
	return nil
}
