package qrbatch_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"wxtool/internal/qrbatch"
	"wxtool/internal/wxapi"
)

const day = 24 * time.Hour

func temporary(id int64, str string, expire time.Duration) wxapi.QRCode {
	return wxapi.QRCode{SceneID: id, SceneStr: str, Expire: expire}
}

func permanent(id int64, str string) wxapi.QRCode {
	return wxapi.QRCode{SceneID: id, SceneStr: str, Permanent: true}
}

// TestReadSheet: columns in any order and case, empty cells, other columns.
func TestReadSheet(t *testing.T) {
	defaults := wxapi.QRCode{Expire: 30 * day}
	for _, tt := range []struct {
		text     string
		defaults wxapi.QRCode
		want     []wxapi.QRCode
		unused   []string
	}{
		{"scene_str\na\nb\n", defaults, []wxapi.QRCode{temporary(0, "a", 30*day), temporary(0, "b", 30*day)}, nil},
		{"\ufeffRemark, Scene_ID ,EXPIRE\r\nx, 7 ,1d\r\ny,8,\r\n", defaults, []wxapi.QRCode{temporary(7, "", day), temporary(8, "", 30*day)}, []string{"Remark"}},
		{"scene_str,permanent,expire\na,true,\nb,F,60\nc,,12h\n", defaults, []wxapi.QRCode{permanent(0, "a"), temporary(0, "b", time.Minute), temporary(0, "c", 12*time.Hour)}, nil},
		{"scene_id,scene_str\n1,\n,1\n", defaults, []wxapi.QRCode{temporary(1, "", 30*day), temporary(0, "1", 30*day)}, nil},
		{"scene_str,permanent\na,\nb,false\n", wxapi.QRCode{Permanent: true, Expire: 30 * day}, []wxapi.QRCode{permanent(0, "a"), temporary(0, "b", 30*day)}, nil},
		{"scene_str\na", defaults, []wxapi.QRCode{temporary(0, "a", 30*day)}, nil},
	} {
		sheet, err := qrbatch.ReadSheet([]byte(tt.text), tt.defaults)
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		var codes []wxapi.QRCode
		for i, row := range sheet.Rows {
			codes = append(codes, row.Code)
			if row.Number != i+2 {
				t.Errorf("%q: row %d has the number %d", tt.text, i, row.Number)
			}
		}
		if !slices.Equal(codes, tt.want) || !slices.Equal(sheet.Carried.Names, tt.unused) {
			t.Errorf("%q: %+v, unused %q", tt.text, codes, sheet.Carried.Names)
		}
	}
}

// TestReadSheetRefuses: files without rows, or whose columns are not clear.
func TestReadSheetRefuses(t *testing.T) {
	for text, want := range map[string]error{
		"": qrbatch.ErrHeader, "table-1\n": qrbatch.ErrHeader, "permanent,expire\ntrue,1d\n": qrbatch.ErrHeader,
		"scene_str\n": qrbatch.ErrNoRows, "scene_id": qrbatch.ErrNoRows,
	} {
		if _, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{}); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", text, err, want)
		}
	}
	for text, want := range map[string]qrbatch.ColumnError{
		"scene_str,permanant\na,true\n": {Name: "permanant", Want: "permanent"},
		"Scene_Sr\na\n":                 {Name: "Scene_Sr", Want: "scene_str"},
		"scene_id,scene_str,SCENE_ID\n": {Name: "SCENE_ID"},
	} {
		_, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{})
		var column *qrbatch.ColumnError
		if !errors.As(err, &column) || *column != want {
			t.Errorf("%q: %v, want %v", text, err, &want)
		}
	}
}

// TestProblems: all problems are reported, with their rows, and a row is the one that a
// spreadsheet shows also after a cell with a line break.
func TestProblems(t *testing.T) {
	text := "scene_id,permanent,expire,remark\n" +
		"1,,1d,\"two\nlines\"\n" + // row 2
		"0,,1d,\n" +
		"x,,1d,\n" +
		"1,,2d,\n" +
		"2,yes,,\n" +
		"2,,soon,\n" +
		"2,,31d,\n" +
		"100001,true,,\n" +
		"2,true,1d,\n" +
		"3,true,,\n"
	sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{Expire: day})
	var rows *qrbatch.RowsError
	if !errors.As(err, &rows) {
		t.Fatal(err)
	}
	want := []struct {
		row  int
		text string
	}{
		{3, "scene_id: 0 is not one of 1 to 4294967295"}, {4, `scene_id: "x" is not a whole number`}, {5, "same code as row 2"},
		{6, `permanent: "yes" is not true or false`}, {7, `expire: "soon" must be seconds`}, {8, "expire_seconds: 2678400 is not one of 1 to 2592000"},
		{9, "scene_id: 100001 is not one of 1 to 100000"}, {10, "expire_seconds: a permanent code has none"},
	}
	for i, p := range rows.Problems {
		if i >= len(want) || p.Row != want[i].row || !strings.Contains(p.Err.Error(), want[i].text) {
			t.Errorf("problem %d: row %d: %v", i, p.Row, p.Err)
		}
	}
	if len(rows.Problems) != len(want) || len(sheet.Rows) != 2 || !slices.Equal(sheet.Carried.Names, []string{"remark"}) {
		t.Errorf("%d problems, %d rows, unused %q", len(rows.Problems), len(sheet.Rows), sheet.Carried.Names)
	}
	if !strings.Contains(err.Error(), "row 3: scene_id: 0") {
		t.Errorf("%v", err)
	}
}

// TestPictureNames: names are unique also where case does not count, and have no
// character that a file system refuses.
func TestPictureNames(t *testing.T) {
	long := strings.Repeat("桌", 64)
	sheet, err := qrbatch.ReadSheet([]byte("scene_str\na\nA\na/b\na~b\n../x\n"+long+"\nnul:\n桌子\n"), wxapi.QRCode{Expire: day})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, row := range sheet.Rows {
		name := strings.ToLower(row.File)
		if seen[name] || strings.ContainsAny(name, `/\:*?"<>|`) || len(name) > 255 || !strings.HasPrefix(name, "qr_str_scene-") || !strings.HasSuffix(name, ".png") {
			t.Errorf("%s: %s", row.Code.SceneStr, row.File)
		}
		seen[name] = true
	}
	if !seen["qr_str_scene-a.png"] || !seen["qr_str_scene-桌子.png"] {
		t.Errorf("%v", seen)
	}
}

func TestParseExpire(t *testing.T) {
	for text, want := range map[string]time.Duration{"1": time.Second, "60s": time.Minute, "5m": 5 * time.Minute, "12h": 12 * time.Hour, "30d": 30 * day} {
		if got, err := qrbatch.ParseExpire(text); got != want || err != nil {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"": "must be", "0": "must be", "-1": "must be", "d": "must be", "1w": "must be", "1hd": "must be", "1.5h": "must be", "soon": "must be",
		"99999999999999999999": "longest", "9999999999d": "longest", "36501d": "longest",
	} {
		if got, err := qrbatch.ParseExpire(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
}
