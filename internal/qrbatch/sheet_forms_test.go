package qrbatch_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"wxtool/internal/qrbatch"
	"wxtool/internal/wxapi"
)

// carried are the cells of a carried column, by row.
func carried(t *testing.T, sheet *qrbatch.Sheet, name string) (cells []string) {
	t.Helper()
	for _, row := range sheet.Rows {
		cell, ok := sheet.Carried.Cell(row.Key(), name)
		if !ok {
			t.Errorf("row %d has no %q", row.Number, name)
		}
		cells = append(cells, cell)
	}
	return cells
}

// TestForms: every encoding and separator of testdata, with Chinese headers and values.
func TestForms(t *testing.T) {
	for name, encoding := range map[string]string{
		"comma.csv": qrbatch.UTF8, "comma-bom-crlf.csv": qrbatch.UTF8, "semicolon.csv": qrbatch.UTF8, "sep-semicolon.csv": qrbatch.UTF8, "tab.txt": qrbatch.UTF8,
		"utf16le-tab.txt": qrbatch.UTF16LE, "utf16be-semicolon.csv": qrbatch.UTF16BE, "gb18030.csv": qrbatch.GB18030, "gbk.csv": qrbatch.GB18030,
	} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		sheet, err := qrbatch.ReadSheet(data, wxapi.QRCode{Expire: day})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		third, city := "㐀-3", "𠮷林"
		if name == "gbk.csv" {
			third, city = "门店-3", "吉林"
		}
		want := []qrbatch.Row{
			{Number: 2, Code: temporary(0, "门店-1", 30*day), File: "一号店.png", Named: true},
			{Number: 3, Code: permanent(0, "门店-2"), File: "二号店.png", Named: true},
			{Number: 4, Code: temporary(0, third, 12*time.Hour), File: "qr_str_scene-" + third + ".png"},
		}
		if sheet.Encoding != encoding || !slices.Equal(sheet.Rows, want) || !slices.Equal(carried(t, sheet, "城市"), []string{"北京", "上海,浦东", city}) {
			t.Errorf("%s: %s, %+v, %+v", name, sheet.Encoding, sheet.Rows, sheet.Carried)
		}
	}
}

// TestGBKThatLooksLikeUTF8: in GBK, 女 is valid UTF-8 for another character. A line that
// is not decides.
func TestGBKThatLooksLikeUTF8(t *testing.T) {
	sheet, err := qrbatch.ReadSheet([]byte("scene_str,\xd0\xd4\xb1\xf0\na,\xc5\xae\nb,\xc5\xae\n"), wxapi.QRCode{Expire: day})
	if err != nil || sheet.Encoding != qrbatch.GB18030 || !slices.Equal(carried(t, sheet, "性别"), []string{"女", "女"}) {
		t.Errorf("%+v, %v", sheet, err)
	}
}

// TestSeparators: what separates cells is what separates names in the header, and the
// others are text.
func TestSeparators(t *testing.T) {
	for text, want := range map[string][2]string{
		"scene_str\na;b\n":                         {"a;b"},
		"scene_str;shop, city\na,b;c\n":            {"a,b", "shop, city"},
		"x,y;scene_str\n1;a\n":                     {"a", "x,y"},
		"scene_str\tx;y\na\t1\n":                   {"a", "x;y"},
		"SEP=|\r\nscene_str|x\r\na|1\r\n":          {"a", "x"},
		"\"sep=\t\"\nscene_str\tx\na\t1\n":         {"a", "x"},
		"\n\nscene_str,\"x\ny\"\na,1\n":            {"a", "x\ny"},
		"scene_str,x\ra,1\r":                       {"a", "x"},
		"scene_str,x,,\na,1,,\n,,,\n":              {"a", "x"},
		"scene_str,x\na,1,,\n":                     {"a", "x"},
		"\ufeffsep=,\nscene_str,x\na,1\n":          {"a", "x"},
		"\u3000场景值\u3000,x\n\u00a0a\u3000,1\n":     {"a", "x"},
		"scene_str,\"say \"\"x\"\"\"\n\"a\",\"1\"": {"a", `say "x"`},
	} {
		sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{Expire: day})
		if err != nil || len(sheet.Rows) != 1 || sheet.Rows[0].Code.SceneStr != want[0] || strings.Join(sheet.Carried.Names, "|") != want[1] {
			t.Errorf("%q: %+v, %v", text, sheet, err)
		}
	}
}

