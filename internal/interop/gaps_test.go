package interop

import (
	"bufio"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// loss is an element that an SDK loses.
type loss struct{ name, path, kind, detail string }

// gap is a line of testdata/gaps-*.txt, an expected loss of an SDK: name, path, kind and
// optionally a note. Name and path may contain * and ?.
type gap struct {
	loss
	seen int
}

// kinds are the reasons that a gap may have.
var kinds = []string{
	"no-field",       // the SDK's struct has no such field
	"other-name",     // its field has another name
	"other-place",    // its field is at another depth
	"wrong-type",     // its field cannot hold the value
	"one-of-several", // it keeps only one of the elements with this path
	"refused",        // it rejects the message
}

func readGaps(t *testing.T, name string) []*gap {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "gaps-"+name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []*gap
	for in := bufio.NewScanner(f); in.Scan(); {
		words := strings.Fields(in.Text())
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		if len(words) < 3 || !slices.Contains(kinds, words[2]) {
			t.Fatalf("%s: not name, path and kind: %s", f.Name(), in.Text())
		}
		all = append(all, &gap{loss: loss{name: words[0], path: words[1], kind: words[2]}})
	}
	return all
}

// covers reports whether a gap matches a loss. A * in the path matches any number of
// steps.
func (g *gap) covers(l loss) bool {
	named, _ := path.Match(g.name, l.name)
	placed, _ := path.Match(dotted(g.path), dotted(l.path))
	return named && placed && g.kind == l.kind
}

func dotted(p string) string { return strings.ReplaceAll(p, "/", ".") }

// reader parses a push with an SDK. It returns the values, and whether one of them is a
// struct for this kind of push and not only for its head.
type reader func(p pushed) (values []any, typed bool, err error)

// tally counts what was compared.
type tally struct {
	pushes, typed, elements int
	lost                    map[string]int
}

// lossless requires that the values of the SDK contain all elements of the pushes, except
// those in testdata/gaps-<name>.txt, and that these gaps still exist.
func lossless(t *testing.T, name string, pushes []pushed, read reader) {
	t.Helper()
	gaps := readGaps(t, name)
	count := tally{lost: map[string]int{}}
	for _, p := range pushes {
		for _, l := range count.compare(t, p, read) {
			count.lost[l.kind]++
			if !explain(gaps, l) {
				t.Errorf("not listed:\n%s %s %s  %.60q", l.name, l.path, l.kind, l.detail)
			}
		}
	}
	for _, g := range gaps {
		if g.seen == 0 {
			t.Errorf("gaps-%s.txt: no longer so: %s %s %s", name, g.name, g.path, g.kind)
		}
	}
	t.Logf("%s: %d pushes, %d typed, %d elements compared, lost by kind: %v", name, count.pushes, count.typed, count.elements, count.lost)
}

func explain(gaps []*gap, l loss) bool {
	known := false
	for _, g := range gaps {
		if g.covers(l) {
			g.seen++
			known = true
		}
	}
	return known
}

// compare reads one push. If the SDK has no struct for it, only its head is compared.
func (c *tally) compare(t *testing.T, p pushed, read reader) []loss {
	t.Helper()
	c.pushes++
	values, typed, err := guard(p, read)
	if err != nil {
		return []loss{{p.Name, "-", "refused", err.Error()}}
	}
	all, err := elements(p)
	if err != nil {
		t.Errorf("%s: read by the SDK, but not by us: %v", p.Name, err)
	}
	if !typed {
		all = slices.DeleteFunc(all, func(e element) bool { return len(values) == 0 || !slices.Contains(head, e.path) })
	} else {
		c.typed++
	}
	c.elements += len(all)
	found := hold(p.format(), values).lost(all)
	for i := range found {
		found[i].name = p.Name
	}
	return found
}

var head = []string{"ToUserName", "FromUserName", "CreateTime", "MsgType", "Event"}

// guard converts a panic to an error.
func guard(p pushed, read reader) (values []any, typed bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return read(p)
}
