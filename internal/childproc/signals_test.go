//go:build unix

package childproc

import (
	"bufio"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

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

// TestChildThatIgnoresSignalsIsKilled: SIGKILL follows SIGTERM and a second SIGINT.
func TestChildThatIgnoresSignalsIsKilled(t *testing.T) {
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
		{"it ends and its child ignores signals", "parent exit 5", "ignore", func(c *Child) Exit { return follow(c) }, 5},
		{"a signal ends both", "parent sleep", "sleep", func(c *Child) Exit { return follow(c, syscall.SIGINT) }, 130},
		{"both are ended", "parent sleep", "sleep", (*Child).End, 143},
		{"both ignore signals", "parent ignore", "ignore", (*Child).End, 137},
		{"it ends at the signal and its child ignores it", "parent sleep", "ignore", (*Child).End, 143},
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
