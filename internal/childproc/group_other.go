//go:build !unix

package childproc

import (
	"os"
	"os/exec"
	"syscall"
	"time"
)

// group is the child alone, as the system has no process groups.
type group struct{}

func (*group) prepare(*exec.Cmd, *Program) {}

func (*group) started(*exec.Cmd, <-chan struct{}) {}

// signal ends the child for every signal: the system has no other.
func (*group) signal(cmd *exec.Cmd, _ syscall.Signal) { cmd.Process.Kill() }

func (*group) end(*exec.Cmd, time.Time) {}

func (*group) restoreTerminal() {}

func isTerminal(*os.File) bool { return false } // the child may always have it

func mustRelay(*os.File) bool { return false }
