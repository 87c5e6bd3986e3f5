package main

import (
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// sample is the result of one benchmark in one run.
type sample struct {
	ns     float64
	allocs int
	cpu    float64 // metric cpu-ns/line
}

// samples has the results of benchmarks by name without "Benchmark", one per run.
type samples map[string][]sample

// goBench runs the benchmarks of a package of this module so often. All of them run in
// turn each time, so that those to compare are measured at about the same time. Of
// several results of one time the fastest counts, which other work disturbed least.
func (b *bench) goBench(pkg, pattern string, cores, rounds int) (samples, error) {
	test := filepath.Join(b.dir, "bench.test")
	if err := b.command("go", "test", "-c", "-o", test, pkg); err != nil {
		return nil, err
	}
	all := samples{}
	benchtime := b.bench.String()
	if b.smoke {
		benchtime = "1x"
	}
	for range rounds {
		cmd := exec.CommandContext(b.ctx, test, "-test.run", "^$", "-test.bench", pattern, "-test.benchtime", benchtime, "-test.cpu", strconv.Itoa(cores))
		cmd.Dir = pkg
		if rounds > b.runs {
			cmd.Args = append(cmd.Args, "-test.count", "3")
		}
		out, err := cmd.CombinedOutput()
		if err != nil {
			return nil, fmt.Errorf("benchmarks of %s: %w\n%s", pkg, err, out)
		}
		all.add(out)
	}
	return all, nil
}

var benchLine = regexp.MustCompile(`^Benchmark(\S+?)(?:-\d+)?\s+\d+\s+(.*)`)

// add adds the results of one time.
func (s samples) add(out []byte) {
	once := map[string]sample{}
	for in := bufio.NewScanner(bytes.NewReader(out)); in.Scan(); {
		found := benchLine.FindStringSubmatch(in.Text())
		if found == nil {
			continue
		}
		var one sample
		values := strings.Fields(found[2])
		for i := 0; i+1 < len(values); i += 2 {
			value, _ := strconv.ParseFloat(values[i], 64)
			switch values[i+1] {
			case "ns/op":
				one.ns = value
			case "allocs/op":
				one.allocs = int(value)
			case "cpu-ns/line":
				one.cpu = value
			}
		}
		if before, again := once[found[1]]; !again || one.ns < before.ns {
			once[found[1]] = one
		}
	}
	for name, one := range once {
		s[name] = append(s[name], one)
	}
}

// ratio is the median over the runs of the time of one benchmark to that of another.
func (s samples) ratio(name, to string) figure {
	return medianOf(s[name], s[to], func(a, b sample) float64 { return a.ns / b.ns })
}

// cpu is ratio for processor time, the other way round: the share of what is possible.
func (s samples) cpu(name, of string) figure {
	return medianOf(s[name], s[of], func(a, b sample) float64 { return b.cpu / a.cpu })
}

func (s samples) allocs(name string) string {
	if len(s[name]) == 0 {
		return "–"
	}
	fewest := slices.MinFunc(s[name], func(a, b sample) int { return cmp.Compare(a.allocs, b.allocs) })
	return fmt.Sprint(fewest.allocs) // more are those of the first calls
}
