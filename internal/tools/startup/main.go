// Command startup compares the time of short commands of wxtool, from the start of the
// process to its end, with that of the smallest Cobra program (testdata/hello). All
// programs are built with the same flags. Run it in the repository:
//
//	go run ./internal/tools/startup
//	go run ./internal/tools/startup -runs 1000 version fixture-list
//
// Each line on stdout is a name and a ratio: the median time of a command by the median
// time of hello. The commands run in turn, so another load on the machine is a load on
// all. The times are on stderr.
//
// The lines hello-http and hello-http-send are the smallest Cobra program that uses
// net/http, encoding/xml and encoding/json (testdata/hellohttp): what a program that
// does what wxtool does takes at least.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
)

func main() { os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)) }

// command is a measured command line.
type command struct {
	name, program string
	args          []string
}

// hello is the command that all others are compared with.
func hello() command { return command{"hello", "hello", []string{"version"}} }

// commands are the others. Without --to, send-fixture starts a server in its process and
// delivers to it.
func commands() []command {
	return []command{
		{"hello-http", "hellohttp", []string{"version"}},
		{"hello-http-send", "hellohttp", []string{"send"}},
		{"version", "wxtool", []string{"version"}},
		{"complete-fixture", "wxtool", []string{"__complete", "send-fixture", "mp/te"}},
		{"complete-any-fixture", "wxtool", []string{"__complete", "send-fixture", ""}},
		{"fixture-list", "wxtool", []string{"fixture", "list"}},
		{"fixture-show", "wxtool", []string{"fixture", "show", "text"}},
		{"send-fixture", "wxtool", []string{"send-fixture", "text"}},
	}
}

// run returns the exit code: 1 if a program cannot be built or fails, 2 for a wrong
// command line.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("startup", flag.ContinueOnError)
	flags.SetOutput(stderr)
	runs := flags.Int("runs", 300, "how often each command runs")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	chosen, err := choose(flags.Args())
	if err == nil && *runs < 1 {
		err = fmt.Errorf("-runs %d: must be positive", *runs)
	}
	if err != nil {
		fmt.Fprintln(stderr, "startup:", err)
		return 2
	}
	if err := measure(ctx, chosen, *runs, stdout, stderr); err != nil {
		fmt.Fprintln(stderr, "startup:", err)
		return 1
	}
	return 0
}

// choose returns the commands with these names, or all.
func choose(names []string) ([]command, error) {
	all := commands()
	for _, name := range names {
		if !slices.ContainsFunc(all, func(c command) bool { return c.name == name }) {
			return nil, fmt.Errorf("there is no command %q", name)
		}
	}
	return slices.DeleteFunc(all, func(c command) bool { return len(names) > 0 && !slices.Contains(names, c.name) }), nil
}
