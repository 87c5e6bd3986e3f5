package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// score counts the results of the mutants of a package.
type score struct {
	killed, survived, invalid int
}

// measure mutates one package and prints each survivor immediately.
func measure(ctx context.Context, o *options, p *goPackage, scratch string, stdout io.Writer) error {
	all, err := p.places()
	if err != nil {
		return err
	}
	shuffle(o.seed, p.ImportPath, all)
	want := o.sample
	if want <= 0 || want > len(all) {
		want = len(all)
	}
	t := tester{dir: p.Dir, packages: []string{p.ImportPath}, scratch: scratch}
	also := tester{dir: ".", packages: strings.Fields(o.also), scratch: scratch}
	for _, t := range []*tester{&t, &also} {
		if err := t.baseline(ctx); err != nil {
			return err
		}
	}
	var s score
	for _, m := range all {
		if s.killed+s.survived == want || ctx.Err() != nil {
			break
		}
		result, err := t.try(ctx, m)
		if err == nil && result == survived && len(also.packages) > 0 {
			result, err = also.try(ctx, m)
		}
		if err != nil {
			return err
		}
		s.count(result)
		if result == survived {
			fmt.Fprintf(stdout, "%s:%d: %s\n", shorten(m.file), m.line, m.what)
		}
	}
	s.print(stdout, p.ImportPath, len(all), ctx.Err() != nil)
	return nil
}

// shuffle orders the places depending only on the seed and the package.
func shuffle(seed uint64, path string, all []place) {
	hash := fnv.New64a()
	io.WriteString(hash, path)
	rng := rand.New(rand.NewPCG(seed, hash.Sum64()))
	rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
}

// shorten returns the path of a file relative to the working directory.
func shorten(file string) string {
	dir, err := os.Getwd()
	if err != nil {
		return file
	}
	short, err := filepath.Rel(dir, file)
	if err != nil {
		return file
	}
	return short
}

func (s *score) count(r result) {
	switch r {
	case killed:
		s.killed++
	case survived:
		s.survived++
	case invalid:
		s.invalid++
	}
}

func (s *score) print(w io.Writer, path string, places int, cut bool) {
	tried := s.killed + s.survived
	rate := 0.0
	if tried > 0 {
		rate = 100 * float64(s.killed) / float64(tried)
	}
	fmt.Fprintf(w, "%s: %.0f %% killed, %d of %d mutants; %d places, %d tried did not compile", path, rate, s.killed, tried, places, s.invalid)
	if cut {
		fmt.Fprint(w, "; the time limit ended the run")
	}
	fmt.Fprintln(w)
}

// timeLimit returns the time limit for the tests of a mutant if they take d without it.
func timeLimit(d time.Duration) time.Duration { return max(10*time.Second, 5*d) }