// TestRowNumbers: those of a spreadsheet, which counts blank rows, but neither line
// breaks in cells nor the line sep=.
func TestRowNumbers(t *testing.T) {
	text := "sep=;\n" +
		"scene_id;remark\n" + // row 1
		"1;\"two\nlines\"\n" + // row 2
		"\n" + // row 3
		" ;\n" + // row 4
		"2;\"\n\"\n" + // row 5
		"\r\n\r\n" + // rows 6 and 7
		"x;\n" + // row 8
		"3\n" + // row 9
		"4;a;b\n" // row 10
	sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{Expire: day})
	var rows *qrbatch.RowsError
	if !errors.As(err, &rows) {
		t.Fatal(err)
	}
	var problems []int
	for _, p := range rows.Problems {
		problems = append(problems, p.Row)
	}
	if !slices.Equal(problems, []int{8, 9, 10}) || !slices.Equal(sheet.Blank, []int{3, 4, 6, 7}) || sheet.Rows[0].Number != 2 || sheet.Rows[1].Number != 5 {
		t.Errorf("problems in %v, blank %v, %+v", problems, sheet.Blank, sheet.Rows)
	}
	for i, want := range []string{`"x" is not a whole number`, "has 1 cell, and the header has 2 columns", "cell C10 has a value, and column C has no name in the header"} {
		if !strings.Contains(rows.Problems[i].Err.Error(), want) {
			t.Errorf("%v, want %s", rows.Problems[i].Err, want)
		}
	}
	wide, err := qrbatch.ReadSheet([]byte("scene_str"+strings.Repeat(",", 30)+"\na"+strings.Repeat(",", 27)+"b,,,\n"), wxapi.QRCode{Expire: day})
	if err == nil || !strings.Contains(err.Error(), "cell AB2 has") {
		t.Errorf("%+v, %v", wide, err)
	}
}

// TestQuotes: a cell with wrong quotes is an error with its row.
func TestQuotes(t *testing.T) {
	for text, want := range map[string]qrbatch.SyntaxError{
		"scene_str\n\"a\nb\"\n\na\"b\n": {Row: 4, Problem: `a cell contains " but does not begin with it`},
		"scene_str\na\n\"b\nc\n":        {Row: 3, Problem: `a cell begins with " and does not end properly`},
		"sep=,\nscene_str\n\"b\"c,d\n":  {Row: 2, Problem: `a cell begins with " and does not end properly`},
		"\"":                            {Row: 1, Problem: `a cell begins with " and does not end properly`},
		"\n\"scene_str\nb\nc":           {Row: 2, Problem: `a cell begins with " and does not end properly`},
	} {
		_, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{Expire: day})
		var wrong *qrbatch.SyntaxError
		if !errors.As(err, &wrong) || wrong.Row != want.Row || !strings.HasPrefix(wrong.Problem, want.Problem) {
			t.Errorf("%q: %v, want %v", text, err, &want)
		}
	}
}

// TestNotText: files of spreadsheet programs, and text in no known encoding.
func TestNotText(t *testing.T) {
	zip := "PK\x03\x04\x14\x00\x06\x00\x08\x00"
	for data, want := range map[string]string{
		zip + "[Content_Types].xml xl/workbook.xml":                      "an Excel workbook (.xlsx)",
		zip + "mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK": "an OpenDocument spreadsheet (.ods)",
		zip + "Index/Document.iwa":                                       "a Numbers spreadsheet (.numbers)",
		zip + "other":                                                    "a ZIP archive",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00":                       "an Excel 97 workbook (.xls)",
	} {
		if _, err := qrbatch.ReadSheet([]byte(data), wxapi.QRCode{}); !errors.Is(err, qrbatch.ErrWorkbook) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
	for data, want := range map[string]string{
		"s\x00c\x00e\x00n\x00e\x00":                    "NUL bytes", // UTF-16 without a mark
		"\xff\xfes\x00\x00\xd8\n\x00":                  "in line 1", // half a pair
		"\xfe\xff\x00s\x00\n\x00":                      "in line 2", // half a character
		"scene_str\n\xff\xff\n":                        "in line 2",
		"\ufeffscene_str\na\n\xb3\xa1\n":               "in line 3",
		"scene_str,城市\na,北京\nb,上海\nc,\xb3\xa1\nd,天津\n": "in line 4", // GBK pasted into UTF-8
	} {
		if _, err := qrbatch.ReadSheet([]byte(data), wxapi.QRCode{}); !errors.Is(err, qrbatch.ErrEncoding) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", data, err, want)
		}
	}
}

