package cli

import (
	"testing"

	"wxtool/internal/wxapi"
)

// FuzzSheet: no CSV file makes the reader panic, and every code that it takes is
// one that may be sent, and is the only one of its key and of its picture.
func FuzzSheet(f *testing.F) {
	f.Add("scene_str,expire\ntable-1,30d\ntable-2,\n")
	f.Add("\ufeffscene_id,permanent,remark\r\n1,true,\"a\"\"b\"\r\n2,,\r\n")
	f.Add("scene_id,scene_str\n0,\n,a/b\n,a~b\n,A~b\n")
	f.Fuzz(func(t *testing.T, text string) {
		s := &qrSheet{name: "scenes.csv", fallback: wxapi.QRCode{}, seen: map[string]int{}, files: map[string]bool{}}
		if s.read([]byte(text)) != nil {
			return
		}
		keys, files := map[string]bool{}, map[string]bool{}
		for _, row := range s.rows {
			if err := row.code.Check(); err != nil || keys[row.key()] || files[row.file] {
				t.Errorf("%+v: %v", row, err)
			}
			keys[row.key()], files[row.file] = true, true
		}
	})
}
