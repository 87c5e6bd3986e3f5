package qrbatch_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

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
	f.Fuzz(func(t *testing.T, results, asked string) {
		dir := t.TempDir()
		files := map[string]string{qrbatch.ResultsFile: results, qrbatch.AskedFile: asked}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, err := qrbatch.OpenStore(dir, "me")
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
		if s, err = qrbatch.OpenStore(dir, "me"); err != nil || len(s.Results()) != before+1 || s.Results()[before] != result("new", "n.png") {
			t.Fatalf("%d results, then %v, %v", before, s, err)
		}
		s.Close()
	})
}

// FuzzReadSheet: an accepted sheet has at least one row. Its rows are sorted by line,
// the platform accepts the code of each, and no two have the same code or file.
// Problems are sorted by line too.
func FuzzReadSheet(f *testing.F) {
	f.Add("scene_str,expire\ntable-1,30d\ntable-2,\n")
	f.Add("\ufeffscene_id,permanent,remark\r\n1,true,\"a\"\"b\"\r\n2,,\r\n")
	f.Add("scene_id,scene_str\n0,\n,a/b\n,a~b\n,A~b\n")
	f.Add("scene_str,scene_str\n")
	f.Fuzz(func(t *testing.T, text string) {
		sheet, err := qrbatch.ReadSheet([]byte(text), wxapi.QRCode{})
		var problems *qrbatch.RowsError
		switch {
		case err == nil && len(sheet.Rows) == 0:
			t.Fatal("no rows, and no error")
		case errors.As(err, &problems):
			if len(problems.Problems) == 0 || !slices.IsSortedFunc(problems.Problems, func(a, b qrbatch.Problem) int { return a.Line - b.Line }) {
				t.Errorf("%v", problems.Problems)
			}
		case err != nil && !errors.Is(err, qrbatch.ErrNoRows):
			if sheet != nil {
				t.Errorf("a sheet together with %v", err)
			}
			return
		}
		keys, files, last := map[string]bool{}, map[string]bool{}, 1
		for _, r := range sheet.Rows {
			file := strings.ToLower(r.File)
			if err := r.Code.Check(); err != nil || keys[r.Key()] || files[file] || r.Line <= last || filepath.Base(file) != file {
				t.Errorf("%+v: %v", r, err)
			}
			keys[r.Key()], files[file], last = true, true, r.Line
		}
	})
}
