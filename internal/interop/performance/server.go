package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"wxtool/internal/interop/handlers"
	"wxtool/internal/interop/yardstick"
)

// The public account of the measurements.
const (
	token = "QDG6eK"
	key   = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
	id    = "wx5823bf96d3bd56c7"
)

// bare reads a request and answers it, as little as a handler can do.
func bare(w http.ResponseWriter, r *http.Request) {
	body := make([]byte, r.ContentLength)
	if _, err := io.ReadFull(r.Body, body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	w.Header()["Content-Type"] = []string{"text/xml; charset=utf-8"}
	w.Write(body)
}

func handlerOf(name string) (http.Handler, error) {
	sdks := handlers.Account{Token: token, ID: id, Key: key}
	switch name {
	case "yardstick":
		return yardstick.New(token, id, key, rand.Reader, time.Now)
	case "chanxuehong":
		return sdks.Chanxuehong(), nil
	case "silenceper":
		return sdks.Silenceper(), nil
	case "powerwechat":
		return sdks.PowerWeChat()
	}
	return http.HandlerFunc(bare), nil
}

// serve runs one of the servers to compare with in this process.
func serve(name, addrFile string) error {
	handler, err := handlerOf(name)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := os.WriteFile(addrFile, []byte(listener.Addr().String()+"\n"), 0o600); err != nil {
		return err
	}
	return http.Serve(listener, handler)
}

// server is a server in a process of its own.
type server struct {
	cmd  *exec.Cmd
	addr string
	end  context.CancelFunc
}

// start starts a server that writes its address into a file named at the end of its
// arguments, and waits for it.
func (b *bench) start(stdout io.Writer, args ...string) (*server, error) {
	addrFile := filepath.Join(b.dir, "addr")
	os.Remove(addrFile)
	ctx, end := context.WithCancel(b.ctx)
	cmd := exec.CommandContext(ctx, args[0], append(args[1:], addrFile)...)
	cmd.Dir, cmd.Stdout = b.dir, stdout
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Start(); err != nil {
		end()
		return nil, err
	}
	for range 1000 {
		if addr, err := os.ReadFile(addrFile); err == nil && bytes.HasSuffix(addr, []byte("\n")) {
			return &server{cmd, strings.TrimSpace(string(addr)), end}, nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	end()
	cmd.Wait()
	return nil, fmt.Errorf("%s does not listen\n%s", args[0], &stderr)
}

// stop ends the server and returns the processor time that it used.
func (s *server) stop() (time.Duration, error) {
	s.end()
	err := s.cmd.Wait()
	if s.cmd.ProcessState == nil {
		return 0, err
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) && !errors.Is(err, context.Canceled) {
		return 0, err
	}
	return s.cmd.ProcessState.UserTime() + s.cmd.ProcessState.SystemTime(), nil
}
