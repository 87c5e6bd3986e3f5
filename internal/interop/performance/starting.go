package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// starting returns the time of each command of internal/tools/startup as a multiple of
// the start of the smallest program with Cobra.
func (b *bench) starting() (map[string]figure, error) {
	cmd := exec.CommandContext(b.ctx, "go", "run", "./internal/tools/startup", "-runs", strconv.Itoa(b.starts*b.runs))
	cmd.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("startup: %w\n%s", err, &stderr)
	}
	ratios := map[string]figure{}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		ratio, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return nil, fmt.Errorf("startup printed %q", line)
		}
		ratios[name] = figure(ratio)
	}
	return ratios, nil
}

// time runs a program that must succeed.
func (b *bench) time(program string, args ...string) (time.Duration, error) {
	cmd := exec.CommandContext(b.ctx, program, args...)
	cmd.Dir, cmd.Env = b.dir, b.env()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		return 0, fmt.Errorf("%s %s: %w\n%s", filepath.Base(program), strings.Join(args, " "), err, &stderr)
	}
	return time.Since(begin), nil
}

// env is the environment without the configuration of the user.
func (b *bench) env() []string {
	env := []string{"HOME=" + b.dir, "XDG_CONFIG_HOME=" + b.dir, "XDG_CACHE_HOME=" + b.dir}
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if name != "HOME" && !strings.HasPrefix(name, "XDG_") && !strings.HasPrefix(name, "WXTOOL_") {
			env = append(env, entry)
		}
	}
	return env
}
