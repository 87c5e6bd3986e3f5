package ledger_test

import (
	"os"
	"path/filepath"
	"testing"

	"wxtool/internal/ledger"
)

// FuzzOpen: whatever the files hold, they are either refused and stay as they
// are, or taken with all that was in their whole lines.
func FuzzOpen(f *testing.F) {
	f.Add("key,value\na,1.png\nb,2.p", `{"owner":"me"}`+"\n"+`{"asked":"a"}`+"\n"+`{"asked":"b"}`+"\n")
	f.Add("key,value\r\na,1.png", `{"owner":"me"}`)
	f.Add("", "")
	f.Add("\"key\n", "{")
	f.Fuzz(func(t *testing.T, results, asked string) {
		dir := t.TempDir()
		files := map[string]string{ledger.Results: results, ledger.Asked: asked}
		for name, text := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		l, err := ledger.Open(dir, book("me"))
		if err != nil {
			for name, text := range files {
				if got, _ := os.ReadFile(filepath.Join(dir, name)); string(got) != text {
					t.Errorf("%s was %q and is %q", name, text, got)
				}
			}
			return
		}
		rows := len(l.Rows())
		if err := l.Answer([]string{"new", "n.png"}); err != nil {
			t.Fatal(err)
		}
		l.Close()
		if l, err = ledger.Open(dir, book("me")); err != nil || len(l.Rows()) != rows+1 {
			t.Fatalf("%d rows, then %v, %v", rows, l, err)
		}
		l.Close()
	})
}
