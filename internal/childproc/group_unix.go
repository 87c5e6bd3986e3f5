//go:build unix

package childproc

import (
	"os"
	"os/exec"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"
	"golang.org/x/sys/unix"
)

// group is the process group of a child.
type group struct {
	terminal *os.File // lent to the group
}

// prepare makes the child the leader of a group, which gets the terminal if this
// process may lend it.
func (g *group) prepare(cmd *exec.Cmd, p *Program) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	dieWithParent(cmd.SysProcAttr)
	if f, ok := cmd.Stdin.(*os.File); ok && p.Terminal && isTerminal(f) && mayLend(f) {
		g.terminal = f
		cmd.SysProcAttr.Foreground, cmd.SysProcAttr.Ctty = true, int(f.Fd())
	}
}

// signal sends a signal to every process of the group. A process that is stopped must
// continue to end by it.
func (g *group) signal(cmd *exec.Cmd, s syscall.Signal) {
	syscall.Kill(-cmd.Process.Pid, s)
	if s == syscall.SIGTERM || s == syscall.SIGHUP {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGCONT)
	}
}

// end ends what is left of the group after the child itself.
func (g *group) end(cmd *exec.Cmd, deadline time.Time) {
	pid := cmd.Process.Pid
	if !alive(pid) {
		return
	}
	g.signal(cmd, syscall.SIGTERM)
	if gone(pid, deadline) {
		return
	}
	g.signal(cmd, syscall.SIGKILL)
	gone(pid, time.Now().Add(time.Second))
}

// gone waits until no process of a group is left. It reports false at the deadline.
func gone(pgid int, deadline time.Time) bool {
	for pause := 5 * time.Millisecond; alive(pgid); pause = min(2*pause, 100*time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(pause)
	}
	return true
}

// alive reports whether a group has a process that has not ended. Where PID 1 does not
// collect orphans, as in some containers, ended ones stay in the group.
func alive(pgid int) bool {
	return syscall.Kill(-pgid, 0) != syscall.ESRCH && !allEnded(pgid)
}

func isTerminal(f *os.File) bool { return isatty.IsTerminal(f.Fd()) }

// isForeground reports whether the terminal belongs to the group of this process.
func isForeground(f *os.File) bool {
	pgid, err := unix.IoctlGetInt(int(f.Fd()), unix.TIOCGPGRP)
	return err == nil && pgid == unix.Getpgrp()
}
