package qrbatch

import "slices"

// Carried are the columns of a sheet that wxtool does not read itself. They go through
// into results.csv.
type Carried struct {
	Names []string

	cells map[string][]string // by the key of a row
}

// add adds the cells of a row.
func (c *Carried) add(key string, record []string, columns []int) {
	if len(columns) == 0 {
		return
	}
	cells := make([]string, len(columns))
	for i, column := range columns {
		cells[i] = record[column]
	}
	if c.cells == nil {
		c.cells = map[string][]string{}
	}
	c.cells[key] = cells
}

// Cell returns a cell of a row; it reports false if the sheet does not have it.
func (c *Carried) Cell(key, name string) (string, bool) {
	i := slices.Index(c.Names, name)
	cells, ok := c.cells[key]
	if i < 0 || !ok {
		return "", false
	}
	return cells[i], true
}

// carriedNames are the names in results.csv of columns of a sheet. A name that
// results.csv has itself gets another one.
func carriedNames(headers []string, columns []int) []string {
	var names []string
	for _, i := range columns {
		name := headers[i]
		for slices.Contains(resultsHeader(), fold(name)) || slices.Contains(names, name) {
			name = "sheet_" + name
		}
		names = append(names, name)
	}
	return names
}