// TestColumns: headers in both languages, and those that a caller maps.
func TestColumns(t *testing.T) {
	number := qrbatch.Column{Name: "scene_str", Header: "门店编号"}
	for _, tt := range []struct {
		text    string
		columns []qrbatch.Column
		want    qrbatch.Row // without its number
		carried string
	}{
		{"场景值ID,有效时间\n7,60\n", nil, qrbatch.Row{Code: temporary(7, "", time.Minute), File: "qr_scene-7.png"}, ""},
		{"scene_str,是否永久\na,是\n", nil, qrbatch.Row{Code: permanent(0, "a"), File: "qr_limit_str_scene-a.png"}, ""},
		{"scene_str,有效期\na,永久\n", nil, qrbatch.Row{Code: permanent(0, "a"), File: "qr_limit_str_scene-a.png"}, ""},
		{"scene_str,有效期 （天）\na,7\n", nil, qrbatch.Row{Code: temporary(0, "a", 7*day), File: "qr_str_scene-a.png"}, ""},
		{"scene_str,有效期(小时)\na,30分钟\n", nil, qrbatch.Row{Code: temporary(0, "a", 30*time.Minute), File: "qr_str_scene-a.png"}, ""},
		{"门店编号,城市\na,x\n", []qrbatch.Column{number}, qrbatch.Row{Code: temporary(0, "a", day), File: "qr_str_scene-a.png"}, "城市"},
		{"门店编号,场景值\na,x\n", []qrbatch.Column{number}, qrbatch.Row{Code: temporary(0, "a", day), File: "qr_str_scene-a.png"}, "场景值"},
		{"门店编号,x\na,\n", []qrbatch.Column{number, {Name: "file", Header: " 门店编号"}}, qrbatch.Row{Code: temporary(0, "a", day), File: "a.png", Named: true}, "x"},
		{"Shop,Days valid\na,3\n", []qrbatch.Column{{Name: "scene_str", Header: "shop"}, {Name: "expire", Header: "Days valid"}}, qrbatch.Row{Code: temporary(0, "a", 3*day), File: "qr_str_scene-a.png"}, ""},
		{"scene_str,expires,expire\na,x,1d\n", nil, qrbatch.Row{Code: temporary(0, "a", day), File: "qr_str_scene-a.png"}, "expires"},
		{"scene_str,URL,ticket\na,x,y\n", nil, qrbatch.Row{Code: temporary(0, "a", day), File: "qr_str_scene-a.png"}, "sheet_URL|sheet_ticket"},
	} {
		sheet, err := qrbatch.ReadSheet([]byte(tt.text), wxapi.QRCode{Expire: day}, tt.columns...)
		tt.want.Number = 2
		if err != nil || sheet.Rows[0] != tt.want || strings.Join(sheet.Carried.Names, "|") != tt.carried {
			t.Errorf("%q: %+v, %v", tt.text, sheet, err)
		}
	}
	for _, tt := range []struct {
		text    string
		columns []qrbatch.Column
		want    string
	}{
		{"场景值,scene_str\n", nil, `"场景值" and "scene_str" are the same column`},
		{"scene_str,备注,备注 \n", nil, `duplicate column "备注"`},
		{"场景值\na\n", []qrbatch.Column{number}, `no column "门店编号"`},
		{"门店编号\na\n", nil, qrbatch.ErrHeader.Error()},
	} {
		if sheet, err := qrbatch.ReadSheet([]byte(tt.text), wxapi.QRCode{Expire: day}, tt.columns...); err == nil || err.Error() != tt.want {
			t.Errorf("%q: %+v, %v; want %s", tt.text, sheet, err, tt.want)
		}
	}
}

// TestContradictions: cells of a row that say different things.
func TestContradictions(t *testing.T) {
	for text, want := range map[string]string{
		"scene_str,永久,有效期\na,否,永久\n":                     "permanent and expire contradict each other",
		"action_name,scene,permanent\nQR_SCENE,1,true\n": "permanent and action_name contradict each other",
		"action_name,scene,expire\nQR_STR_SCENE,1,永久\n":  "action_name and expire contradict each other",
		"action_name,scene\nQR_CARD,1\n":                 `action_name: "QR_CARD" is not one of`,
		"action_name,scene\nQR_SCENE,a\n":                `scene_id: "a" is not a whole number`,
		"scene_str,有效期\na,2025-12-31\n":                  `expire: "2025-12-31" must be seconds`,
	} {
		if sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{Expire: day}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v; want %s", text, sheet, err, want)
		}
	}
}

