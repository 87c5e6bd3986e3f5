package cli

import (
	"strings"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
)

// drawMenus draws the menus of a file as a phone shows them, with open sub menus
// above their buttons.
func drawMenus(p *ui.Printer, f *menu.File) {
	n := f.Normalize()
	if n.Default != nil {
		p.Linef("\n%s", p.Bold("default menu"))
		drawMenu(p, n.Default)
	}
	for i := range n.Conditional {
		p.Linef("\n%s", p.Bold("menu for "+oneLine(n.Conditional[i].MatchRule.String())))
		drawMenu(p, &n.Conditional[i].Menu)
	}
}

// drawMenu draws one column per button, as wide as its widest name.
func drawMenu(p *ui.Printer, m *menu.Menu) {
	columns, height := make([][]string, len(m.Button)), 0
	widths := make([]int, len(m.Button))
	for i, b := range m.Button {
		columns[i] = drawColumn(b)
		height = max(height, len(columns[i]))
		for _, name := range columns[i] {
			widths[i] = max(widths[i], menu.Cells(name))
		}
	}
	for row := height - 1; row >= 0; row-- {
		cells := make([]string, len(columns))
		for i, column := range columns {
			name := ""
			if row < len(column) {
				name = column[row]
			}
			cells[i] = " " + name + strings.Repeat(" ", widths[i]-menu.Cells(name)+1)
		}
		if row == 0 {
			p.Linef("  %s", p.Dim(ruler(widths)))
			p.Linef("  │%s│", strings.Join(cells, "│"))
			continue
		}
		p.Linef("   %s", strings.TrimRight(strings.Join(cells, " "), " "))
	}
}

// drawColumn returns the name of a button and above it those of its sub menu, from
// the last to the first.
func drawColumn(b menu.Button) []string {
	top := oneLine(menu.Shown(b.Name, false))
	if len(b.SubButton) == 0 {
		return []string{top}
	}
	column := []string{"≡ " + top}
	for i := len(b.SubButton) - 1; i >= 0; i-- {
		column = append(column, oneLine(menu.Shown(b.SubButton[i].Name, true)))
	}
	return column
}

func ruler(widths []int) string {
	var parts []string
	for _, width := range widths {
		parts = append(parts, strings.Repeat("─", width+2))
	}
	return "┌" + strings.Join(parts, "┬") + "┐"
}
