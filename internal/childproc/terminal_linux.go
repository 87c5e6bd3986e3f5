package childproc

import (
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// mayLend reports whether the terminal can be given to a child: this process has it.
func mayLend(f *os.File) bool { return isForeground(f) }

// mustRelay reports whether a child cannot read this file itself.
func mustRelay(*os.File) bool { return false }

// started notices when Ctrl-Z stops a child that has the terminal, until it has ended.
func (g *group) started(cmd *exec.Cmd, ended <-chan struct{}) {
	if g.terminal == nil {
		return
	}
	changes := make(chan os.Signal, 1)
	signal.Notify(changes, syscall.SIGCHLD)
	go func() {
		defer signal.Stop(changes)
		for {
			select {
			case <-ended:
				return
			case <-changes:
				if hasStopped(cmd.Process.Pid) {
					g.suspend(cmd)
				}
			}
		}
	}()
}

func hasStopped(pid int) bool {
	var info unix.Siginfo
	err := unix.Waitid(unix.P_PID, pid, &info, unix.WSTOPPED|unix.WNOHANG, nil)
	return err == nil && info.Signo != 0
}

// suspend stops this process as well, as the shell expects, and when the shell lets it
// continue, also the child. Without a shell it continues at once.
func (g *group) suspend(cmd *exec.Cmd) {
	giveTerminal(g.terminal, unix.Getpgrp())
	stopHere()
	if isForeground(g.terminal) {
		giveTerminal(g.terminal, cmd.Process.Pid)
	}
	g.signal(cmd, syscall.SIGCONT)
}

// stopHere stops the group of this process until it continues. A group that the system
// does not stop, because no shell would continue it, goes on after a moment.
func stopHere() {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	defer signal.Stop(continued)
	syscall.Kill(0, syscall.SIGTSTP)
	select {
	case <-continued:
	case <-time.After(100 * time.Millisecond):
	}
}

// restoreTerminal takes the terminal back from the group.
func (g *group) restoreTerminal() {
	if g.terminal != nil {
		giveTerminal(g.terminal, unix.Getpgrp())
	}
}

// giveTerminal makes a group that of the foreground. The system stops a process in the
// background that does so, unless it ignores the signal.
func giveTerminal(f *os.File, pgid int) {
	signal.Ignore(syscall.SIGTTOU)
	defer signal.Reset(syscall.SIGTTOU)
	unix.IoctlSetPointerInt(int(f.Fd()), unix.TIOCSPGRP, pgid)
}
