package qrbatch

import "slices"

// Carried are the columns of a sheet that wxtool does not read itself. They go through
// into results.csv.
type Carried struct {
	Names []string

	index map[string]int      // of a name in Names
	cells map[string][]string // by the key of a row
}

// newCarried returns the columns without cells. A name that results.csv has itself
// gets another one.
func newCarried(headers []string, columns []int) Carried {
	c := Carried{index: map[string]int{}, cells: map[string][]string{}}
	for _, column := range columns {
		name := headers[column]
		for slices.Contains(resultsHeader(), fold(name)) || c.has(name) {
			name = "sheet_" + name
		}
		c.index[name] = len(c.Names)
		c.Names = append(c.Names, name)
	}
	return c
}

func (c *Carried) has(name string) bool { _, ok := c.index[name]; return ok }

// add adds the cells of a row.
func (c *Carried) add(key string, record []string, columns []int) {
	if len(columns) == 0 {
		return
	}
	cells := make([]string, len(columns))
	for i, column := range columns {
		cells[i] = record[column]
	}
	c.cells[key] = cells
}

// Cell returns a cell of a row; it reports false if the sheet does not have it.
func (c *Carried) Cell(key, name string) (string, bool) {
	i, known := c.index[name]
	cells, ok := c.cells[key]
	if !known || !ok {
		return "", false
	}
	return cells[i], true
}
