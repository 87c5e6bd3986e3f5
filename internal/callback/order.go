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
