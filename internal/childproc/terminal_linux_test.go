package childproc

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// terminalMain is a program on a terminal that runs a child and then reads a line.
func terminalMain(act string) int {
	p := program(act)
	p.Stdin, p.Stdout, p.Stderr, p.Terminal = os.Stdin, os.Stdout, os.Stderr, true
	c, err := Start(p)
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("exit:", c.Follow(make(chan syscall.Signal)))
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	fmt.Printf("parent read %q %v\n", line, err)
	return 0
}

// openTerminal returns both ends of a pseudoterminal.
func openTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Skip(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Skip(err)
	}
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	return master, slave
}

// conversation types and reads on a terminal.
type conversation struct {
	t      *testing.T
	master *os.File
	lines  *bufio.Scanner
}

// onTerminal runs a child with an act below a program on a new terminal.
func onTerminal(t *testing.T, act string) *conversation {
	t.Helper()
	master, slave := openTerminal(t)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CHILD_ACT=terminal "+act)
	return talk(t, cmd, master, slave)
}

// talk runs a program on a terminal.
func talk(t *testing.T, cmd *exec.Cmd, master, slave *os.File) *conversation {
	t.Helper()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	stop := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	t.Cleanup(func() { stop.Stop(); cmd.Process.Kill(); cmd.Wait() })
	return &conversation{t, master, bufio.NewScanner(master)}
}

// expect reads lines until one has the text.
func (c *conversation) expect(text string) {
	c.t.Helper()
	var seen []string
	for c.lines.Scan() {
		if strings.Contains(c.lines.Text(), text) {
			return
		}
		seen = append(seen, c.lines.Text())
	}
	c.t.Fatalf("no line has %q: %q", text, seen)
}

func (c *conversation) write(text string) {
	if _, err := c.master.WriteString(text); err != nil {
		c.t.Fatal(err)
	}
}

// TestTerminal: a child reads the terminal, gets its Ctrl-C, continues after a Ctrl-Z
// that no shell handles, and gives the terminal back.
func TestTerminal(t *testing.T) {
	c := onTerminal(t, "ask")
	c.expect("name?")
	c.write("lily\n")
	c.expect("hello lily")
	c.expect("exit: exit code 0")
	c.write("more\n")
	c.expect(`parent read "more\n" <nil>`)

	c = onTerminal(t, "trap interrupt")
	c.expect("ready")
	c.write("\x03")
	c.expect("exit: exit code 7")
	c.write("more\n")
	c.expect(`parent read "more\n" <nil>`)

	c = onTerminal(t, "ask")
	c.expect("name?")
	c.write("\x1a")
	c.write("lily\n")
	c.expect("hello lily")
	c.expect("exit: exit code 0")
}

// TestShellSuspends: Ctrl-Z stops both programs, so that the shell comes back, and fg
// continues both.
func TestShellSuspends(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip(err)
	}
	master, slave := openTerminal(t)
	c := talk(t, exec.Command(bash, "--norc", "--noprofile", "--noediting", "-i"), master, slave)
	c.write("CHILD_ACT='terminal ask' " + os.Args[0] + "; echo back\n")
	c.expect("name?")
	c.write("\x1a")
	c.expect("Stopped")
	c.write("fg\n")
	c.expect("CHILD_ACT=") // the shell prints what continues
	c.write("lily\n")
	c.expect("hello lily")
	c.expect("exit: exit code 0")
	c.write("more\n")
	c.expect(`parent read "more\n" <nil>`)
}

// TestNoTerminal: a child that is not to have the terminal has an empty stdin.
func TestNoTerminal(t *testing.T) {
	_, slave := openTerminal(t)
	defer slave.Close()
	p := program("cat")
	p.Stdin = slave
	c, err := Start(p)
	if err != nil {
		t.Fatal(err)
	}
	if c.cmd.Stdin != nil {
		t.Error("the child has the terminal")
		c.End()
	}
	if got := follow(c); got.Code != 0 {
		t.Error(got)
	}
}
