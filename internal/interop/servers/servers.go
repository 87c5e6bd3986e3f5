// Package servers has callback servers of SDKs, and of tutorials, as their own documents
// show them: as plain, and with the same mistakes.
package servers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// Account is the account of a callback. Key is "" in plain mode.
type Account struct{ Platform, Mode, Token, ID, Key string }

// Server is one of the servers.
type Server struct {
	Name     string
	Document string // where the program is shown
	Platform string // mp or work
	Modes    []string

	handler func(Account) (http.Handler, error) // in Go
	program []string                            // or a command, in the folder of its kind
}

// All lists the servers.
func All() []Server {
	every, plain, safe := []string{"plain", "compatible", "safe"}, []string{"plain"}, []string{"safe"}
	return []Server{
		{Name: "silenceper", Document: "silenceper/wechat v2.1.9, README", Platform: "mp", Modes: every, handler: silenceper},
		{Name: "chanxuehong", Document: "chanxuehong/wechat 2025-12-19, mp/core/README", Platform: "mp", Modes: every, handler: chanxuehong},
		{Name: "PowerWeChat", Document: "ArtisanCloud/PowerWeChat v3.4.38, page 服务端, answer success", Platform: "mp", Modes: every, handler: powerWeChat},
		{Name: "PowerWeChat text", Document: "the same page, answer messages.NewText", Platform: "mp", Modes: every, handler: powerWeChatReply},
		{Name: "wechat (Node)", Document: "node-webot/wechat 2.1.0, README, with Express", Platform: "mp", Modes: every, program: []string{"node", "servers/wechat.js"}},
		{Name: "co-wechat", Document: "node-webot/co-wechat 2.4.0, README, with Koa", Platform: "mp", Modes: every, program: []string{"node", "servers/co-wechat.js"}},
		{Name: "node-easywechat", Document: "node-easywechat 3.6.2, README and the page 服务端 of EasyWeChat 6", Platform: "mp", Modes: every, program: []string{"node", "servers/easywechat.js"}},
		{Name: "Django", Document: "tutorials: hashlib and ElementTree", Platform: "mp", Modes: plain, program: []string{"python3", "django_tutorial.py"}},
		{Name: "Flask", Document: "tutorials: hashlib and ElementTree", Platform: "mp", Modes: plain, program: []string{"python3", "flask_tutorial.py"}},
		{Name: "PowerWeChat work", Document: "ArtisanCloud/PowerWeChat v3.4.38, page 服务端 of WeCom", Platform: "work", Modes: safe, handler: powerWeChatWork},
		{Name: "go-workwx", Document: "xen0n/go-workwx v1.7.0, examples/callback-demo", Platform: "work", Modes: safe, handler: goWorkwx},
		{Name: "wechat-enterprise", Document: "node-webot/wechat-enterprise 0.1.1, the README of wechat, with Express", Platform: "work", Modes: safe, program: []string{"node", "servers/wechat-enterprise.js"}},
		{Name: "node-easywechat work", Document: "node-easywechat 3.6.2, README and the page 服务端 of EasyWeChat 6", Platform: "work", Modes: safe, program: []string{"node", "servers/easywechat.js"}},
	}
}

// command is the program with its interpreter. Missing is what this machine lacks for it,
// "" if nothing.
func (s Server) command() (command []string, missing string) {
	switch s.program[0] {
	case "node":
		for _, name := range []string{"node", "npm"} {
			if _, err := exec.LookPath(name); err != nil {
				return nil, name
			}
		}
		return s.program, ""
	default:
		module, _, _ := strings.Cut(s.program[1], "_")
		python := Python(module)
		return []string{python, s.program[1]}, map[bool]string{true: "Python's " + module}[python == ""]
	}
}

// Node reports whether a server needs Node.
func (s Server) Node() bool { return len(s.program) > 0 && s.program[0] == "node" }

// Missing says what a server needs that this machine does not have, "" if nothing.
func (s Server) Missing() string {
	if s.handler != nil {
		return ""
	}
	_, missing := s.command()
	return missing
}

// Python finds the interpreter that has a module, "" if none: a system has its packages in
// its own, which need not be the first in PATH.
func Python(module string) string {
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import "+module).Run() == nil {
			return name
		}
	}
	return ""
}

// Start runs a server on a free port of the loopback until stop is called. Folders has the
// folders of the kinds of programs, node and python3.
func (s Server) Start(ctx context.Context, a Account, folders map[string]string) (url string, stop func(), err error) {
	if s.handler != nil {
		return s.serve(a)
	}
	command, missing := s.command()
	if missing != "" {
		return "", nil, fmt.Errorf("there is no %s", missing)
	}
	return Run(ctx, folders[s.program[0]], command, append(os.Environ(),
		"PLATFORM="+a.Platform, "TOKEN="+a.Token, "APPID="+a.ID, "ENCODING_AES_KEY="+a.Key))
}

func (s Server) serve(a Account) (string, func(), error) {
	log.SetOutput(io.Discard) // SDKs log what they cannot read
	handler, err := s.handler(a)
	if err != nil {
		return "", nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	go server.Serve(listener)
	return "http://" + listener.Addr().String() + "/", func() { server.Close() }, nil
}

// Run starts a program that listens at HOST and PORT of its environment, and waits until
// it does.
func Run(ctx context.Context, dir string, program, env []string) (url string, stop func(), err error) {
	host, port, err := FreeAddress()
	if err != nil {
		return "", nil, err
	}
	at := net.JoinHostPort(host, port)
	cmd := exec.CommandContext(ctx, program[0], program[1:]...)
	cmd.Dir, cmd.Env = dir, append(env, "HOST="+host, "PORT="+port)
	stderr, err := os.CreateTemp("", "server")
	if err != nil {
		return "", nil, err
	}
	defer os.Remove(stderr.Name())
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	stop = func() { cmd.Process.Kill(); <-ended; stderr.Close() }
	for range 1000 {
		if conn, err := net.Dial("tcp", at); err == nil {
			conn.Close()
			return "http://" + at + "/", stop, nil
		}
		select {
		case <-ended:
			text, _ := os.ReadFile(stderr.Name())
			return "", nil, fmt.Errorf("%s ended\n%s", program[1], text)
		case <-time.After(20 * time.Millisecond):
		}
	}
	stop()
	return "", nil, errors.New(program[1] + " does not listen")
}

// FreeAddress returns a loopback host and a port on it that is free now. On Linux the host
// is one that hardly any other program uses, so that none takes the port meanwhile.
func FreeAddress() (host, port string, err error) {
	host = "127.0.0.1"
	if runtime.GOOS == "linux" {
		host = fmt.Sprintf("127.%d.%d.%d", 1+rand.IntN(250), rand.IntN(250), 1+rand.IntN(250))
	}
	listener, err := net.Listen("tcp", host+":0")
	if err != nil {
		return "", "", err
	}
	defer listener.Close()
	_, port, err = net.SplitHostPort(listener.Addr().String())
	return host, port, err
}

// InstallNode copies the folder of the programs for Node to dir, and installs there what
// its package-lock.json names.
func InstallNode(programs, dir string) error {
	if err := os.CopyFS(dir, os.DirFS(programs)); err != nil {
		return err
	}
	npm := exec.Command("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=1", "--fetch-retry-mintimeout=1000", "--fetch-timeout=30000")
	npm.Dir = dir
	if out, err := npm.CombinedOutput(); err != nil {
		return fmt.Errorf("npm ci in %s: %w\n%s", filepath.Base(dir), err, out)
	}
	return nil
}
