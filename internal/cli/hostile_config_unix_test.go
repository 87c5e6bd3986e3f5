//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestConfigOfAnotherUser: a discovered file or link that belongs neither to the user
// nor to root is rejected. If root runs the test, it changes the owner of the file;
// otherwise it changes the user id that wxtool sees.
func TestConfigOfAnotherUser(t *testing.T) {
	const config = "profiles:\n  shop:\n    token: AAAAA\n"
	stranger := os.Geteuid()
	if stranger == 0 {
		stranger = 1000
	}
	me := stranger + 1
	for _, name := range []string{"file", "link"} {
		w := newWorld(t)
		w.uid = me
		path := filepath.Join(w.dir, "wxtool.yaml")
		if name == "link" {
			w.file(t, "real.yaml", config)
			if err := os.Symlink("real.yaml", path); err != nil {
				t.Fatal(err)
			}
		} else {
			w.file(t, "wxtool.yaml", config)
		}
		if os.Geteuid() == 0 {
			if err := os.Lchown(path, stranger, -1); err != nil {
				t.Fatal(err)
			}
		}
		code, _, stderr := w.run("sign")
		if code != exitUsage || !strings.Contains(stderr, "wxtool.yaml: the owner of this file is user id ") {
			t.Errorf("%s: exit code %d\n%s", name, code, stderr)
		}
		for _, uid := range []int{0, stranger, -1} {
			w.uid = uid
			if code, _, stderr := w.run("sign"); code != exitOK {
				t.Errorf("%s: uid %d: exit code %d\n%s", name, uid, code, stderr)
			}
		}
		w.uid = me
		if code, _, stderr := w.run("sign", "--config", "wxtool.yaml"); code != exitOK {
			t.Errorf("%s: a named file is the user's: exit code %d\n%s", name, code, stderr)
		}
	}
}
