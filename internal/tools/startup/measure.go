package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// packages are the programs by name.
func packages() map[string]string {
	return map[string]string{
		"wxtool":    "wxtool/cmd/wxtool",
		"hello":     "wxtool/internal/tools/startup/testdata/hello",
		"hellohttp": "wxtool/internal/tools/startup/testdata/hellohttp",
	}
}

// measure prints the ratio of each command.
func measure(ctx context.Context, commands []command, runs int, stdout, stderr io.Writer) error {
	dir, err := os.MkdirTemp("", "wxtool-startup-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for name, pkg := range packages() {
		if err := build(ctx, program(dir, name), pkg); err != nil {
			return err
		}
	}
	all := append([]command{hello()}, commands...)
	times, err := inTurn(ctx, dir, all, runs)
	if err != nil {
		return err
	}
	base := times[0]
	for i, c := range all {
		if i > 0 {
			fmt.Fprintf(stdout, "%s %.2f\n", c.name, float64(middle(times[i]))/float64(middle(base)))
		}
		fmt.Fprintf(stderr, "  %s: median %v, fastest %v of %d runs\n", c.name, middle(times[i]).Round(time.Microsecond), times[i][0].Round(time.Microsecond), runs)
	}
	return nil
}

func program(dir, name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(dir, name)
}

// build builds a program of this module as a release is built.
func build(ctx context.Context, program, pkg string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, pkg)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", pkg, err, out)
	}
	return nil
}

// inTurn runs all commands in turn and returns the times of each, sorted. The first
// rounds, which fill the caches of the system, do not count.
func inTurn(ctx context.Context, dir string, commands []command, runs int) ([][]time.Duration, error) {
	const warm = 3
	times := make([][]time.Duration, len(commands))
	for round := range warm + runs {
		for i, c := range commands {
			took, err := once(ctx, dir, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			if round >= warm {
				times[i] = append(times[i], took)
			}
		}
	}
	for _, list := range times {
		slices.Sort(list)
	}
	return times, nil
}

// once runs a command in an empty folder, without the settings of the user. The system
// discards the output: the reader of a pipe would be measured too.
func once(ctx context.Context, dir string, c command) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, program(dir, c.program), c.args...)
	cmd.Dir, cmd.Env = dir, cleanEnv(dir)
	start := time.Now()
	err := cmd.Run()
	return time.Since(start), err
}

func cleanEnv(dir string) []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "WXTOOL_") || strings.HasPrefix(v, "HOME=") || strings.HasPrefix(v, "XDG_CONFIG_HOME=")
	})
	return append(env, "HOME="+dir, "XDG_CONFIG_HOME="+dir)
}

// middle returns the median of a sorted list.
func middle(times []time.Duration) time.Duration { return times[len(times)/2] }
