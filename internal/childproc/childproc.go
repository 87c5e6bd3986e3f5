// Package childproc runs a program as a child process, passes signals on to it, and ends
// it together with the processes that it started.
//
// A child has a process group of its own, which the processes that it starts belong to.
// When the child has ended, or is ended, the rest of its group is ended too: with
// SIGTERM, and after a grace period with SIGKILL. A process that leaves the group, such
// as a daemon, is not found. On Linux the child also gets SIGTERM if this process dies
// without a chance to end it. Where there are no process groups, as on Windows, only the
// child itself is ended, and at once.
//
// Start returns a [StartError] if the program cannot be started. The methods of a Child
// are safe for concurrent use.
package childproc

import (
	"context"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// Grace is the usual time between SIGTERM and SIGKILL.
const Grace = 5 * time.Second

// Program is what to run.
type Program struct {
	Command []string // the name or path of the program, and its arguments
	Dir     string
	Env     []string // NAME=value; the whole environment of the child

	// Stdin, Stdout and Stderr are the child's own if they are files. For others there
	// are pipes; the same writer for both is one pipe, which keeps the order.
	Stdin          io.Reader
	Stdout, Stderr io.Writer

	// Terminal gives the child the terminal if Stdin is one: it can read it, and gets its
	// Ctrl-C and Ctrl-Z. Otherwise the child's stdin is then empty.
	Terminal bool

	Grace time.Duration // 0: Grace
}

// Child is a running program.
type Child struct {
	cmd    *exec.Cmd
	grace  time.Duration
	group  group
	copied sync.WaitGroup // output
	pipes  []io.Closer    // our ends of the pipes

	ended chan struct{} // closed when the child itself has ended
	exit  Exit          // valid once ended
}

// Start starts a program.
func Start(p Program) (*Child, error) {
	c := &Child{cmd: exec.Command(p.Command[0], p.Command[1:]...), grace: p.Grace, ended: make(chan struct{})}
	if c.grace == 0 {
		c.grace = Grace
	}
	c.cmd.Dir, c.cmd.Env = p.Dir, p.Env
	theirs, err := c.connect(&p)
	if err == nil {
		c.group.prepare(c.cmd, &p)
		err = c.start()
	}
	for _, f := range theirs {
		f.Close()
	}
	if err != nil {
		c.closePipes()
		return nil, &StartError{p.Command[0], err}
	}
	return c, nil
}

// start starts the program in a thread that lives as long as the child: when it ends,
// Linux sends the child a signal.
func (c *Child) start() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := c.cmd.Start()
		if err == nil {
			c.group.started(c.cmd, c.ended)
		}
		started <- err
		if err == nil {
			c.wait()
		}
	}()
	return <-started
}

func (c *Child) wait() {
	c.cmd.Wait() // the state has more than the error
	c.exit = exitOf(c.cmd.ProcessState)
	close(c.ended)
}

func exitOf(state *os.ProcessState) Exit {
	if state == nil {
		return Exit{Code: 1}
	}
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return Exit{Code: 128 + int(status.Signal()), Signal: status.Signal()}
	}
	return Exit{Code: state.ExitCode()}
}

// Ended is closed when the child has ended.
func (c *Child) Ended() <-chan struct{} { return c.ended }

// Exit waits until the child has ended, and returns how.
func (c *Child) Exit() Exit {
	<-c.ended
	return c.exit
}

// Kill ends the child and its group at once.
func (c *Child) Kill() { c.group.signal(c.cmd, syscall.SIGKILL) }

// While runs a task, whose context ends when the child does. If the child ends before
// the task is done well, the error is an EndedError.
func (c *Child) While(ctx context.Context, task func(context.Context) error) error {
	working, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-c.ended:
			stop()
		case <-working.Done():
		}
	}()
	err := task(working)
	if err == nil || ctx.Err() != nil {
		return err
	}
	select {
	case <-c.ended:
		return &EndedError{c.exit}
	default:
		return err
	}
}

// Follow passes signals on until the child has ended, and then ends what it has left
// behind. After a signal that asks to end, which a first SIGINT need not do, the child
// has the grace period.
func (c *Child) Follow(signals <-chan syscall.Signal) Exit {
	var late <-chan time.Time
	interrupts := 0
	for {
		select {
		case <-c.ended:
			c.finish(time.Now().Add(c.grace))
			return c.exit
		case <-late:
			c.group.signal(c.cmd, syscall.SIGKILL)
		case s := <-signals:
			if s == syscall.SIGINT {
				interrupts++
			}
			if asksToEnd(s, interrupts) && late == nil {
				late = time.After(c.grace)
			}
			c.pass(s)
		}
	}
}

func asksToEnd(s syscall.Signal, interrupts int) bool {
	return s == syscall.SIGTERM || s == syscall.SIGHUP || interrupts > 1
}

// pass sends a signal to the group, as a terminal does, or to the child alone if it has
// a meaning of its own to each program.
func (c *Child) pass(s syscall.Signal) {
	switch s {
	case syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT:
		c.group.signal(c.cmd, s)
	default:
		c.cmd.Process.Signal(s)
	}
}

// End ends the child and what it has started.
func (c *Child) End() Exit {
	deadline := time.Now().Add(c.grace)
	select {
	case <-c.ended:
	default:
		c.group.signal(c.cmd, syscall.SIGTERM)
		select {
		case <-c.ended:
		case <-time.After(c.grace):
			c.group.signal(c.cmd, syscall.SIGKILL)
			<-c.ended
		}
	}
	c.finish(deadline)
	return c.exit
}

// finish ends what a child has left behind, with SIGKILL at the deadline, and waits for
// the rest of its output.
func (c *Child) finish(deadline time.Time) {
	c.group.end(c.cmd, deadline)
	c.group.restoreTerminal()
	copied := make(chan struct{})
	go func() { c.copied.Wait(); close(copied) }()
	select {
	case <-copied:
	case <-time.After(time.Second): // a process outside of the group has the pipe
	}
	c.closePipes()
}
