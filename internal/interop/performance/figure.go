package main

import (
	"fmt"
	"slices"
)

// figure is a ratio; 0 if it was not measured.
type figure float64

func (f figure) String() string {
	switch {
	case f == 0:
		return "–"
	case f >= 10:
		return fmt.Sprintf("%.0f", float64(f))
	case f >= 2:
		return fmt.Sprintf("%.1f", float64(f))
	}
	return fmt.Sprintf("%.2f", float64(f))
}

// times is the figure as a factor.
func (f figure) times() string {
	if f == 0 {
		return "–"
	}
	return f.String() + "×"
}

func median(all []float64) figure {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return figure((all[(len(all)-1)/2] + all[len(all)/2]) / 2)
}

// medianOf is the median of the ratios of two series, whose members were measured in the
// same runs.
func medianOf[T any](a, b []T, ratio func(a, b T) float64) figure {
	var all []float64
	for i := range min(len(a), len(b)) {
		all = append(all, ratio(a[i], b[i]))
	}
	return median(all)
}
