// Package nearest finds the names that are similar to a mistyped word, for
// "did you mean" in errors.
package nearest

import (
	"cmp"
	"slices"
	"strings"
)

const (
	most     = 3 // suggestions
	maxEdits = 4 // with more edits it is a different word, whatever its length
	minPart  = 3 // shorter parts match almost every name
)

// Of returns at most three candidates that are similar to word, the best first.
// Parts of a name are separated by "/", "-", "_" or ".". A candidate is similar if
// the edit distance to it or to one of its parts is small (swapped neighbours count
// as one edit), or if one of the two contains the other at the start of a part. Case
// and the kind of separator are ignored. The order of candidates does not matter. Of
// returns nil if nothing is similar or word is empty.
func Of(word string, candidates []string) []string {
	folded := fold(word)
	if folded == "" {
		return nil
	}
	var matches []match
	for _, name := range candidates {
		if score, ok := rate(folded, fold(name)); ok {
			matches = append(matches, match{name, score})
		}
	}
	slices.SortFunc(matches, compare)
	matches = slices.Compact(matches)
	var names []string
	for _, m := range matches[:min(most, len(matches))] {
		names = append(names, m.name)
	}
	return names
}

type match struct {
	name  string
	score int
}

func compare(a, b match) int {
	return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(len(a.name), len(b.name)), cmp.Compare(a.name, b.name))
}

// fold maps words that differ only in case or separators to the same word.
func fold(word string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("/-_.", r) {
			return '-'
		}
		return r
	}, strings.ToLower(word))
}

// rate scores a candidate; 0 means that it is equal to word. An edit costs 4, so
// that an exact part ranks before a whole name with an edit.
func rate(word, name string) (score int, ok bool) {
	var scores []int
	if edits, ok := within(word, name); ok {
		scores = append(scores, 4*edits)
	}
	if holds(name, word) {
		scores = append(scores, 2)
	}
	if holds(word, name) {
		scores = append(scores, 3)
	}
	for part := range strings.SplitSeq(name, "-") {
		if edits, ok := within(word, part); ok {
			scores = append(scores, 4*edits+1)
		}
	}
	if len(scores) == 0 {
		return 0, false
	}
	return slices.Min(scores), true
}

// holds reports whether whole contains piece at the start of a part.
func holds(whole, piece string) bool {
	return len(piece) >= minPart && strings.Contains("-"+whole, "-"+piece)
}

// Typo reports whether word is very likely meant to be other: one or two edits
// away, which is less than a third of it.
func Typo(word, other string) bool {
	a, b := []rune(word), []rune(other)
	if max(len(a)-len(b), len(b)-len(a)) > 2 {
		return false
	}
	edits := distance(a, b)
	return edits > 0 && edits <= 2 && 3*edits < len(b)
}

// within returns the edit distance if it is small for a word of this length.
func within(word, other string) (edits int, ok bool) {
	a, b := []rune(word), []rune(other)
	limit := min((len(a)+1)/3, maxEdits)
	if max(len(a)-len(b), len(b)-len(a)) > limit {
		return 0, false // also avoids the cost of very long words
	}
	edits = distance(a, b)
	return edits, edits <= limit
}

// distance is the optimal string alignment distance: the number of inserted, deleted
// and replaced characters and of swapped neighbours.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replaced := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replaced++
			}
			rows[i][j] = min(replaced, rows[i-1][j]+1, rows[i][j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
