package qrbatch

import "strings"

// guarded returns a cell of results.csv in the form that is written. A spreadsheet would
// run a cell that begins with =, +, - or @ as a formula, also after blanks or line ends,
// and a cell may come from an attacker. Such a cell gets a ' before it. Whatever number of
// ' it begins with, it gets one more, so that [unguarded] returns every cell as it was.
func guarded(cell string) string {
	if runs(cell) {
		return "'" + cell
	}
	return cell
}

// unguarded returns the cell that was written as text.
func unguarded(text string) string {
	if cell, ok := strings.CutPrefix(text, "'"); ok && runs(cell) {
		return cell
	}
	return text
}

// runs reports whether a spreadsheet may run a cell, disregarding ' at its start.
func runs(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	if strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") || strings.HasPrefix(cell, "\n") {
		return true
	}
	first := strings.TrimSpace(cell)
	for _, sign := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(first, sign) {
			return true
		}
	}
	return false
}

// each returns the cells changed by change.
func each(cells []string, change func(string) string) []string {
	changed := make([]string, len(cells))
	for i, cell := range cells {
		changed[i] = change(cell)
	}
	return changed
}
