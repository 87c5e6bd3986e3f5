package menu

import (
	"strings"
	"unicode"
)

// How much of a name a phone shows, in cells: about 4 Chinese characters on the top
// level and 8 in a sub menu. A Chinese character takes two cells, a Latin letter one.
const (
	topCells = 8
	subCells = 16
)

// Shown returns a name as a phone shows it: if it is too long, cut, with "…".
func Shown(name string, sub bool) string {
	limit := topCells
	if sub {
		limit = subCells
	}
	if Cells(name) <= limit {
		return name
	}
	var b strings.Builder
	used := 0
	for _, r := range name {
		if used += cells(r); used > limit {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + "…"
}

// Cells returns the width of a text in a fixed-width font.
func Cells(text string) int {
	sum := 0
	for _, r := range text {
		sum += cells(r)
	}
	return sum
}

// wide returns the East Asian wide and full-width characters, and emoji.
func wide() *unicode.RangeTable {
	return &unicode.RangeTable{
		R16: []unicode.Range16{
			{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
			{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1}, {Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
			{Lo: 0xff00, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
		},
		R32: []unicode.Range32{{Lo: 0x1f300, Hi: 0x1faff, Stride: 1}, {Lo: 0x20000, Hi: 0x3fffd, Stride: 1}},
	}
}

func cells(r rune) int {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide(), r):
		return 2
	}
	return 1
}
