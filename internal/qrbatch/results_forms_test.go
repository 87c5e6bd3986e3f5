package qrbatch_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"wxtool/internal/qrbatch"
	"wxtool/internal/wxapi"
)

// sheetRun is a run over a sheet.
func sheetRun(t *testing.T, api qrbatch.API, dir, text string) *run {
	t.Helper()
	sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{Expire: day})
	if err != nil {
		t.Fatal(err)
	}
	r := newRun(t, api, dir, "unused")
	r.Rows, r.Carried = sheet.Rows, sheet.Carried
	return r
}

// resultRows are the rows of results.csv as a spreadsheet shows them, which must not run any.
func resultRows(t *testing.T, dir string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, qrbatch.ResultsFile))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatalf("%v: %q", err, data)
	}
	for _, row := range rows {
		for _, cell := range row {
			if trimmed := strings.TrimSpace(cell); trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(trimmed)[0]) || cell != "" && strings.ContainsRune("\t\r\n", rune(cell[0])) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	return slices.DeleteFunc(rows, func(row []string) bool { return strings.Join(row, "") == "" })
}

// formulas are scenes that a spreadsheet would run, or that look like guarded ones.
func formulas() []string {
	return []string{"=1+1", "-7", "+86", "@SUM(A1)", "－5", "＝x", "'=1", "''-x", "'", "'a", "-", "--", "a=b", "a-b"}
}

// TestNoFormulas: no cell of results.csv is run. The scenes survive in a results.csv
// that is read by the next run, and as a sheet.
func TestNoFormulas(t *testing.T) {
	p, dir := &platform{}, t.TempDir()
	text := "scene_str,=cmd()\n"
	for i, scene := range formulas() {
		text += scene + "," + formulas()[len(formulas())-1-i] + "\n"
	}
	text += "tab,\"\t=1\"\nline,\"\n@x\"\nblank,\" -1\"\n"
	n := len(formulas()) + 3
	sheetRun(t, p, dir, text).do(t, qrbatch.Summary{Created: n}, nil)
	rows := resultRows(t, dir)
	if rows[0][6] != "'=cmd()" {
		t.Errorf("%q", rows[0])
	}
	cells := map[string]string{}
	for _, row := range rows[1:] {
		cells[row[1]] = row[6]
	}
	for scene, want := range map[string]string{
		"'=1+1": "a-b", "''=1": "'''-x", "'''-x": "''=1", "'": "'＝x", "'a": "'－5", "'-": "'@SUM(A1)", "a-b": "'=1+1",
		"tab": "'\t=1", "line": "'\n@x", "blank": "' -1",
	} {
		if got, ok := cells[scene]; !ok || got != want {
			t.Errorf("%s: %q, want %q", scene, got, want)
		}
	}

	again := sheetRun(t, p, dir, text)
	again.do(t, qrbatch.Summary{Already: n}, nil)
	again.inDoubt(t)
	results, err := os.ReadFile(filepath.Join(dir, qrbatch.ResultsFile))
	if err != nil {
		t.Fatal(err)
	}
	back := sheetRun(t, p, dir, string(results))
	back.do(t, qrbatch.Summary{Already: n}, nil)
	other := t.TempDir()
	p.requests = nil
	back = sheetRun(t, p, other, string(results))
	back.do(t, qrbatch.Summary{Created: n}, nil)
	slices.Sort(p.requests)
	want := append(formulas(), "tab", "line", "blank")
	if slices.Sort(want); !slices.Equal(p.requests, want) {
		t.Errorf("%q were requested, want %q", p.requests, want)
	}
	if again := resultRows(t, other); len(again) != n+1 || !slices.Equal(again[0], rows[0]) {
		t.Errorf("%q", again)
	}
}

// TestResultsAsSheet: action and scene of a results.csv are the code again, also of a
// scene_id and of a permanent code.
func TestResultsAsSheet(t *testing.T) {
	text := header[:len(header)-1] + ",备注\n" +
		"QR_SCENE,7,T,U,2025-07-01T00:00:00Z,seven.png,x\n" +
		"QR_LIMIT_SCENE,7,T,U,,qr_limit_scene-7.png,\n" +
		"QR_STR_SCENE,7,T,U,2025-07-01T00:00:00Z,qr_str_scene-7.png,\n" +
		"QR_LIMIT_STR_SCENE,'-7,T,U,,minus.png,'+1\n"
	sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{Expire: day})
	if err != nil {
		t.Fatal(err)
	}
	var codes []wxapi.QRCode
	for _, row := range sheet.Rows {
		codes = append(codes, row.Code)
	}
	if !slices.Equal(codes, []wxapi.QRCode{temporary(7, "", day), permanent(7, ""), temporary(0, "7", day), permanent(0, "-7")}) {
		t.Errorf("%+v", codes)
	}
	if sheet.Rows[3].File != "minus.png" || !slices.Equal(sheet.Carried.Names, []string{"备注"}) || !slices.Equal(carried(t, sheet, "备注"), []string{"x", "", "", "+1"}) {
		t.Errorf("%+v", sheet)
	}
	quoted, err := qrbatch.ReadSheet([]byte("scene_str\n'-7\n"), wxapi.QRCode{Expire: day})
	if err != nil || quoted.Rows[0].Code.SceneStr != "'-7" {
		t.Errorf("a sheet that is no results.csv: %+v, %v", quoted, err)
	}
}

