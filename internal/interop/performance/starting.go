package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// starts are the commands whose start is compared.
func starts() map[string][]string {
	return map[string][]string{
		"version":    {"version"},
		"completion": {"__complete", "send-fixture", "tex"},
		"list":       {"fixture", "list"},
		"show":       {"fixture", "show", "mp/text"},
		"send":       {"send-fixture", "text", "--to", "http://127.0.0.1:1/", "--dry-run"},
	}
}

// starting returns the time of each command as a multiple of the start of hello.
func (b *bench) starting() (map[string]figure, error) {
	program := filepath.Join(b.dir, "hello")
	if err := b.command("go", "build", "-o", program, "./performance/hello"); err != nil {
		return nil, err
	}
	ratios := map[string]figure{}
	for name, args := range starts() {
		var all []float64
		for range b.runs {
			var ours, theirs []float64
			for range b.starts {
				t, err := b.time(program, "world")
				if err != nil {
					return nil, err
				}
				theirs = append(theirs, float64(t))
				if t, err = b.time(b.wxtool, args...); err != nil {
					return nil, err
				}
				ours = append(ours, float64(t))
			}
			all = append(all, float64(median(ours)/median(theirs)))
		}
		ratios[name] = median(all)
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
