package interop

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// batchCase is a command with its input and the yardstick.
type batchCase struct {
	name  string
	args  []string
	input func(dst []byte, n int) []byte
	limit func() limitLine
	code  int // exit code
}

func batchCases() []batchCase {
	decrypt := []string{"decrypt", "--batch", "--token", limitToken, "--encoding-aes-key", limitKey, "--app-id", limitAppID}
	verify := []string{"verify", "--token", limitToken, "--log"}
	envelopes := func(signed bool) func([]byte, int) []byte {
		return func(dst []byte, n int) []byte { return limitEnvelopes(dst, n, signed) }
	}
	log := func(right bool) func([]byte, int) []byte {
		return func(dst []byte, n int) []byte { return limitLog(dst, n, right) }
	}
	return []batchCase{
		{"decrypt/signed", decrypt, envelopes(true), limitDecrypt(limitToken, limitKey, limitAppID), 0},
		{"decrypt/bare", decrypt, envelopes(false), limitDecrypt(limitToken, limitKey, limitAppID), 0},
		{"verify/right", verify, log(true), limitVerify(limitToken), 0},
		{"verify/wrong", verify, log(false), limitVerify(limitToken), 1},
	}
}

// TestBatchEqualsLimit: the yardstick does the same work, so its results are equal.
func TestBatchEqualsLimit(t *testing.T) {
	const n = 2000
	for _, c := range batchCases() {
		t.Run(c.name, func(t *testing.T) {
			input := c.input(nil, n)
			var want bytes.Buffer
			if err := limitRun(bytes.NewReader(input), &want, c.limit); err != nil {
				t.Fatal(err)
			}
			got := wxtool(t, input, append(c.args, "-")...)
			if got.Code != c.code {
				t.Fatalf("exit code %d, %s", got.Code, got.Stderr)
			}
			if strings.HasPrefix(c.name, "verify") {
				checkLogResult(t, string(got.Stdout), want.String(), n)
				return
			}
			if !bytes.Equal(got.Stdout, want.Bytes()) || bytes.Count(got.Stdout, []byte("\n")) != n {
				t.Errorf("the results are not equal\n%.700s\n%.700s", got.Stdout, want.Bytes())
			}
		})
	}
}

// checkLogResult compares the invalid lines that were printed with the yardstick's.
func checkLogResult(t *testing.T, got, want string, n int) {
	t.Helper()
	var invalid strings.Builder
	for line := range strings.Lines(got) {
		var number int
		if _, err := fmt.Sscanf(line, "line %d: invalid: mismatch", &number); err == nil {
			fmt.Fprintln(&invalid, number)
		}
	}
	wrong := strings.Count(want, "\n")
	summary := fmt.Sprintf("%d checked, %d valid, %d invalid, 0 unparsable\n", n, n-wrong, wrong)
	if invalid.String() != want || !strings.HasSuffix(got, summary) {
		t.Errorf("the results are not equal\n%.300s\n%.300s", got, want)
	}
}

// BenchmarkBatch measures whole runs over a file, the yardstick beside wxtool, each in its
// own process. -cpu sets the number of cores of both. On a machine that does other work,
// compare cpu-ns/line.
func BenchmarkBatch(b *testing.B) {
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range batchCases() {
		name := filepath.Join(b.TempDir(), "input")
		if err := os.WriteFile(name, c.input(nil, batchLines), 0o600); err != nil {
			b.Fatal(err)
		}
		b.Run(c.name+"/limit", func(b *testing.B) {
			runBatch(b, 0, exec.Command(self, name), limitVariable+"="+c.name)
		})
		b.Run(c.name+"/wxtool", func(b *testing.B) {
			runBatch(b, c.code, exec.Command(program, append(c.args, name)...))
		})
	}
}

// batchLines is the number of lines of one iteration.
const batchLines = 200_000

// runBatch runs a command again and again.
func runBatch(b *testing.B, code int, cmd *exec.Cmd, env ...string) {
	var cpu time.Duration
	for b.Loop() {
		run := exec.Command(cmd.Path, cmd.Args[1:]...) // without Stdout: the null device
		run.Dir, run.Env = workdir, append(cleanEnv(), fmt.Sprint("GOMAXPROCS=", runtime.GOMAXPROCS(0)))
		run.Env = append(run.Env, env...)
		run.Run()
		if got := run.ProcessState.ExitCode(); got != code {
			b.Fatalf("exit code %d, want %d", got, code)
		}
		cpu += run.ProcessState.UserTime() + run.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(batchLines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
	b.ReportMetric(float64(cpu.Nanoseconds())/float64(batchLines)/float64(b.N), "cpu-ns/line")
}

// limitVariable makes the test binary run a yardstick, for the benchmark.
const limitVariable = "WXTOOL_INTEROP_LIMIT"

// runLimit runs the yardstick of the case on a file.
func runLimit(name, file string) error {
	for _, c := range batchCases() {
		if c.name != name {
			continue
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		return limitRun(f, os.Stdout, c.limit)
	}
	return fmt.Errorf("there is no yardstick %s", name)
}
