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

func TestSignalsArePassedOn(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		c, lines := started(t, program("trap "+s.String()))
		ready(t, lines)
		go io.Copy(io.Discard, readerOf(lines))
		if got := follow(c, s); got.Code != 7 {
			t.Errorf("%v: %v, want exit code 7", s, got)
		}
		c, lines = started(t, program("sleep"))
		ready(t, lines)
		if got, want := follow(c, s), 128+int(s); got.Code != want || got.Signal != s {
			t.Errorf("%v: %v (%d), want %d", s, got, got.Code, want)
		}
	}
}

func readerOf(lines *bufio.Scanner) io.Reader { return &scanning{lines} }

type scanning struct{ lines *bufio.Scanner }

func (s *scanning) Read(p []byte) (int, error) {
	if !s.lines.Scan() {
		return 0, io.EOF
	}
	return copy(p, s.lines.Bytes()), nil
}

// TestFirstInterruptNeedNotEnd: a program may go on after Ctrl-C, as a prompt does.
func TestFirstInterruptNeedNotEnd(t *testing.T) {
	p := program("trap hangup")
	p.Grace = time.Second / 2 // enough to end by the last signal, on a busy machine
	c, lines := started(t, p)
	pid := ready(t, lines)
	signals := make(chan syscall.Signal)
	exit := make(chan Exit)
	go func() { exit <- c.Follow(signals) }()
	signals <- syscall.SIGINT
	if !lines.Scan() || lines.Text() != "got interrupt" {
		t.Fatalf("%q", lines.Text())
	}
	time.Sleep(2 * p.Grace)
	if err := syscall.Kill(pid, 0); err != nil {
		t.Errorf("the child is gone: %v", err)
	}
	signals <- syscall.SIGHUP
	lines.Scan()
	if got := <-exit; got.Code != 7 {
		t.Errorf("%v", got)
	}
}

// TestDeafChildIsKilled: SIGKILL follows SIGTERM and a second SIGINT.
func TestDeafChildIsKilled(t *testing.T) {
	for _, signals := range [][]syscall.Signal{{syscall.SIGTERM}, {syscall.SIGINT, syscall.SIGINT}} {
		p := program("ignore")
		p.Grace = 50 * time.Millisecond
		c, lines := started(t, p)
		ready(t, lines)
		if got := follow(c, signals...); got.Code != 137 {
			t.Errorf("%v after %v", got, signals)
		}
	}
	p := program("ignore")
	p.Grace = 50 * time.Millisecond
	c, lines := started(t, p)
	ready(t, lines)
	if got := c.End(); got.Code != 137 {
		t.Errorf("%v after End", got)
	}
}

// TestStoppedChildEnds: a child that is stopped does not wait for the grace period.
func TestStoppedChildEnds(t *testing.T) {
	for name, end := range map[string]func(*Child) Exit{
		"End": (*Child).End, "SIGTERM": func(c *Child) Exit { return follow(c, syscall.SIGTERM) },
	} {
		c, lines := started(t, program("stop"))
		pid := ready(t, lines)
		for !stopped(t, pid) {
			time.Sleep(time.Millisecond)
		}
		if got := end(c); got.Code != 143 {
			t.Errorf("%s: %v, want 143", name, got)
		}
	}
}

// stopped reports whether a process is stopped.
func stopped(t *testing.T, pid int) bool {
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		t.Skip(err)
	}
	return strings.Contains(string(stat), ") T ")
}

// TestNoOrphans: what a child has started ends with it, however it ends.
func TestNoOrphans(t *testing.T) {
	tests := []struct {
		name, child, grandchild string
		end                     func(*Child) Exit
		want                    int
	}{
		{"the child ends by itself", "parent exit 5", "sleep", func(c *Child) Exit { return follow(c) }, 5},
		{"it ends and its child is deaf", "parent exit 5", "ignore", func(c *Child) Exit { return follow(c) }, 5},
		{"a signal ends both", "parent sleep", "sleep", func(c *Child) Exit { return follow(c, syscall.SIGINT) }, 130},
		{"both are ended", "parent sleep", "sleep", (*Child).End, 143},
		{"both are deaf", "parent ignore", "ignore", (*Child).End, 137},
		{"the child goes, its child is deaf", "parent sleep", "ignore", (*Child).End, 143},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := program(test.child, "GRANDCHILD_ACT="+test.grandchild)
			p.Grace = 300 * time.Millisecond
			c, lines := started(t, p)
			pids := []int{ready(t, lines)}
			if !strings.Contains(test.child, "exit") {
				pids = append(pids, ready(t, lines))
			}
			go io.Copy(io.Discard, readerOf(lines))
			if got := test.end(c); got.Code != test.want {
				t.Errorf("%v, want %d", got, test.want)
			}
			for _, pid := range pids {
				if running(pid) {
					t.Errorf("process %d still runs", pid)
				}
			}
		})
	}
}

// running reports whether a process has not ended; a container may keep ended ones.
func running(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	return err != nil || !strings.Contains(string(stat), ") Z ")
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
