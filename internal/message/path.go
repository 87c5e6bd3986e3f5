package message

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"wxtool/internal/nearest"
)

// A path names an element from the root down: names joined by "/", each with
// an optional index from 1, as in SendPicsInfo/PicList/item[2]/PicMd5Sum. The
// root's own name may stand in front and is ignored.
type step struct {
	name  string
	index int // 0: none given, the first
}

func (s step) at() int { return max(s.index, 1) }

func (s step) String() string {
	if s.index == 0 {
		return s.name
	}
	return fmt.Sprintf("%s[%d]", s.name, s.index)
}

// PathError tells that Path is malformed or leads nowhere, and which existing
// paths come nearest.
type PathError struct {
	Path    string
	Problem string
	Nearest []string
}

func (e *PathError) Error() string { return fmt.Sprintf("path %q: %s", e.Path, e.Problem) }

func (m *Message) parsePath(path string) ([]step, error) {
	trimmed := strings.TrimPrefix(path, "/")
	if root := m.doc.Root(); root.SelectElement(root.FullTag()) == nil {
		trimmed = strings.TrimPrefix(trimmed, root.FullTag()+"/")
	}
	return parseSteps(path, trimmed)
}

// parseSteps reads trimmed, which is path without what stands for the root.
func parseSteps(path, trimmed string) ([]step, error) {
	var steps []step
	for part := range strings.SplitSeq(trimmed, "/") {
		s, problem := parseStep(part)
		if problem != "" {
			return nil, &PathError{Path: path, Problem: problem}
		}
		steps = append(steps, s)
	}
	if len(steps) >= maxDepth {
		return nil, &PathError{Path: path, Problem: fmt.Sprintf("is deeper than %d elements", maxDepth-1)}
	}
	return steps, nil
}

func parseStep(part string) (s step, problem string) {
	name, rest, indexed := strings.Cut(part, "[")
	if !validName(name) {
		return s, fmt.Sprintf("%q is not an element name", name)
	}
	s.name = name
	if !indexed {
		return s, ""
	}
	digits, ok := strings.CutSuffix(rest, "]")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || digits[0] == '+' {
		return s, fmt.Sprintf("%q is not an index; the first is [1]", "["+rest)
	}
	s.index = n
	return s, ""
}

// validName accepts what names are made of: Chinese ones as far as XML 1.0 had
// them, which is as far as encoding/xml reads them.
func validName(name string) bool {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x4e00 && r <= 0x9fa5
		if !letter && (i == 0 || r != '-' && r != '.' && (r < '0' || r > '9')) {
			return false
		}
	}
	return name != ""
}

// descend follows steps as far as elements exist; rest is what is left.
func (m *Message) descend(steps []step) (at *etree.Element, rest []step) {
	at = m.doc.Root()
	for i, s := range steps {
		same := at.SelectElements(s.name)
		if len(same) < s.at() {
			return at, steps[i:]
		}
		at = same[s.at()-1]
	}
	return at, nil
}

func (m *Message) find(path string) (*etree.Element, error) {
	steps, err := m.parsePath(path)
	if err != nil {
		return nil, err
	}
	at, rest := m.descend(steps)
	if len(rest) == 0 {
		return at, nil
	}
	return nil, notThere(path, steps, rest[0], len(at.SelectElements(rest[0].name)), m.Paths())
}

// notThere says that path leads nowhere, as there are only have elements where
// it wants missing.
func notThere(path string, steps []step, missing step, have int, paths []string) error {
	e := &PathError{Path: path, Problem: "there is no such element", Nearest: nearest.Of(pathOf(steps), paths)}
	if have > 0 {
		e.Problem = fmt.Sprintf("there %s %d %s", map[bool]string{true: "is only", false: "are only"}[have == 1], have, missing.name)
	}
	return e
}

// pathOf is the path as Paths would write it, without the root's name.
func pathOf(steps []step) string {
	var names []string
	for _, s := range steps {
		names = append(names, s.String())
	}
	return strings.Join(names, "/")
}

// Paths lists every element below the root in document order, with indexes
// where a name repeats among its siblings.
func (m *Message) Paths() []string {
	var paths []string
	var walk func(e *etree.Element, prefix string)
	walk = func(e *etree.Element, prefix string) {
		children := e.ChildElements()
		all, seen := map[string]int{}, map[string]int{}
		for _, child := range children {
			all[child.Tag]++
		}
		for _, child := range children {
			seen[child.Tag]++
			path := prefix + child.Tag
			if all[child.Tag] > 1 {
				path = fmt.Sprintf("%s[%d]", path, seen[child.Tag])
			}
			paths = append(paths, path)
			walk(child, path+"/")
		}
	}
	walk(m.doc.Root(), "")
	return paths
}
