package cli

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
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// errColumns is a file without a header.
var errColumns = errors.New("the first row must name the columns: scene_id or scene_str, and if wanted permanent and expire")

// qrSheet reads a CSV file of codes.
type qrSheet struct {
	name     string
	columns  map[string]int
	fallback wxapi.QRCode // permanent and expire where a row has none
	rows     []qrRow
	problems []string
	unused   []string       // columns
	seen     map[string]int // line by key
	files    map[string]bool
}

// readSheet reads and checks the whole file before anything is sent. All its
// problems are told at once.
func readSheet(env *ui.Env, name string, fallback wxapi.QRCode) ([]qrRow, error) {
	data, err := readFile(env, name)
	if err != nil {
		return nil, err
	}
	s := &qrSheet{name: fileName(name), fallback: fallback, seen: map[string]int{}, files: map[string]bool{}}
	if err := s.read(data); err != nil {
		return nil, err
	}
	if s.unused != nil {
		env.Notef("%s: not used are the columns %s", s.name, strings.Join(s.unused, ", "))
	}
	if n := len(s.problems); n > 0 {
		for _, text := range s.problems[:min(n, 20)] {
			env.Warnf("%s", text)
		}
		return nil, usage("nothing was sent; correct them and run it again", "%s cannot be sent, the first is %s", plural(n, "row"), s.problems[0])
	}
	if len(s.rows) == 0 {
		return nil, usage("write a scene into each row below the first", "%s: has no rows", s.name)
	}
	return s.rows, nil
}

func (s *qrSheet) read(data []byte) error {
	reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	header, err := reader.Read()
	if err != nil {
		return usage("such as scene_str,expire", "%s: %w", s.name, errColumns)
	}
	if err := s.head(header); err != nil {
		return err
	}
	for {
		record, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return usage("", "%s: %w", s.name, err)
		}
		line, _ := reader.FieldPos(0)
		s.add(line, record)
	}
}

// head reads the names of the columns. One that nearly is a column would change
// every code, so it is no column of remarks.
func (s *qrSheet) head(names []string) error {
	known := []string{"scene_id", "scene_str", "permanent", "expire"}
	s.columns = map[string]int{}
	for i, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		if slices.Contains(known, name) {
			if _, twice := s.columns[name]; twice {
				return usage("leave one of them out", "%s: the column %q stands twice", s.name, name)
			}
			s.columns[name] = i
			continue
		}
		if slip := slices.IndexFunc(known, func(k string) bool { return nearest.Slip(name, k) }); slip >= 0 {
			return usage("did you mean "+known[slip]+"?", "%s: there is no column %q", s.name, name)
		}
		s.unused = append(s.unused, strconv.Quote(name))
	}
	_, id := s.columns["scene_id"]
	_, str := s.columns["scene_str"]
	if !id && !str {
		return usage("such as scene_str,expire", "%s: %w", s.name, errColumns)
	}
	return nil
}

func (s *qrSheet) add(line int, record []string) {
	row := qrRow{line: line}
	var err error
	if row.code, err = s.code(record); err == nil {
		err = row.code.Check()
	}
	if err == nil && s.seen[row.key()] > 0 {
		err = fmt.Errorf("asks for the same code as line %d", s.seen[row.key()])
	}
	if err != nil {
		s.problems = append(s.problems, fmt.Sprintf("%s:%d: %v", s.name, line, err))
		return
	}
	s.seen[row.key()] = line
	row.file = s.picture(row)
	s.rows = append(s.rows, row)
}

// code reads the cells of one row; an empty cell is as none.
func (s *qrSheet) code(record []string) (wxapi.QRCode, error) {
	q, err := s.fallback, error(nil)
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
	expire := s.cell(record, "expire")
	switch {
	case expire != "":
		if q.Expire, err = parseExpiry(expire); err != nil {
			return q, fmt.Errorf("expire: %q %w", expire, err)
		}
	case q.Permanent:
		q.Expire = 0
	case q.Expire == 0:
		q.Expire = defaultExpire
	}
	return q, nil
}

func (s *qrSheet) cell(record []string, column string) string {
	i, ok := s.columns[column]
	if !ok || i >= len(record) {
		return ""
	}
	return strings.TrimSpace(record[i])
}
