package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// initialised is what the initialisation of a package took.
type initialised struct {
	clock time.Duration
	bytes int
}

// TestInitIsShort: no package, ours or another, takes long to initialise, because every
// command pays for it. The time is the shortest of several runs, so a busy machine does
// not fail the test. Our own packages allocate next to nothing.
func TestInitIsShort(t *testing.T) {
	const (
		runs    = 20
		longest = 500 * time.Microsecond
		most    = 2 << 10
	)
	program := build(t)
	shortest := map[string]initialised{}
	for range runs {
		for name, got := range initTrace(t, program) {
			if have, ok := shortest[name]; !ok || got.clock < have.clock {
				shortest[name] = got
			}
		}
	}
	if len(shortest) < 20 {
		t.Fatalf("the trace has only %d packages", len(shortest))
	}
	for name, got := range shortest {
		if got.clock > longest {
			t.Errorf("%s takes %v to initialise, more than %v", name, got.clock, longest)
		}
		if strings.HasPrefix(name, "wxtool/") && got.bytes > most {
			t.Errorf("%s allocates %d bytes when it is initialised, more than %d", name, got.bytes, most)
		}
	}
}

// initTrace runs the program once.
func initTrace(t *testing.T, program string) map[string]initialised {
	t.Helper()
	cmd := exec.Command(program, "version")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	var trace strings.Builder
	cmd.Stderr = &trace
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, trace.String())
	}
	return readTrace(trace.String())
}

// readTrace reads lines such as "init net/http @2.6 ms, 0.016 ms clock, 4712 bytes, 49 allocs".
func readTrace(text string) map[string]initialised {
	found := map[string]initialised{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) != 11 || words[0] != "init" || words[6] != "clock," || words[8] != "bytes," {
			continue
		}
		ms, err := strconv.ParseFloat(words[4], 64)
		size, err2 := strconv.Atoi(words[7])
		if err == nil && err2 == nil {
			found[words[1]] = initialised{time.Duration(ms * float64(time.Millisecond)), size}
		}
	}
	return found
}

func TestReadTrace(t *testing.T) {
	got := readTrace("init net/http @2.6 ms, 0.016 ms clock, 4712 bytes, 49 allocs\nwxtool: note: x\ninit wxtool/a @3 ms, 1.5 ms clock, 0 bytes, 0 allocs\n")
	want := map[string]initialised{"net/http": {16 * time.Microsecond, 4712}, "wxtool/a": {1500 * time.Microsecond, 0}}
	if len(got) != 2 || got["net/http"] != want["net/http"] || got["wxtool/a"] != want["wxtool/a"] {
		t.Errorf("%+v", got)
	}
}
