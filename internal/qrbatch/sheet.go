package qrbatch

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/wxapi"
)

// Sheet is a CSV file of codes. Its first row names the columns, see [ColumnNames].
type Sheet struct {
	Rows     []Row
	Carried  Carried // columns with other names
	Blank    []int   // rows without a value
	Encoding string  // such as UTF8

	columns  *columns
	defaults wxapi.QRCode
	problems []Problem
	seen     map[string]int // rows by the key of their code
	files    fileNames
}

// ReadSheet reads and checks a whole CSV file. Its cells are separated by commas,
// semicolons or tabs. A row without a value for permanent or expire has that of
// defaults; given overrides the names that headers have by themselves. The sheet is
// returned also together with a RowsError or ErrNoRows.
//
// A results.csv is such a file too: it requests the same codes again.
func ReadSheet(data []byte, defaults wxapi.QRCode, given ...Column) (*Sheet, error) {
	text, encoding, err := decode(data)
	if err != nil {
		return nil, err
	}
	known := func(header string) bool {
		return columnOf(header) != "" || slices.ContainsFunc(given, func(g Column) bool { return strings.EqualFold(strings.TrimSpace(header), strings.TrimSpace(g.Header)) })
	}
	t := newTable(text, func(text string) rune { return separatorOf(text, known) })
	headers, err := t.next()
	if errors.Is(err, io.EOF) {
		return nil, ErrHeader
	} else if err != nil {
		return nil, err
	}
	s := &Sheet{Encoding: encoding, defaults: defaults, seen: map[string]int{}, files: fileNames{}}
	clean := func(cell string) string { return cell }
	results := isResults(headers)
	if results {
		clean = unguarded
	}
	if s.columns, err = readHeader(each(headers, clean), given); err != nil {
		return nil, err
	}
	if results {
		s.columns.dropResults()
	}
	s.Carried = newCarried(s.columns.headers, s.columns.carried)
	return s.read(t, clean)
}

// read reads the rows below the header.
func (s *Sheet) read(t *table, clean func(string) string) (*Sheet, error) {
	for {
		record, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		s.add(t.row, each(record, clean))
	}
	s.Blank = t.blank
	switch {
	case len(s.problems) > 0:
		return s, &RowsError{s.problems}
	case len(s.Rows) == 0:
		return s, ErrNoRows
	}
	return s, nil
}

// add adds a row or its problem.
func (s *Sheet) add(number int, record []string) {
	row := Row{Number: number}
	err := s.fill(&row, record)
	if first := s.seen[row.Key()]; err == nil && first > 0 {
		err = fmt.Errorf("requests the same code as row %d", first)
	}
	if err == nil {
		err = s.files.choose(&row, s.columns.cell(record, file))
	}
	if err != nil {
		s.problems = append(s.problems, Problem{number, err})
		return
	}
	s.seen[row.Key()] = number
	s.Carried.add(row.Key(), record, s.columns.carried)
	s.Rows = append(s.Rows, row)
}

func (s *Sheet) fill(row *Row, record []string) (err error) {
	if problem := s.columns.misfit(record, row.Number); problem != "" {
		return errors.New(problem)
	}
	if row.Code, err = s.code(record); err != nil {
		return err
	}
	return row.Code.Check()
}

// code reads the cells of a row. An empty cell has no value.
func (s *Sheet) code(record []string) (wxapi.QRCode, error) {
	q := s.defaults
	if err := s.scene(&q, record); err != nil {
		return q, err
	}
	if err := s.permanence(&q, record); err != nil {
		return q, err
	}
	text := s.columns.cell(record, expire)
	switch {
	case text == "" && q.Permanent, isForever(text):
		q.Expire = 0
	case text != "":
		var err error
		if q.Expire, err = ParseExpire(s.withUnit(text)); err != nil {
			return q, fmt.Errorf("expire: %q %w", text, err)
		}
	}
	return q, nil
}

// scene reads scene_id and scene_str. In a results.csv the action decides which of them
// its scene is.
func (s *Sheet) scene(q *wxapi.QRCode, record []string) error {
	id, str := s.columns.cell(record, sceneID), s.columns.cell(record, sceneStr)
	if name := s.columns.cell(record, action); name == idAction(false) || name == idAction(true) {
		id, str = str, ""
	}
	q.SceneStr = str
	if id == "" {
		return nil
	}
	var err error
	if q.SceneID, err = strconv.ParseInt(id, 10, 64); err != nil {
		return fmt.Errorf("scene_id: %q is not a whole number", id)
	}
	return nil
}

// idAction is the action of a code with a scene_id.
func idAction(permanent bool) string { return wxapi.QRCode{Permanent: permanent}.ActionName() }

// permanence reads whether a code is permanent, which three columns can say.
func (s *Sheet) permanence(q *wxapi.QRCode, record []string) error {
	said := ""
	say := func(column string, value bool) error {
		if said != "" && q.Permanent != value {
			return fmt.Errorf("%s and %s contradict each other", said, column)
		}
		said, q.Permanent = column, value
		return nil
	}
	if text := s.columns.cell(record, permanent); text != "" {
		value, ok := truth(text)
		if !ok {
			return fmt.Errorf("permanent: %q is not true or false (是 or 否)", text)
		}
		say(permanent, value)
	}
	if text := s.columns.cell(record, action); text != "" {
		value, ok := permanentAction(text)
		if !ok {
			return fmt.Errorf("action_name: %q is not one of QR_SCENE, QR_STR_SCENE, QR_LIMIT_SCENE, QR_LIMIT_STR_SCENE", text)
		}
		if err := say(action, value); err != nil {
			return err
		}
	}
	if isForever(s.columns.cell(record, expire)) {
		return say(expire, true)
	}
	return nil
}

// permanentAction reports whether the codes of an action are permanent.
func permanentAction(name string) (permanent, ok bool) {
	for _, q := range []wxapi.QRCode{{}, {SceneStr: "a"}, {Permanent: true}, {SceneStr: "a", Permanent: true}} {
		if q.ActionName() == name {
			return q.Permanent, true
		}
	}
	return false, false
}

// truth reads a cell of the column permanent.
func truth(text string) (value, ok bool) {
	switch text {
	case "是":
		return true, true
	case "否":
		return false, true
	}
	value, err := strconv.ParseBool(strings.ToLower(text))
	return value, err == nil
}

// isForever reports whether a cell of the column expire means a permanent code.
func isForever(text string) bool { return text == "永久" || strings.EqualFold(text, permanent) }

// withUnit adds the unit in the header of the column expire to a plain number.
func (s *Sheet) withUnit(text string) string {
	if strings.Trim(text, "0123456789") == "" {
		text += unitOf(s.columns.headers[s.columns.index[expire]])
	}
	return text
}
