// Command testlog converts the JSON of go test to the normal output of go test, and
// lists the skipped tests with their reasons.
//
//	go test -json ./... | go run ./internal/tools/testlog
//	go test -json ./... | go run ./internal/tools/testlog -fail -allow root
//
// A skipped test looks like a passed one. With -fail the exit code is 1 if a test was
// skipped for a reason that does not match -allow. Failed tests do not change the exit
// code; use that of go test (set -o pipefail).
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
	fail := flags.Bool("fail", false, "exit code 1 if a test was skipped")
	allow := flags.String("allow", "^$", "regular expression of reasons that -fail accepts")
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
