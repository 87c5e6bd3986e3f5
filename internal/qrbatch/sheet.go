package qrbatch

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/nearest"
	"wxtool/internal/wxapi"
)

// Sheet is a CSV file of codes. Its first row names the columns: scene_id or
// scene_str, and optionally permanent and expire.
type Sheet struct {
	Rows   []Row
	Unused []string // columns with other names

	columns  map[string]int
	defaults wxapi.QRCode
	problems []Problem
	lines    map[string]int // of the codes so far, by key
	files    fileNames
}

// ReadSheet reads and checks a whole CSV file. A row without a value for permanent
// or expire has that of defaults. The sheet is returned also together with a
// RowsError or ErrNoRows.
func ReadSheet(data []byte, defaults wxapi.QRCode) (*Sheet, error) {
	s := &Sheet{columns: map[string]int{}, defaults: defaults, lines: map[string]int{}, files: fileNames{}}
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	header, err := reader.Read()
	if err != nil {
		return nil, ErrHeader
	}
	if err := s.readHeader(header); err != nil {
		return nil, err
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		line, _ := reader.FieldPos(0)
		s.add(line, record)
	}
	switch {
	case len(s.problems) > 0:
		return s, &RowsError{s.problems}
	case len(s.Rows) == 0:
		return s, ErrNoRows
	}
	return s, nil
}

// readHeader reads the names of the columns. A misspelled name is an error: its
// values would be ignored.
func (s *Sheet) readHeader(names []string) error {
	known := []string{"scene_id", "scene_str", "permanent", "expire"}
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if slices.Contains(known, name) {
			if _, twice := s.columns[name]; twice {
				return &ColumnError{Name: name}
			}
			s.columns[name] = i
			continue
		}
		if slices.ContainsFunc(known, func(k string) bool { return nearest.Typo(name, k) }) {
			return &ColumnError{name, nearest.Of(name, known)[0]}
		}
		s.Unused = append(s.Unused, name)
	}
	_, id := s.columns["scene_id"]
	_, str := s.columns["scene_str"]
	if !id && !str {
		return ErrHeader
	}
	return nil
}

// add adds a row or its problem.
func (s *Sheet) add(line int, record []string) {
	row := Row{Line: line}
	var err error
	if row.Code, err = s.code(record); err == nil {
		err = row.Code.Check()
	}
	if first := s.lines[row.Key()]; err == nil && first > 0 {
		err = fmt.Errorf("requests the same code as line %d", first)
	}
	if err != nil {
		s.problems = append(s.problems, Problem{line, err})
		return
	}
	s.lines[row.Key()] = line
	row.File = s.files.name(row)
	s.Rows = append(s.Rows, row)
}

// code reads the cells of a row. An empty cell has no value.
func (s *Sheet) code(record []string) (wxapi.QRCode, error) {
	q, err := s.defaults, error(nil)
	if text := s.cell(record, "scene_id"); text != "" {
		if q.SceneID, err = strconv.ParseInt(text, 10, 64); err != nil {
			return q, fmt.Errorf("scene_id: %q is not a whole number", text)
		}
	}
	q.SceneStr = s.cell(record, "scene_str")
	if text := s.cell(record, "permanent"); text != "" {
		if q.Permanent, err = strconv.ParseBool(strings.ToLower(text)); err != nil {
			return q, fmt.Errorf("permanent: %q is not true or false", text)
		}
	}
	if text := s.cell(record, "expire"); text != "" {
		if q.Expire, err = ParseExpire(text); err != nil {
			return q, fmt.Errorf("expire: %q %w", text, err)
		}
	} else if q.Permanent {
		q.Expire = 0
	}
	return q, nil
}

func (s *Sheet) cell(record []string, column string) string {
	i, ok := s.columns[column]
	if !ok || i >= len(record) {
		return ""
	}
	return strings.TrimSpace(record[i])
}
