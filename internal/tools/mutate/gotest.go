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
	"strings"
	"time"
)

// goPackage is the output of go list for a package.
type goPackage struct {
	Dir, ImportPath string
	GoFiles         []string
}

// list returns the packages that match the patterns.
func list(ctx context.Context, patterns []string) ([]*goPackage, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"list", "-json=Dir,ImportPath,GoFiles", "--"}, patterns...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, stderr.Bytes())
	}
	var all []*goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(goPackage)
		if err := decoder.Decode(p); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
}

// places returns all changes of a package.
func (p *goPackage) places() ([]place, error) {
	var all []place
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		source, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		found, err := places(path, source)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

// result is the result of a mutant.
type result int

const (
	killed result = iota
	survived
	invalid // it does not compile
	unknown // the run ended first
)

// tester runs the tests of some packages against mutants.
type tester struct {
	dir      string
	packages []string
	scratch  string
	timeout  time.Duration
}

// baseline runs the tests without a mutant. If they fail, no result is meaningful.
func (t *tester) baseline(ctx context.Context) error {
	if len(t.packages) == 0 {
		return nil
	}
	t.timeout = 10 * time.Minute
	out, err := t.run(ctx, nil) // to build
	began := time.Now()
	if err == nil {
		out, err = t.run(ctx, nil)
	}
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("the tests fail without a mutant: %w\n%s", err, out)
	}
	t.timeout = timeLimit(time.Since(began))
	return nil
}

// try runs the tests against one mutant.
func (t *tester) try(ctx context.Context, m place) (result, error) {
	overlay, err := t.overlay(m)
	if err != nil {
		return unknown, err
	}
	out, err := t.run(ctx, []string{"GOFLAGS=" + strings.TrimSpace(os.Getenv("GOFLAGS")+" -overlay="+overlay)})
	switch exit := new(exec.ExitError); {
	case ctx.Err() != nil:
		return unknown, nil
	case err == nil:
		return survived, nil
	case errors.Is(err, exec.ErrWaitDelay):
		return killed, nil // a process of the tests did not stop
	case !errors.As(err, &exit):
		return unknown, err
	case bytes.Contains(out, []byte("[build failed]")) || bytes.Contains(out, []byte("[setup failed]")):
		return invalid, nil
	}
	return killed, nil
}

// overlay writes the mutated file and the overlay file for the go command. GOFLAGS
// passes it on to go commands that tests run.
func (t *tester) overlay(m place) (path string, err error) {
	source, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	mutant := filepath.Join(t.scratch, "mutant.go")
	if err := os.WriteFile(mutant, []byte(string(source[:m.start])+m.text+string(source[m.end:])), 0o600); err != nil {
		return "", err
	}
	description, err := json.Marshal(map[string]map[string]string{"Replace": {m.file: mutant}})
	if err != nil {
		return "", err
	}
	path = filepath.Join(t.scratch, "overlay.json")
	return path, os.WriteFile(path, description, 0o600)
}

// run runs go test, and kills it if its own time limit does not stop it.
func (t *tester) run(ctx context.Context, env []string) ([]byte, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, t.timeout+time.Minute, errors.New("no end"))
	defer cancel()
	args := []string{"test", "-count=1", "-failfast", "-vet=off", "-timeout=" + t.timeout.String()}
	cmd := exec.CommandContext(ctx, "go", append(args, t.packages...)...)
	cmd.Dir, cmd.Env, cmd.WaitDelay = t.dir, append(os.Environ(), env...), 5*time.Second
	return cmd.CombinedOutput()
}
