package main

import (
	_ "embed"
	"fmt"
	"io"
	"runtime"
	"text/template"

	"wxtool/internal/callback"
)

//go:embed page.md
var page string

//go:embed notes.md
var notes string

// results is everything that was measured.
type results struct {
	work, sizes samples
	servers     map[string]map[string][]served // by mode and server
	batches     map[int]samples                // by cores
	starts      map[string]figure
	connections map[int]figure
	lines       map[string]map[int]batchCost // by command and number of lines
	codes       map[int]figure
	pace        figure
	codeBatch   figure
}

// short is how often short benchmarks run: more often than what takes longer.
func (b *bench) short() int {
	if b.smoke {
		return 1
	}
	return 4 * b.runs
}

// measure measures everything. It may take minutes.
func (b *bench) measure() (*results, error) {
	r := &results{servers: map[string]map[string][]served{}, batches: map[int]samples{}, lines: map[string]map[int]batchCost{}}
	steps := []struct {
		name string
		do   func() error
	}{
		{"messages", func() (err error) {
			r.work, err = b.goBench("./yardstick", "Exchange|crypt|Open|SealReply", 1, b.short())
			return err
		}},
		{"sizes", func() (err error) { r.sizes, err = b.goBench("./yardstick", "Size", 1, b.short()); return err }},
		{"servers, plain", func() (err error) { r.servers["plain"], err = b.serving(callback.Plain); return err }},
		{"servers, safe", func() (err error) { r.servers["safe"], err = b.serving(callback.Safe); return err }},
		{"batches, one core", func() (err error) { r.batches[1], err = b.goBench(".", "Batch", 1, b.runs); return err }},
		{"batches, two cores", func() (err error) {
			if !b.smoke {
				r.batches[2], err = b.goBench(".", "Batch", 2, b.runs)
			}
			return err
		}},
		{"starts", func() (err error) { r.starts, err = b.starting(); return err }},
		{"connections", func() (err error) { r.connections, err = b.connections(); return err }},
		{"lines", func() error { return b.measureLines(r) }},
		{"rate", func() (err error) { r.pace, err = b.pace(); return err }},
		{"codes from a file", func() (err error) { r.codeBatch, err = b.codeBatch(); return err }},
		{"sandbox", func() (err error) { r.codes, err = b.sandboxCalls(b.codeCounts()); return err }},
	}
	for _, step := range steps {
		fmt.Fprintf(b.log, "measuring: %s\n", step.name)
		if err := step.do(); err != nil {
			return nil, fmt.Errorf("%s: %w", step.name, err)
		}
	}
	return r, nil
}

func (b *bench) measureLines(r *results) (err error) {
	line, err := envelopeLine()
	if err != nil {
		return err
	}
	if r.lines["decrypt"], err = b.growing(line, "decrypt", "--token", token, "--encoding-aes-key", key, "--app-id", id, "--batch"); err != nil {
		return err
	}
	r.lines["verify"], err = b.growing(logLine(), "verify", "--token", token, "--log")
	return err
}

// report measures everything and writes the page.
func (b *bench) report(w io.Writer) error {
	r, err := b.measure()
	if err != nil {
		return err
	}
	t, err := template.New("page").Funcs(b.functions(r)).Parse(page + notes)
	if err != nil {
		return err
	}
	return t.Execute(w, nil)
}

// functions are what the page may ask for.
func (b *bench) functions(r *results) template.FuncMap {
	times := func(s samples, key, name string) string { return s.ratio(key+"/"+name, key+"/yardstick").times() }
	return template.FuncMap{
		"machine": func() string {
			return fmt.Sprintf("%s, %s/%s, %d cores,", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
		},
		"runs": func() int { return b.runs }, "short": func() int { return b.short() },
		"work": func(key, name string) string {
			return times(r.work, key, name) + " | " + r.work.allocs(key+"/"+name)
		},
		"sdks": func(key string) string {
			return times(r.work, key, "chanxuehong") + " | " + times(r.work, key, "silenceper") + " | " + times(r.work, key, "powerwechat")
		},
		"served": func(mode, name string) string {
			s, bare := r.servers[mode][name], r.servers[mode]["bare"]
			return fmt.Sprintf("%s (%s)", medianOf(s, bare, byRate), medianOf(s, bare, byCPU))
		},
		"dropped": r.dropped,
		"batch": func(cores int, key string) string {
			s, ours, limit := r.batches[cores], "Batch/"+key+"/wxtool", "Batch/"+key+"/limit"
			return fmt.Sprintf("%s (%s)", s.ratio(limit, ours), s.cpu(ours, limit))
		},
		"start":            func(name string) string { return r.starts[name].times() },
		"connectionCounts": func() []int { return b.connectionCounts() },
		"connections":      func(n int) figure { return r.connections[n] },
		"size":             func(name string) string { return times(r.sizes, "Size/"+name, "wxtool") },
		"perByte": func(name string, factor float64) string {
			return (r.sizes.ratio("Size/"+name+"/wxtool", "Size/1KB/wxtool") / figure(factor)).times()
		},
		"baseLines":  func() int { return b.baseLines() },
		"lineCounts": func() []int { return b.lineCounts() },
		"lines":      func(command string, n int) string { return r.lines[command][n].perLine.times() },
		"memory":     func(command string, n int) figure { return figure(float64(r.lines[command][n].memory) / (64 << 20)) },
		"codeCounts": func() []int { return b.codeCounts() },
		"pace":       func() figure { return r.pace },
		"codeBatch":  func() string { return r.codeBatch.times() },
		"codes":      func(n int) string { return r.codes[n].times() },
	}
}

// dropped is the part of the events that the pipe did not get.
func (r *results) dropped() string {
	var dropped, all int
	for _, servers := range r.servers {
		for _, s := range servers["wxtool --json"] {
			dropped, all = dropped+s.dropped, all+s.answers
		}
	}
	return fmt.Sprintf("%.1f %%", 100*float64(dropped)/float64(max(all, 1)))
}
