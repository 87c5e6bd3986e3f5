package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"wxtool/internal/interop/servers"
)

const key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"

// bench is what the checks share.
type bench struct {
	node    bool // whether servers in Node are checked
	wxtool  string
	work    string // a folder without wxtool.yaml
	folders map[string]string
}

// prepare builds wxtool and, if node is true, installs the packages of Node.
func prepare(ctx context.Context, dir string, node bool) (*bench, error) {
	root, programs, err := folders()
	if err != nil {
		return nil, err
	}
	b := &bench{node: node, wxtool: filepath.Join(dir, "wxtool"), work: filepath.Join(dir, "work"), folders: map[string]string{
		"node": filepath.Join(dir, "node"), "python3": filepath.Join(programs, "python"),
	}}
	if err := os.Mkdir(b.work, 0o700); err != nil {
		return nil, err
	}
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", b.wxtool, "./cmd/wxtool")
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go build: %w\n%s", err, out)
	}
	if node {
		return b, servers.InstallNode(filepath.Join(programs, "node"), b.folders["node"])
	}
	return b, nil
}

// folders finds the root of wxtool and the programs of the servers.
func folders() (root, programs string, err error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	if err != nil {
		return "", "", fmt.Errorf("go list: %w", err)
	}
	module := strings.TrimSpace(string(out))
	return filepath.Join(module, "..", ".."), filepath.Join(module, "testdata"), nil
}

// result is a case as check --json prints it.
type result struct {
	Type        string
	ID, Outcome string
	Level       string // of the case
	Requirement string
	Findings    []struct{ Level, Problem, Cause string }
}

// worst is the highest level of a case that failed.
func (r *result) worst() string {
	switch {
	case r.Outcome == "blocked" || r.Outcome == "broken":
		return r.Outcome
	case r.Outcome != "failed":
		return r.Outcome
	case slices.ContainsFunc(r.Findings, func(f struct{ Level, Problem, Cause string }) bool { return f.Level == "must" }):
		return "must"
	}
	return "should"
}

// check runs wxtool check against a server in one mode.
func (b *bench) check(ctx context.Context, s servers.Server, mode string) ([]result, error) {
	a := servers.Account{Platform: s.Platform, Mode: mode, Token: "interopToken2026", ID: "wx1a2b3c4d5e6f7081"}
	if s.Platform == "work" {
		a.ID = "ww5823bf96d3bd56c7"
	}
	// The machine may be slow: no case is about the deadline.
	args := []string{"--deadline", "3m", "--platform", s.Platform, "--token", a.Token, "--app-id", a.ID}
	if mode != "plain" {
		a.Key = key
		args = append(args, "--encoding-aes-key", key)
	}
	if s.Platform == "mp" {
		args = append(args, "--mode", mode)
	}
	to, stop, err := s.Start(ctx, a, b.folders)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	defer stop()
	return b.results(ctx, append([]string{"check", to, "--json"}, args...))
}

func (b *bench) results(ctx context.Context, args []string) ([]result, error) {
	cmd := exec.CommandContext(ctx, b.wxtool, args...)
	cmd.Dir, cmd.Env = b.work, []string{"HOME=" + b.work, "WXTOOL_LANG=en"}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return nil, fmt.Errorf("wxtool check: %w\n%s%s", err, stdout.Bytes(), stderr.Bytes())
	}
	var all []result
	dec := json.NewDecoder(&stdout)
	for {
		var r result
		if err := dec.Decode(&r); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		if r.Type == "case" {
			all = append(all, r)
		}
	}
}

// printOne checks one server, to see what a note is about.
func (b *bench) printOne(ctx context.Context, w io.Writer, name string) error {
	i := slices.IndexFunc(servers.All(), func(s servers.Server) bool { return s.Name == name })
	if i < 0 {
		return fmt.Errorf("there is no server %q", name)
	}
	s := servers.All()[i]
	for _, mode := range s.Modes {
		results, err := b.check(ctx, s, mode)
		if err != nil {
			return err
		}
		for _, r := range results {
			if r.Outcome == "passed" || r.Outcome == "skipped" {
				continue
			}
			fmt.Fprintln(w, mode, r.worst(), r.ID)
			for _, f := range r.Findings {
				fmt.Fprintln(w, "   ", f.Level, f.Problem, f.Cause)
			}
		}
	}
	return nil
}
