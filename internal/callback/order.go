package callback

import (
	"maps"
	"slices"
)

func sorted(parts []string) []string {
	return slices.Sorted(slices.Values(parts))
}

func sortedKeys(m map[string]string) []string {
	return slices.Sorted(maps.Keys(m))
}

// permutations returns all orders of parts except the sorted one.
func permutations(parts []string) [][]string {
	right := sorted(parts)
	var all [][]string
	var permute func(k int)
	permute = func(k int) {
		if k == len(parts) {
			if !slices.Equal(parts, right) {
				all = append(all, slices.Clone(parts))
			}
			return
		}
		for i := k; i < len(parts); i++ {
			parts[k], parts[i] = parts[i], parts[k]
			permute(k + 1)
			parts[k], parts[i] = parts[i], parts[k]
		}
	}
	parts = slices.Clone(parts)
	permute(0)
	return all
}

// separated joins parts with each common separator.
func separated(parts []string) [][]string {
	var all [][]string
	for _, sep := range []string{"&", ",", " ", "\n", "|", "-", "_", ":", "+"} {
		var with []string
		for i, p := range parts {
			if i > 0 {
				with = append(with, sep)
			}
			with = append(with, p)
		}
		all = append(all, with)
	}
	return all
}
