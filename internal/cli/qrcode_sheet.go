package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/nearest"
	"wxtool/internal/qrbatch"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// sheet reads the CSV file. All its problems are printed.
func (o *qrCreateOptions) sheet(env *ui.Env, data []byte) (*qrbatch.Sheet, error) {
	columns, err := o.sheetColumns()
	if err != nil {
		return nil, err
	}
	name := fileName(o.from)
	defaults := wxapi.QRCode{Permanent: o.code.Permanent, Expire: cmp.Or(o.expire, defaultExpire)}
	sheet, err := qrbatch.ReadSheet(data, defaults, columns...)
	if sheet != nil {
		noteSheet(env, name, sheet)
	}
	if rows, ok := errors.AsType[*qrbatch.RowsError](err); ok {
		return nil, rowsError(env, name, rows.Problems)
	}
	if err != nil {
		return nil, usage("%s: %w", name, err).withHint(sheetHint(err))
	}
	return sheet, nil
}

// sheetColumns reads the values of --column.
func (o *qrCreateOptions) sheetColumns() ([]qrbatch.Column, error) {
	var columns []qrbatch.Column
	for _, value := range o.columns {
		name, header, ok := strings.Cut(value, "=")
		switch names := qrbatch.ColumnNames(); {
		case !ok || header == "":
			return nil, usage("qrcode create: --column %q: must be NAME=HEADER", value).withHint("such as --column scene_str=门店编号")
		case !slices.Contains(names, name):
			return nil, usage("qrcode create: --column %q: there is no column %q", value, name).withHint(didYouMean(nearest.Of(name, names), "use one of "+strings.Join(names, ", ")))
		case slices.ContainsFunc(columns, func(c qrbatch.Column) bool { return c.Name == name }):
			return nil, usage("qrcode create: --column has %s twice", name).withHint("remove one of them")
		}
		columns = append(columns, qrbatch.Column{Name: name, Header: header})
	}
	return columns, nil
}

// noteSheet prints how a sheet was read, where that is not evident.
func noteSheet(env *ui.Env, name string, sheet *qrbatch.Sheet) {
	if sheet.Encoding != qrbatch.UTF8 {
		env.Notef("%s: read as %s", name, sheet.Encoding)
	}
	if n := len(sheet.Blank); n > 0 {
		env.Notef("%s: skipped %s: %s", name, plural(n, "blank row"), rowNumbers(sheet.Blank))
	}
	if names := sheet.Carried.Names; len(names) > 0 {
		env.Notef("%s: copied into %s: %s", name, qrbatch.ResultsFile, quotedList(names))
	}
}

// rowNumbers are the first numbers of rows.
func rowNumbers(rows []int) string {
	const most = 5
	var text []string
	for _, row := range rows[:min(len(rows), most)] {
		text = append(text, strconv.Itoa(row))
	}
	if len(rows) > most {
		text = append(text, "…")
	}
	return strings.Join(text, ", ")
}

func quotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = strconv.Quote(name)
	}
	return strings.Join(quoted, ", ")
}

// rowsError prints the problems of rows, and returns the error of all.
func rowsError(env *ui.Env, name string, problems []qrbatch.Problem) error {
	const most = 20
	at := func(p qrbatch.Problem) string { return fmt.Sprintf("%s: row %d: %v", name, p.Row, p.Err) }
	for _, p := range problems[:min(len(problems), most)] {
		env.Warnf("%s", at(p))
	}
	return usage("%s cannot be sent, the first is %s", plural(len(problems), "row"), at(problems[0])).withHint("nothing was sent; correct them and run it again")
}

// sheetHint is the next step where a CSV file is refused as a whole.
func sheetHint(err error) string {
	var column *qrbatch.ColumnError
	var missing *qrbatch.MissingError
	var header *qrbatch.HeaderError
	var syntax *qrbatch.SyntaxError
	switch {
	case errors.Is(err, qrbatch.ErrWorkbook), errors.Is(err, qrbatch.ErrEncoding):
		return `save it as "CSV UTF-8" in the spreadsheet, and use that file`
	case errors.As(err, &column) && column.Want != "":
		return "did you mean " + column.Want + "?"
	case errors.As(err, &column):
		return "remove one of them"
	case errors.As(err, &missing):
		return didYouMean(nearest.Of(missing.Column.Header, missing.Headers), "the first row has "+quotedList(missing.Headers))
	case errors.As(err, &header) && strings.ContainsAny(strings.Join(header.Headers, ""), "，；"):
		return "separate the names by , and not by ， or ；"
	case errors.As(err, &header) && len(header.Headers) > 0:
		return fmt.Sprintf("if a column has the scenes, name it, such as --column 'scene_str=%s'", header.Headers[0])
	case errors.Is(err, qrbatch.ErrHeader):
		return "such as scene_str,expire"
	case errors.Is(err, qrbatch.ErrNoRows):
		return "write a scene into each row below the first"
	case errors.As(err, &syntax):
		return "nothing was sent; correct it and run it again"
	}
	return ""
}
