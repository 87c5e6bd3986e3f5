package menu

import "slices"

// pairUp finds for each of new which of old it continues, -1 for none. A test
// comes after all that the tests before it have paired.
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

// ascending marks the most that can stay where they are: a longest ascending
// run of origins, with gaps. The others have moved.
func ascending(from []int) []bool {
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
	return a.action() != "" && a.Type == b.Type && a.action() == b.action()
}

func sameRule(a, b Conditional) bool { return a.MatchRule == b.MatchRule }

func sameButtons(a, b Conditional) bool { return a.Menu.Equal(&b.Menu) }
