package qrbatch_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"wxtool/internal/qrbatch"
	"wxtool/internal/wxapi"
)

// FuzzOpenStore: OpenStore either rejects the files and leaves them unchanged, or
// accepts them and keeps every complete line.
func FuzzOpenStore(f *testing.F) {
	f.Add(header+row("a", "1.png")+"\n"+row("b", "2.p"), owner("me")+asked("a")+asked("b"))
	f.Add(strings.ReplaceAll(header, "\n", "\r\n")+row("a", "1.png"), strings.TrimSpace(owner("me")))
	f.Add("", "")
	f.Add("\"action_name\n", "{")
	f.Add(strings.TrimSpace(header)+",more\n"+row("'-a", "1.png")+",'=x\n"+row("b", "2.png")+",\"cut\n", owner("me")+asked("-a"))
	f.Add("\ufeff"+strings.ReplaceAll(header+row("a", "1.png"), ",", ";"), owner("me"))
	f.Fuzz(func(t *testing.T, results, asked string) {
		dir := t.TempDir()
		files := map[string]string{qrbatch.ResultsFile: results, qrbatch.AskedFile: asked}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, err := qrbatch.OpenStore(dir, "me", qrbatch.Form{})
		if err != nil {
			for name, text := range files {
				if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != text {
					t.Errorf("%s was %q and is %q", name, text, got)
				}
			}
			return
		}
		before := len(s.Results())
		if err := s.Answer(result("new", "n.png")); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if s, err = qrbatch.OpenStore(dir, "me", qrbatch.Form{}); err != nil || len(s.Results()) != before+1 || s.Results()[before] != result("new", "n.png") {
			t.Fatalf("%d results, then %v, %v", before, s, err)
		}
		s.Close()
	})
}

// FuzzReadSheet: an accepted sheet has at least one row. Its rows are sorted by number,
// the platform accepts the code of each, and no two have the same code or file.
// Problems are sorted by row too. A sheet requests the same codes when it is encoded in
// UTF-16 or separated otherwise, and results.csv of its codes requests them again.
func FuzzReadSheet(f *testing.F) {
	f.Add("scene_str,expire\ntable-1,30d\ntable-2,\n", "")
	f.Add("\ufeffscene_id,permanent,remark\r\n1,true,\"a\"\"b\"\r\n2,,\r\n", "")
	f.Add("scene_id,scene_str\n0,\n,a/b\n,a~b\n,A~b\n", "")
	f.Add("scene_str,scene_str\n", "")
	f.Add("sep=;\r\n场景值;有效期(天);文件名;城市\r\n-1;7;a;=1+1\r\n;;;\r\n'=x;永久;b;\t\r\n", "")
	f.Add("门店编号\tscene_id\n一\t\n", "门店编号")
	f.Add("\xb3\xa1\xbe\xb0\xd6\xb5,a\n\xc3\xc5,1\n", "")
	f.Add("\xff\xfe\x3a\x57\x6f\x66\x3c\x50\x0a\x00\x61\x00", "")
	f.Add("action_name,scene,ticket,file\nQR_LIMIT_SCENE,1,T,x.png\nQR_STR_SCENE,'-1,T,\n", "")
	f.Add("PK\x03\x04xl/", "")
	f.Fuzz(func(t *testing.T, text, header string) {
		var columns []qrbatch.Column
		if header != "" {
			columns = []qrbatch.Column{{Name: "scene_str", Header: header}}
		}
		sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{}, columns...)
		var problems *qrbatch.RowsError
		switch {
		case err == nil && len(sheet.Rows) == 0:
			t.Fatal("no rows, and no error")
		case errors.As(err, &problems):
			if len(problems.Problems) == 0 || !slices.IsSortedFunc(problems.Problems, func(a, b qrbatch.Problem) int { return a.Row - b.Row }) {
				t.Errorf("%v", problems.Problems)
			}
		case err != nil && !errors.Is(err, qrbatch.ErrNoRows):
			if sheet != nil {
				t.Errorf("a sheet together with %v", err)
			}
			return
		}
		unreadable := func(r qrbatch.Row) bool { return strings.ContainsRune(r.Key()+r.File, utf8.RuneError) } // in UTF-16
		if err == nil && !slices.ContainsFunc(sheet.Rows, unreadable) {
			sameCodes(t, sheet, columns)
		}
		keys, files, last := map[string]bool{}, map[string]bool{}, 1
		for _, r := range sheet.Rows {
			file := strings.ToLower(r.File)
			if err := r.Code.Check(); err != nil || keys[r.Key()] || files[file] || r.Number <= last || filepath.Base(file) != file {
				t.Errorf("%+v: %v", r, err)
			}
			keys[r.Key()], files[file], last = true, true, r.Number
		}
	})
}

// sameCodes writes the rows in other forms and reads them again.
func sameCodes(t *testing.T, sheet *qrbatch.Sheet, columns []qrbatch.Column) {
	t.Helper()
	var plain, results bytes.Buffer
	w, r := csv.NewWriter(&plain), csv.NewWriter(&results)
	w.Comma = ';'
	w.Write([]string{"scene_id", "场景值", "永久", "文件名"})
	r.Write([]string{"action_name", "scene", "ticket", "url", "expires_at", "file"})
	for _, row := range sheet.Rows {
		id, scene := "", row.Code.SceneStr
		if scene == "" {
			id = strconv.FormatInt(row.Code.SceneID, 10)
		}
		w.Write([]string{id, scene, strconv.FormatBool(row.Code.Permanent), row.File})
		r.Write([]string{row.Code.ActionName(), guard(id + scene), "T", "U", "", guard(row.File)})
	}
	w.Flush()
	r.Flush()
	for _, data := range [][]byte{plain.Bytes(), utf16le(plain.String()), results.Bytes()} {
		again, err := qrbatch.ReadSheet(data, wxapi.QRCode{})
		if err != nil || len(again.Rows) != len(sheet.Rows) {
			t.Fatalf("%q: %+v, %v", data, again, err)
		}
		for i, row := range again.Rows {
			if was := sheet.Rows[i]; row.Key() != was.Key() || row.File != was.File {
				t.Errorf("%q: %+v, want %+v", data, row, was)
			}
		}
	}
}

// guard is how results.csv has a cell that a spreadsheet would run.
func guard(cell string) string {
	if first := strings.TrimSpace(strings.TrimLeft(cell, "'")); first != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(first)[0]) {
		return "'" + cell
	}
	return cell
}

func utf16le(text string) []byte {
	out := []byte("\xff\xfe")
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit), byte(unit>>8))
	}
	return out
}