// TestCarriedColumns: they follow the sheet, also for codes of earlier runs, and those
// of earlier sheets stay.
func TestCarriedColumns(t *testing.T) {
	p, dir := &platform{}, t.TempDir()
	sheetRun(t, p, dir, "scene_str,shop\na,north\nb,south\n").do(t, qrbatch.Summary{Created: 2}, nil)
	sheetRun(t, p, dir, "city,scene_str,shop\nX,b,South\nY,c,east\n").do(t, qrbatch.Summary{Created: 1, Already: 1}, nil)
	sheetRun(t, p, dir, "scene_str\nd\n").do(t, qrbatch.Summary{Created: 1}, nil)
	rows := resultRows(t, dir)
	if !slices.Equal(rows[0][6:], []string{"shop", "city"}) {
		t.Errorf("%q", rows[0])
	}
	got := map[string][]string{}
	for _, row := range rows[1:] {
		got[row[1]] = row[6:]
	}
	for scene, want := range map[string][]string{"a": {"north", ""}, "b": {"South", "X"}, "c": {"east", "Y"}, "d": {"", ""}} {
		if !slices.Equal(got[scene], want) {
			t.Errorf("%s: %q, want %q", scene, got[scene], want)
		}
	}
	if !slices.Contains(p.requests, "d") || len(p.requests) != 4 {
		t.Errorf("%q", p.requests)
	}
}

// TestExcel: results.csv gets its mark once, also when an earlier run wrote it without,
// and keeps it.
func TestExcel(t *testing.T) {
	for _, first := range []bool{true, false} {
		dir := t.TempDir()
		for i, excel := range []bool{first, true, false} {
			r := newRun(t, &platform{}, dir, fmt.Sprint("scene", i))
			r.Excel = excel
			r.do(t, qrbatch.Summary{Created: 1}, nil)
			data, err := os.ReadFile(filepath.Join(dir, qrbatch.ResultsFile))
			if marks := bytes.Count(data, []byte("\ufeff")); err != nil || marks > 1 || (marks == 1) != bytes.HasPrefix(data, []byte("\ufeffaction_name,")) || (marks == 1) != (first || i > 0) {
				t.Errorf("run %d: %q, %v", i, data, err)
			}
		}
		if rows := resultRows(t, dir); len(rows) != 4 {
			t.Errorf("%q", rows)
		}
	}
}

