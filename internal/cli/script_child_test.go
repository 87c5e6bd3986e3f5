package cli

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// childMain is the program child, which wxtool run runs in scripts:
//
//	child exit N             print a line on stdout and one on stderr, end with this code
//	child quiet N             print nothing, end with this code
//	child env                print the WXTOOL_… variables, sorted
//	child args …             print the arguments
//	child trap FILE          write FILE, and print the signal that comes; exit code 7
//	child tree FILE          start a process that goes on, which writes its id to FILE
//	child alive FILE         exit code 0 if the process whose id is in FILE runs
//	child get URL …          print what Go's client gets there, or its error
//	child port ADDR          accept connections and answer nothing
func childMain() {
	switch word, args := os.Args[1], os.Args[2:]; word {
	case "exit":
		code, _ := strconv.Atoi(args[0])
		fmt.Println("a line of the child")
		fmt.Fprintln(os.Stderr, "an error of the child")
		os.Exit(code)
	case "quiet":
		code, _ := strconv.Atoi(args[0])
		os.Exit(code)
	case "env":
		own := slices.DeleteFunc(os.Environ(), func(v string) bool { return !strings.HasPrefix(v, "WXTOOL_") })
		slices.Sort(own)
		fmt.Println(strings.Join(own, "\n"))
	case "args":
		fmt.Printf("%q\n", os.Args)
	case "trap":
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		childReady(args[0])
		fmt.Println("got", <-signals)
		os.Exit(7)
	case "tree":
		self, _ := os.Executable()
		if err := exec.Command(filepath.Join(filepath.Dir(self), "child"), "hang", args[0]).Start(); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		for range 1000 {
			if _, err := os.Stat(args[0]); err == nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
	case "hang":
		fmt.Println("hanging")
		childReady(args[0])
		time.Sleep(time.Hour)
	case "alive":
		data, _ := os.ReadFile(args[0])
		pid, _ := strconv.Atoi(string(data))
		process, err := os.FindProcess(pid)
		stat, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil || process.Signal(syscall.Signal(0)) != nil || strings.Contains(string(stat), ") Z ") {
			os.Exit(1)
		}
	case "get":
		for _, address := range args {
			childGet(address)
		}
	case "port":
		listener, err := net.Listen("tcp", args[0])
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		for {
			if _, err := listener.Accept(); err != nil {
				return
			}
		}
	}
}

// childReady writes the process id into a file.
func childReady(name string) {
	os.WriteFile(name+".new", []byte(strconv.Itoa(os.Getpid())), 0o600)
	os.Rename(name+".new", name)
}

// childGet prints an answer, with the proxy and the roots of the environment.
func childGet(address string) {
	answer, err := http.Get(address)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	fmt.Println(answer.StatusCode, string(body), err)
}
