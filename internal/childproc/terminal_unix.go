//go:build unix && !linux

package childproc

import (
	"os"
	"os/exec"
	"syscall"
)

// mayLend: the terminal is not lent, because a child that Ctrl-Z stops would have to be
// noticed.
func mayLend(*os.File) bool { return false }

// mustRelay reports whether a child cannot read this file itself: it would be in the
// background of the terminal.
func mustRelay(f *os.File) bool { return isTerminal(f) && isForeground(f) }

func (*group) started(*exec.Cmd, <-chan struct{}) {}

func (*group) restoreTerminal() {}

func dieWithParent(*syscall.SysProcAttr) {}

func allEnded(int) bool { return false }