// TestResavedResults: a spreadsheet saved results.csv in another form. No code in it is
// requested again, and the next answers are readable.
func TestResavedResults(t *testing.T) {
	gbk := func(text string) string {
		out, err := simplifiedchinese.GBK.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	crlf := func(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }
	for name, save := range map[string]func(string) string{
		"GBK":                func(s string) string { return gbk(crlf(s)) },
		"semicolons":         func(s string) string { return "\ufeff" + crlf(strings.ReplaceAll(s, ",", ";")) },
		"GBK and semicolons": func(s string) string { return gbk(strings.ReplaceAll(s, ",", ";")) },
		"UTF-16 and tabs":    func(s string) string { return string(utf16le(crlf(strings.ReplaceAll(s, ",", "\t")))) },
		"sep=":               func(s string) string { return "sep=;\r\n" + crlf(strings.ReplaceAll(s, ",", ";")) },
		"old Mac":            func(s string) string { return strings.ReplaceAll(s, "\n", "\r") },
		"no line end":        func(s string) string { return gbk(strings.TrimSuffix(s, "\n")) },
		"blank rows":         func(s string) string { return s + ",,,,,,\n\n" },
	} {
		p, dir := &platform{}, t.TempDir()
		const text = "scene_str,城市\n一号店,北京\n-2,上海\n"
		sheetRun(t, p, dir, text).do(t, qrbatch.Summary{Created: 2}, nil)
		path := filepath.Join(dir, qrbatch.ResultsFile)
		data, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(path, []byte(save(string(data))), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		again := sheetRun(t, p, dir, text+"三号店,天津\n")
		if sum, err := qrbatch.Run(t.Context(), again.Options); err != nil || *sum != (qrbatch.Summary{Created: 1, Already: 2}) {
			t.Errorf("%s: %+v, %v", name, sum, err)
		}
		again.inDoubt(t)
		if rows := resultRows(t, dir); len(rows) != 4 || rows[3][1] != "三号店" || rows[3][6] != "天津" {
			t.Errorf("%s: %q", name, rows)
		}
		after, err := os.ReadFile(path)
		if marked := bytes.HasPrefix(after, []byte("\ufeff")); err != nil || marked != (strings.Contains(name, "GBK") || strings.Contains(name, "UTF-16") || name == "semicolons" || name == "no line end") {
			t.Errorf("%s: %q, %v", name, after, err)
		}
	}
}

// TestDamagedResults: a results.csv that an editor damaged is an error, and stays.
func TestDamagedResults(t *testing.T) {
	for _, text := range []string{
		header + row("a", "1.png") + ",x\n" + row("b", "2.png") + "\n",
		header + row("a", "\"1.png") + "\n" + row("b", "2.png") + "\n",
		header + "QR_STR_SCENE,a,\"T\n" + row("b", "2.png") + "\n",
		header + row("a", "1.png") + "\nQR_STR_SCENE,b,\"T\n",
		header + row("a", "1.png") + "\nQR_STR_SCENE,b\n",
	} {
		dir := files{[]byte(text), []byte(owner("me") + asked("a") + asked("b"))}.folder(t)
		if s, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{}); err == nil {
			t.Errorf("%q: accepted with %+v", text, s.Results())
			s.Close()
		}
		content(t, filepath.Join(dir, qrbatch.ResultsFile), text)
	}
}

// TestEveryCutWithColumns: like TestEveryCut, for a results.csv with a mark and the
// columns of a sheet, whose cells have line breaks and quotes. A crash in them does not
// lose the answer before them.
func TestEveryCutWithColumns(t *testing.T) {
	const text = "scene_str,note,城市\na,\"two\nlines, \"\"one\"\"\",北京\n-b,,\"\n-上海\"\n"
	whole := t.TempDir()
	r := sheetRun(t, &platform{}, whole, text)
	r.Excel = true
	r.do(t, qrbatch.Summary{Created: 2}, nil)
	data := readFiles(t, whole)
	want := resultRows(t, whole)
	for n := range len(data.results) + 1 {
		dir := files{data.results[:n], data.asked}.folder(t)
		counts := answered(data.results[:n])
		r := sheetRun(t, &platform{}, dir, text)
		r.Excel = true
		sum, err := qrbatch.Run(t.Context(), r.Options)
		if err != nil || sum.Already != counts || sum.Created != 2-counts {
			t.Fatalf("%q: %+v, %v; want %d", data.results[:n], sum, err, counts)
		}
		rows := resultRows(t, dir)
		for _, row := range rows {
			if i := slices.IndexFunc(want, func(w []string) bool { return w[1] == row[1] }); i < 0 || !slices.Equal(row[6:], want[i][6:]) {
				t.Errorf("%q: %q", data.results[:n], row)
			}
		}
		if len(rows) != 3 {
			t.Errorf("%q: %q", data.results[:n], rows)
		}
	}
}

// answered counts the rows that have their first six cells.
func answered(results []byte) int {
	return bytes.Count(results, []byte(".png,")) + bytes.Count(results[max(0, len(results)-4):], []byte(".png"))
}

// TestPictureOfAnotherCode: a row must not replace the picture of a code of an earlier
// run, and a new name does not rename one.
func TestPictureOfAnotherCode(t *testing.T) {
	p, dir := &platform{}, t.TempDir()
	sheetRun(t, p, dir, "scene_str,file\na,one\n").do(t, qrbatch.Summary{Created: 1}, nil)
	r := sheetRun(t, p, dir, "scene_str,file\nb,One\n")
	_, err := qrbatch.Run(t.Context(), r.Options)
	var taken *qrbatch.PictureError
	if !errors.As(err, &taken) || taken.Row.Number != 2 || taken.Other.Scene != "a" || len(p.requests) != 1 {
		t.Errorf("%v, %q requested", err, p.requests)
	}
	r = sheetRun(t, p, dir, "scene_str,file\na,two\nb,three\n")
	r.do(t, qrbatch.Summary{Created: 1, Already: 1}, nil)
	if r.resumed[0].Renamed != 1 {
		t.Errorf("%+v", r.resumed)
	}
	content(t, filepath.Join(dir, "one.png"), "picture of http://weixin.qq.com/q/a")
	content(t, filepath.Join(dir, "three.png"), "picture of http://weixin.qq.com/q/b")
}
