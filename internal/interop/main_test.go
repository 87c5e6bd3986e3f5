package interop

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// The binary under test, and a folder without wxtool.yaml to run it in.
var program, workdir string

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // the SDKs log rejected requests
	if name := os.Getenv(limitVariable); name != "" {
		if err := runLimit(name, os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if name := os.Getenv(interceptedVariable); name != "" {
		if err := runIntercepted(name); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "wxtool-interop-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if err := prepare(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func prepare(dir string) error {
	workdir = filepath.Join(dir, "work")
	if err := os.Mkdir(workdir, 0o700); err != nil {
		return err
	}
	program = filepath.Join(dir, "wxtool")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./cmd/wxtool")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("go build ./cmd/wxtool: %w\n%s", err, out)
	}
	return nil
}

// result is the result of a run of wxtool.
type result struct {
	Stdout, Stderr []byte
	Code           int
}

// wxtool runs the binary without the configuration of the developer.
func wxtool(t *testing.T, stdin []byte, args ...string) result {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Dir, cmd.Env = workdir, cleanEnv()
	cmd.WaitDelay = time.Second
	cmd.Stdin = bytes.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatalf("wxtool %s: %v", strings.Join(args, " "), err)
	}
	return result{stdout.Bytes(), stderr.Bytes(), cmd.ProcessState.ExitCode()}
}

// must is wxtool, but fails the test unless the exit code is 0.
func must(t *testing.T, stdin []byte, args ...string) result {
	t.Helper()
	r := wxtool(t, stdin, args...)
	if r.Code != 0 {
		t.Fatalf("wxtool %s: exit code %d\n%s%s", strings.Join(args, " "), r.Code, r.Stdout, r.Stderr)
	}
	return r
}

func cleanEnv() []string {
	env := []string{"HOME=" + workdir, "XDG_CONFIG_HOME=" + workdir, "WXTOOL_LANG=en"}
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if name != "HOME" && name != "XDG_CONFIG_HOME" && !strings.HasPrefix(name, "WXTOOL_") {
			env = append(env, entry)
		}
	}
	return env
}

// lines decodes stdout, one JSON object per line.
func lines[T any](t *testing.T, r result) []T {
	t.Helper()
	var all []T
	dec := json.NewDecoder(bytes.NewReader(r.Stdout))
	for {
		var one T
		err := dec.Decode(&one)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("stdout is no JSON: %v\n%s%s", err, r.Stdout, r.Stderr)
		}
		all = append(all, one)
	}
}

func line[T any](t *testing.T, r result) T {
	t.Helper()
	all := lines[T](t, r)
	if len(all) != 1 {
		t.Fatalf("%d JSON objects instead of 1\n%s%s", len(all), r.Stdout, r.Stderr)
	}
	return all[0]
}
