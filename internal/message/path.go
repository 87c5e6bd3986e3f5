package message

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"wxtool/internal/nearest"
)

// step is one step of a path. A path consists of names joined by "/", from the root
// down, each with an optional index from 1, as in
// SendPicsInfo/PicList/item[2]/PicMd5Sum. The name of the root may be in front and is
// ignored.
type step struct {
	name  string
	index int // 0 if not given, which means the first
}

func (s step) at() int { return max(s.index, 1) }

func (s step) String() string {
	if s.index == 0 {
		return s.name
	}
	return fmt.Sprintf("%s[%d]", s.name, s.index)
}

// PathError means that Path is malformed, does not exist or cannot be edited. Nearest
// are similar existing paths.
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

// parseSteps parses trimmed, which is path without the name of the root.
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

// validName accepts the characters that encoding/xml accepts in names, which are those
// of XML 1.0 and include Chinese characters.
func validName(name string) bool {
	for i, r := range name {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0x4e00 && r <= 0x9fa5
		if !letter && (i == 0 || r != '-' && r != '.' && (r < '0' || r > '9')) {
			return false
		}
	}
	return name != ""
}

// descend follows steps as far as elements exist; rest are the remaining steps.
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
	return nil, notFound(path, steps, rest[0], len(at.SelectElements(rest[0].name)), m.Paths())
}

// notFound returns the error for a path that does not exist: step missing is not found,
// because there are only have elements of its name.
func notFound(path string, steps []step, missing step, have int, paths []string) error {
	e := &PathError{Path: path, Problem: "there is no such element", Nearest: nearest.Of(pathOf(steps), paths)}
	if have > 0 {
		e.Problem = fmt.Sprintf("there %s %d %s", map[bool]string{true: "is only", false: "are only"}[have == 1], have, missing.name)
	}
	return e
}

// pathOf returns the path as Paths writes it, without the name of the root.
func pathOf(steps []step) string {
	var names []string
	for _, s := range steps {
		names = append(names, s.String())
	}
	return strings.Join(names, "/")
}

// Paths returns the paths of all elements below the root in document order, with an
// index if siblings have the same name.
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