// TestFileColumn: names of pictures that a sheet gives.
func TestFileColumn(t *testing.T) {
	for name, want := range map[string]string{"a": "a.png", "a.PNG": "a.png", "v1.2": "v1.2.png", "一号 店": "一号 店.png", "-rf": "-rf.png"} {
		sheet, err := qrbatch.ReadSheet([]byte("scene_str,file\nx,"+name+"\n"), wxapi.QRCode{Expire: day})
		if err != nil || sheet.Rows[0].File != want {
			t.Errorf("%s: %+v, %v", name, sheet, err)
		}
	}
	for name, want := range map[string]string{
		"../a": "must be a file name", `a\b`: "must be a file name", "a:b.png": "must be a file name", "a\tb": "must be a file name", "a?": "must be a file name",
		".png": "must have 1 to", ".lock": "must not begin", "a.": "must not begin or end", "a .png": "or end with a blank", "a.jpg": "must end in .png", "a.svg": "must end in .png",
		"a.png.png": "only at its end", "NUL": "device", "com1.x": "device", strings.Repeat("长", 67): "must have 1 to",
	} {
		sheet, err := qrbatch.ReadSheet([]byte("scene_str,file\nx,"+name+"\n"), wxapi.QRCode{Expire: day})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %+v, %v; want %s", name, sheet, err, want)
		}
	}
	sheet, err := qrbatch.ReadSheet([]byte("scene_str,file\nx,a\ny,A.png\nz,\nw,qr_str_scene-z\n"), wxapi.QRCode{Expire: day})
	var rows *qrbatch.RowsError
	if !errors.As(err, &rows) || len(rows.Problems) != 2 || !strings.Contains(rows.Problems[0].Err.Error(), "picture of row 2") || !strings.Contains(rows.Problems[1].Err.Error(), "picture of row 4") {
		t.Errorf("%+v, %v", sheet, err)
	}
}

// TestUnitsInHeaders: a unit in the header of the column expire is that of plain numbers. A
// header that is not known as one would silently give all codes the default lifetime.
func TestUnitsInHeaders(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"expire(天)": 2 * day, "expire_days": 2 * day, "Expire (day)": 2 * day, "有效期（日）": 2 * day, "有效期(天)": 2 * day,
		"expire_hours": 2 * time.Hour, "有效时间(小时)": 2 * time.Hour, "expire(h)": 2 * time.Hour,
		"expire（分钟）": 2 * time.Minute, "expire_minutes": 2 * time.Minute,
		"expire(s)": 2 * time.Second, "expire_seconds": 2 * time.Second, "有效期(秒)": 2 * time.Second, "expire": 2 * time.Second,
	} {
		sheet, err := qrbatch.ReadSheet([]byte("scene_str,"+header+"\na,2\n"), wxapi.QRCode{Expire: 30 * day})
		if err != nil || sheet.Rows[0].Code.Expire != want {
			t.Errorf("%s: %+v, %v, want %s", header, sheet, err, want)
		}
	}
	// What is no unit is a column of the user's.
	sheet, err := qrbatch.ReadSheet([]byte("scene_str,有效期(说明),场景值(天)\na,2,3\n"), wxapi.QRCode{Expire: 30 * day})
	if err != nil || len(sheet.Carried.Names) != 2 {
		t.Errorf("%+v, %v", sheet, err)
	}
}

// TestManyColumns: the time does not grow with the square of the number of columns, or
// this test would take a minute.
func TestManyColumns(t *testing.T) {
	const n = 150_000
	var header, row strings.Builder
	for i := range n {
		header.WriteString(",c" + strconv.Itoa(i))
		row.WriteString(",v")
	}
	sheet, err := qrbatch.ReadSheet([]byte("scene_str"+header.String()+"\na"+row.String()+"\n"), wxapi.QRCode{Expire: day})
	if err != nil {
		t.Fatal(err)
	}
	if got := carried(t, sheet, "c"+strconv.Itoa(n-1)); len(sheet.Carried.Names) != n || !slices.Equal(got, []string{"v"}) {
		t.Errorf("%d columns, %q", len(sheet.Carried.Names), got)
	}
}
