//go:build unix

package main

import (
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestSignalEndsServers: a signal ends servers whose stdout and stderr are a full pipe
// that is never read.
func TestSignalEndsServers(t *testing.T) {
	program := build(t)
	for _, test := range []struct {
		command string
		signal  syscall.Signal
	}{
		{"serve", syscall.SIGTERM}, {"serve", syscall.SIGINT}, {"sandbox", syscall.SIGTERM}, {"sandbox", syscall.SIGINT},
	} {
		t.Run(test.command+" "+test.signal.String(), func(t *testing.T) {
			t.Parallel()
			url, server := startUnread(t, program, test.command)
			client := http.Client{Timeout: time.Minute}
			for range 1000 { // of 150 bytes or more each
				res, err := client.Post(url+"/cgi-bin/stable_token", "application/json", strings.NewReader("{}"))
				if err != nil {
					t.Fatal(err)
				}
				io.Copy(io.Discard, res.Body)
				res.Body.Close()
			}
			server.Process.Signal(test.signal)
			var exit *exec.ExitError
			if err := wait(t, server); !errors.As(err, &exit) || exit.ExitCode() != 130 {
				t.Errorf("%v, want exit code 130", err)
			}
		})
	}
}

// startUnread starts a server whose output is not read, and returns its URL.
func startUnread(t *testing.T, program, command string) (string, *exec.Cmd) {
	t.Helper()
	dir := t.TempDir()
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close() })
	defer writer.Close()
	server := exec.Command(program, command, "--json", "--listen", "127.0.0.1:0", "--addr-file", "addr")
	server.Dir, server.Env = dir, []string{"HOME=" + dir}
	server.Stdout, server.Stderr = writer, writer
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Process.Kill() })
	for range 1000 {
		if addr, err := os.ReadFile(filepath.Join(dir, "addr")); err == nil {
			return "http://" + strings.TrimSpace(string(addr)), server
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the server does not listen")
	return "", nil
}

func wait(t *testing.T, server *exec.Cmd) error {
	t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- server.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(time.Minute):
		t.Fatal("the server does not end")
		return nil
	}
}
