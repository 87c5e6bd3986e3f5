package qrbatch

import (
	"slices"
	"strings"

	"wxtool/internal/nearest"
)

// Names of the columns that a sheet may have.
const (
	sceneID   = "scene_id"
	sceneStr  = "scene_str"
	permanent = "permanent"
	expire    = "expire"
	file      = "file"
	action    = "action_name" // in a results.csv: scene_id or scene_str, permanent or not
)

// ColumnNames are the names for [Column], the canonical names of the columns.
func ColumnNames() []string { return []string{sceneID, sceneStr, permanent, expire, file} }

// Column says that the column with a header is the one of a name.
type Column struct {
	Name   string // one of ColumnNames
	Header string
}

// alias is a header and the column that it names.
type alias struct{ header, column string }

// aliases lists the headers that need no [Column]. The headers are in lower case, with
// ASCII parentheses.
func aliases() []alias {
	return []alias{
		{sceneID, sceneID},
		{"场景值id", sceneID},
		{"场景id", sceneID},

		{sceneStr, sceneStr},
		{"scene", sceneStr}, // of results.csv
		{"场景值", sceneStr},
		{"场景字符串", sceneStr},
		{"场景", sceneStr},

		{permanent, permanent},
		{"永久", permanent},
		{"是否永久", permanent},
		{"永久二维码", permanent},

		{expire, expire},
		{"有效期", expire},
		{"有效时间", expire},

		{file, file},
		{"文件名", file},
		{"文件", file},
		{"图片名", file},

		{action, action},
	}
}

// fold returns a header in the form of the headers in aliases.
func fold(header string) string {
	folded := strings.NewReplacer("（", "(", "）", ")").Replace(strings.ToLower(strings.TrimSpace(header)))
	return strings.ReplaceAll(folded, " (", "(")
}

// columnOf returns the column that a header names without a [Column], or "".
func columnOf(header string) string {
	folded, list := fold(header), aliases()
	i := slices.IndexFunc(list, func(a alias) bool { return a.header == folded })
	if i >= 0 {
		return list[i].column
	}
	if base, _, ok := cutUnit(folded); ok && columnOf(base) == expire {
		return expire
	}
	return ""
}

// columns are the columns of a sheet, by their index.
type columns struct {
	headers []string // trimmed
	index   map[string]int
	carried []int // of other columns
}

// readHeader finds the columns. A misspelled name is an error, because its values would
// not be used.
func readHeader(headers []string, given []Column) (*columns, error) {
	c := &columns{index: map[string]int{}}
	for _, header := range headers {
		c.headers = append(c.headers, strings.TrimSpace(header))
	}
	if err := c.unique(); err != nil {
		return nil, err
	}
	used := map[int]bool{}
	for _, column := range given {
		i := c.find(column.Header)
		if i < 0 {
			return nil, &MissingError{column, c.named()}
		}
		c.index[column.Name] = i
		used[i] = true
	}
	if err := c.addKnown(used, given); err != nil {
		return nil, err
	}
	if err := c.carry(used); err != nil {
		return nil, err
	}
	_, id := c.index[sceneID]
	_, str := c.index[sceneStr]
	if !id && !str {
		return nil, &HeaderError{c.named()}
	}
	return c, nil
}

// addKnown adds the columns with known headers, save those that are given otherwise.
func (c *columns) addKnown(used map[int]bool, given []Column) error {
	for i, header := range c.headers {
		name := columnOf(header)
		if name == "" || slices.ContainsFunc(given, func(g Column) bool { return g.Name == name }) {
			continue
		}
		if first, twice := c.index[name]; twice {
			return &ColumnError{Name: header, Same: c.headers[first]}
		}
		c.index[name], used[i] = i, true
	}
	return nil
}

// carry adds the other columns.
func (c *columns) carry(used map[int]bool) error {
	for i, header := range c.headers {
		if used[i] || header == "" {
			continue
		}
		if want := c.meant(strings.ToLower(header)); want != "" {
			return &ColumnError{Name: header, Want: want}
		}
		c.carried = append(c.carried, i)
	}
	return nil
}

// meant returns the column that a header is probably a misspelling of. The sheet does not
// have it otherwise.
func (c *columns) meant(header string) string {
	missing := slices.DeleteFunc([]string{sceneID, sceneStr, permanent, expire}, func(name string) bool {
		_, has := c.index[name]
		return has
	})
	if !slices.ContainsFunc(missing, func(name string) bool { return nearest.Typo(header, name) }) {
		return ""
	}
	return nearest.Of(header, missing)[0]
}

// unique rejects a name that two columns have.
func (c *columns) unique() error {
	seen := map[string]bool{}
	for _, header := range c.headers {
		name := strings.ToLower(header)
		if name != "" && seen[name] {
			return &ColumnError{Name: header}
		}
		seen[name] = true
	}
	return nil
}

// find returns the index of the column with a header, or -1.
func (c *columns) find(header string) int {
	want := strings.ToLower(strings.TrimSpace(header))
	if want == "" {
		return -1
	}
	return slices.IndexFunc(c.headers, func(h string) bool { return strings.ToLower(h) == want })
}

// named are the headers that are not empty.
func (c *columns) named() []string {
	return slices.DeleteFunc(slices.Clone(c.headers), func(h string) bool { return h == "" })
}

// cell returns the trimmed cell of a column; "" if there is none.
func (c *columns) cell(record []string, name string) string {
	i, ok := c.index[name]
	if !ok || i >= len(record) {
		return ""
	}
	return strings.TrimSpace(record[i])
}

// misfit returns what is wrong with the number of cells of a row, or "". Cells without
// a value do not matter beyond the last column with a name.
func (c *columns) misfit(record []string, row int) string {
	width := 0
	for i, header := range c.headers {
		if header != "" {
			width = i + 1
		}
	}
	if len(record) < width {
		return "has " + count(len(record), "cell") + ", and the header has " + count(width, "column")
	}
	for i, cell := range record {
		if (i >= len(c.headers) || c.headers[i] == "") && strings.TrimSpace(cell) != "" {
			return "cell " + cellName(i, row) + " has a value, and column " + columnName(i) + " has no name in the header"
		}
	}
	return ""
}

// dropResults removes the columns in which a results.csv has earlier answers.
func (c *columns) dropResults() {
	c.carried = slices.DeleteFunc(c.carried, func(i int) bool { return slices.Contains(resultsHeader(), fold(c.headers[i])) })
}
