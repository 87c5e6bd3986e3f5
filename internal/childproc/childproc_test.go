//go:build unix

package childproc

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestMain lets the test binary be the child of a test: the variable has what it does.
func TestMain(m *testing.M) {
	if act := os.Getenv("CHILD_ACT"); act != "" {
		os.Exit(childMain(act))
	}
	os.Exit(m.Run())
}

func childMain(act string) int {
	word, rest, _ := strings.Cut(act, " ")
	switch word {
	case "exit":
		code, _ := strconv.Atoi(rest)
		fmt.Println("to stdout")
		fmt.Fprintln(os.Stderr, "to stderr")
		return code
	case "sleep":
		fmt.Println("ready", os.Getpid())
		time.Sleep(time.Hour)
	case "ignore": // a signal to ignore, or all
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT)
		fmt.Println("ready", os.Getpid())
		time.Sleep(time.Hour)
	case "stop":
		fmt.Println("ready", os.Getpid())
		syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		time.Sleep(time.Hour)
	case "trap":
		signals := make(chan os.Signal, 9)
		signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
		fmt.Println("ready", os.Getpid())
		for s := range signals {
			fmt.Println("got", s)
			if s.String() == rest {
				return 7
			}
		}
	case "parent": // starts another child, and then does what rest says
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), "CHILD_ACT="+os.Getenv("GRANDCHILD_ACT"))
		child.Stdout = os.Stdout
		if err := child.Start(); err != nil {
			return 1
		}
		return childMain(rest)
	case "cat":
		io.Copy(os.Stdout, os.Stdin)
	case "ask":
		fmt.Println("name?")
		var name string
		fmt.Scanln(&name)
		fmt.Println("hello", name)
	case "terminal":
		return terminalMain(rest)
	case "env":
		slices.Sort(os.Environ())
		fmt.Println(strings.Join(os.Environ(), "\n"))
	case "flood":
		for i := range 20000 {
			fmt.Println("line", i)
			fmt.Fprintln(os.Stderr, "error", i)
		}
	}
	return 0
}

// program is the test binary as a child with an act.
func program(act string, more ...string) Program {
	return Program{Command: []string{os.Args[0]}, Env: append(os.Environ(), append(more, "CHILD_ACT="+act)...), Grace: time.Minute}
}

// started starts a program whose output can be read line by line.
func started(t *testing.T, p Program) (*Child, *bufio.Scanner) {
	t.Helper()
	reader, writer := io.Pipe()
	p.Stdout = writer
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.group.signal(c.cmd, syscall.SIGKILL); writer.Close() })
	return c, bufio.NewScanner(reader)
}

// ready reads the line of a child that is ready, and returns its process id.
func ready(t *testing.T, lines *bufio.Scanner) int {
	t.Helper()
	for lines.Scan() {
		if pid, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
			n, err := strconv.Atoi(pid)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
	}
	t.Fatal("the child is never ready")
	return 0
}

func follow(c *Child, signals ...syscall.Signal) Exit {
	queue := make(chan syscall.Signal, len(signals))
	for _, s := range signals {
		queue <- s
	}
	return c.Follow(queue)
}

func TestExitCodePassesThrough(t *testing.T) {
	for _, code := range []int{0, 1, 2, 42, 255} {
		c, err := Start(program(fmt.Sprint("exit ", code)))
		if err != nil {
			t.Fatal(err)
		}
		if got := follow(c); got.Code != code || got.Signal != 0 {
			t.Errorf("%v, want exit code %d", got, code)
		}
	}
}

func TestOutput(t *testing.T) {
	var out, errs, both bytes.Buffer
	p := program("exit 0")
	p.Stdout, p.Stderr = &out, &errs
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	follow(c)
	if out.String() != "to stdout\n" || errs.String() != "to stderr\n" {
		t.Errorf("stdout %q, stderr %q", &out, &errs)
	}
	p.Stdout, p.Stderr = &both, &both
	if c, err = Start(p); err != nil {
		t.Fatal(err)
	}
	follow(c)
	if both.String() != "to stdout\nto stderr\n" {
		t.Errorf("both are %q", &both)
	}
}

// TestAllOutputArrives: the last lines come also if the child ends at once.
func TestAllOutputArrives(t *testing.T) {
	var out bytes.Buffer
	p := program("flood")
	p.Stdout, p.Stderr = &out, io.Discard
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	follow(c)
	if n := strings.Count(out.String(), "\n"); n != 20000 || !strings.HasSuffix(out.String(), "line 19999\n") {
		t.Errorf("%d lines", n)
	}
}

// TestFailingWriter: a child whose output cannot be written gets SIGPIPE, as without a
// pipe between.
func TestFailingWriter(t *testing.T) {
	p := program("flood")
	p.Stdout, p.Stderr = failing{}, io.Discard
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := follow(c); got.Signal != syscall.SIGPIPE {
		t.Errorf("%v", got)
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no") }

func TestStdin(t *testing.T) {
	var out bytes.Buffer
	p := program("cat")
	p.Stdin, p.Stdout = strings.NewReader("hello\n"), &out
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := follow(c); got.Code != 0 || out.String() != "hello\n" {
		t.Errorf("%v, %q", got, &out)
	}
}

// TestStdinThatNeverEnds: a child that does not read ends nevertheless.
func TestStdinThatNeverEnds(t *testing.T) {
	p := program("exit 3")
	reader, _ := io.Pipe()
	p.Stdin = reader
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	if got := follow(c); got.Code != 3 {
		t.Errorf("%v", got)
	}
}

func TestEnvironmentIsAsGiven(t *testing.T) {
	var out bytes.Buffer
	p := program("env")
	p.Env, p.Stdout = []string{"CHILD_ACT=env", "A=1"}, &out
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	follow(c)
	if got := strings.Fields(out.String()); !slices.Contains(got, "A=1") || len(got) != 2 {
		t.Errorf("%q", got)
	}
}

func TestStartErrors(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text")
	if err := os.WriteFile(text, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, found := range map[string]bool{"no-such-program-x": false, filepath.Join(dir, "none"): false, text: true, dir: true} {
		_, err := Start(Program{Command: []string{name}})
		var failed *StartError
		if !errors.As(err, &failed) || failed.NotFound() == found {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Count(err.Error(), name) != 1 {
			t.Errorf("the error repeats the name: %v", err)
		}
	}
}

func TestWhile(t *testing.T) {
	c, lines := started(t, program("sleep"))
	ready(t, lines)
	if err := c.While(t.Context(), func(context.Context) error { return nil }); err != nil {
		t.Error(err)
	}
	failed := errors.New("failed")
	if err := c.While(t.Context(), func(context.Context) error { return failed }); err != failed {
		t.Error(err)
	}
	err := c.While(t.Context(), func(ctx context.Context) error {
		c.group.signal(c.cmd, syscall.SIGKILL)
		<-ctx.Done() // when the child ends
		return ctx.Err()
	})
	if ended, ok := errors.AsType[*EndedError](err); !ok || ended.Exit.Code != 137 {
		t.Errorf("%v", err)
	}
	done := c.While(t.Context(), func(context.Context) error { return nil })
	if done != nil {
		t.Errorf("a task that was done well: %v", done)
	}
}

// TestWhileInterrupted: the interrupt is the error, not what follows from it.
func TestWhileInterrupted(t *testing.T) {
	c, lines := started(t, program("sleep"))
	ready(t, lines)
	ctx, cancel := context.WithCancel(t.Context())
	err := c.While(ctx, func(ctx context.Context) error {
		cancel()
		c.End()
		<-ctx.Done()
		return ctx.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
