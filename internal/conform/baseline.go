package conform

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Baseline holds the known failures of an endpoint: the level of each by the ID of its
// case. A case that is blocked counts as failed at level must.
//
// As a file it has a line for each, the ID and the level, sorted. Empty lines and those
// that begin with # are ignored.
type Baseline map[string]Level

// ReadBaseline reads a baseline. The error says which line is wrong.
func ReadBaseline(r io.Reader) (Baseline, error) {
	b := Baseline{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Fields(line)
		if len(fields) != 2 || Level(fields[1]) != Must && Level(fields[1]) != Should {
			return nil, fmt.Errorf("line %d: must be the ID of a case and its level, such as mp/signature/forged must", n)
		}
		b[fields[0]] = Level(fields[1])
	}
	return b, lines.Err()
}

// Add adds a result, if it is a failure.
func (b Baseline) Add(r *Result) {
	if level := r.failure(); level != "" {
		b[r.ID] = level
	}
}

// Write writes the baseline as a file.
func (b Baseline) Write(w io.Writer) error {
	var out strings.Builder
	out.WriteString("# Known failures of wxtool check. A case that is listed does not fail the check.\n")
	ids := make([]string, 0, len(b))
	for id := range b {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		fmt.Fprintf(&out, "%s %s\n", id, b[id])
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// failure is the level at which a result fails, "" if it does not.
func (r *Result) failure() Level {
	switch r.Outcome {
	case Failed:
		return r.Level()
	case Blocked, Broken:
		return Must
	}
	return ""
}

// mark compares a result with the baseline.
func (b Baseline) mark(r *Result) {
	known, listed := b[r.ID]
	level := r.failure()
	r.Known = listed && level != "" && !level.Above(known)
	r.Healed = listed && level == "" && r.Outcome == Passed
}
