// Command testlog prints the JSON of go test as go test would have printed it, and
// lists the skipped tests with their reasons, which go test does not show.
//
//	go test -json ./... | go run ./internal/tools/testlog
//	go test -json ./... | go run ./internal/tools/testlog -fail -allow root
//
// A test that skips itself where it should run is a hole that looks green. With
// -fail the exit code is then 1, save for reasons that match -allow. Failed tests
// do not change the exit code; that is go test's own (set -o pipefail).
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("testlog", flag.ContinueOnError)
	flags.SetOutput(stderr)
	fail := flags.Bool("fail", false, "exit code 1 after a skipped test")
	allow := flags.String("allow", "^$", "regular expression of reasons that -fail lets pass")
	if err := flags.Parse(args); err != nil {
		return 2
	}
	allowed, err := regexp.Compile(*allow)
	if err != nil {
		fmt.Fprintln(stderr, "testlog:", err)
		return 2
	}
	l := log{out: stdout, pending: map[test]string{}}
	if err := l.read(stdin); err != nil {
		fmt.Fprintln(stderr, "testlog:", err)
		return 1
	}
	code := 0
	for _, s := range l.skipped {
		fmt.Fprintf(stdout, "skipped: %s %s: %s\n", s.Package, s.Test, s.reason)
		if *fail && !allowed.MatchString(s.reason) {
			code = 1
		}
	}
	if code != 0 {
		fmt.Fprintln(stderr, "testlog: tests were skipped that must run here")
	}
	return code
}
