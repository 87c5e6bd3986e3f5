package menu

import "slices"

// pairUp returns for each element of new the index of its counterpart in old, or
// -1. The tests are tried one after the other on all elements that have none yet.
func pairUp[T any](old, new []T, tests ...func(a, b T) bool) []int {
	from, used := slices.Repeat([]int{-1}, len(new)), make([]bool, len(old))
	for _, same := range tests {
		for j := range new {
			for i := range old {
				if from[j] < 0 && !used[i] && same(old[i], new[j]) {
					from[j], used[i] = i, true
				}
			}
		}
	}
	return from
}

// longestAscending marks a longest ascending subsequence, ignoring -1: the elements
// that kept their order. All others have moved.
func longestAscending(from []int) []bool {
	best, before := make([]int, len(from)), make([]int, len(from))
	last := -1
	for j := range from {
		before[j] = -1
		if from[j] < 0 {
			continue
		}
		best[j] = 1
		for i := range j {
			if from[i] >= 0 && from[i] < from[j] && best[i]+1 > best[j] {
				best[j], before[j] = best[i]+1, i
			}
		}
		if last < 0 || best[j] > best[last] {
			last = j
		}
	}
	stay := make([]bool, len(from))
	for ; last >= 0; last = before[last] {
		stay[last] = true
	}
	return stay
}

func sameButton(a, b Button) bool {
	return (&Menu{[]Button{a}}).Equal(&Menu{[]Button{b}})
}

func sameName(a, b Button) bool {
	return a.Name == b.Name && (len(a.SubButton) > 0) == (len(b.SubButton) > 0)
}

func sameAction(a, b Button) bool {
	if len(a.SubButton) > 0 || len(b.SubButton) > 0 {
		return len(a.SubButton) > 0 && slices.EqualFunc(a.SubButton, b.SubButton, sameButton)
	}
	return a.target() != "" && a.Type == b.Type && a.target() == b.target()
}

func sameRule(a, b Conditional) bool { return a.MatchRule == b.MatchRule }

func sameButtons(a, b Conditional) bool { return a.Menu.Equal(&b.Menu) }
