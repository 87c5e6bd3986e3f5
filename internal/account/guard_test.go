package account_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"wxtool/internal/account"
)

// TestOwnerOfDiscoveredFile passes in owners and user ids, so that it also works
// when root runs the tests.
func TestOwnerOfDiscoveredFile(t *testing.T) {
	const me, root, other = 1000, 0, 1001
	tests := map[string]struct {
		uid, owner int
		unknown    bool
		config     string
		want       string
	}{
		"mine":                   {uid: me, owner: me},
		"root's":                 {uid: me, owner: root},
		"another user's":         {uid: me, owner: other, want: "wxtool.yaml: the owner of this file is user id 1001, which is neither you nor root"},
		"another user's, named":  {uid: me, owner: other, config: "wxtool.yaml"},
		"another user's to root": {uid: root, owner: other},
		"no ids on the system":   {uid: -1, owner: other},
		"unknown owner":          {uid: me, owner: other, unknown: true},
	}
	for name, tt := range tests {
		src := newSource(t, nil, values{"work/wxtool.yaml": "profiles: {shop: {token: a}}"})
		src.UID, src.Config = tt.uid, tt.config
		src.Owner = func(fs.FileInfo) (int, bool) { return tt.owner, !tt.unknown }
		checkGuard(t, name, src, tt.want)
	}
}

// TestOthersMustNotWriteTheFile: the group may write, because with a umask of 002
// the group can write every file of a checkout.
func TestOthersMustNotWriteTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("files have no mode")
	}
	for mode, want := range map[fs.FileMode]string{
		0o600: "", 0o644: "", 0o664: "", 0o444: "",
		0o666: "wxtool.yaml: every user can write to this file (mode 0666)",
		0o602: "wxtool.yaml: every user can write to this file (mode 0602)",
	} {
		for _, uid := range []int{0, 1000} {
			src := newSource(t, nil, values{"work/wxtool.yaml": "profiles: {shop: {token: a}}"})
			src.UID = uid
			src.Owner = func(fs.FileInfo) (int, bool) { return uid, true }
			if err := os.Chmod(filepath.Join(src.Dir, "wxtool.yaml"), mode); err != nil {
				t.Fatal(err)
			}
			checkGuard(t, mode.String(), src, want)
			src.Config = "wxtool.yaml"
			checkGuard(t, mode.String()+", named", src, "")
			src.Config, src.Owner = "", nil
			checkGuard(t, mode.String()+" where files have no mode", src, "")
		}
	}
}

// TestOwnerOfALink: the owner of a link chooses the file, so it is checked too.
func TestOwnerOfALink(t *testing.T) {
	const me, other = 1000, 1001
	src := newSource(t, nil, values{"work/real.yaml": "profiles: {shop: {token: a}}"})
	if err := os.Symlink("real.yaml", filepath.Join(src.Dir, "wxtool.yaml")); err != nil {
		t.Skip(err)
	}
	for name, tt := range map[string]struct {
		link, file int
		want       string
	}{
		"mine":                {me, me, ""},
		"root's link":         {0, me, ""},
		"another user's link": {other, me, "wxtool.yaml: the owner of this file is user id 1001, which is neither you nor root"},
		"another user's file": {me, other, "wxtool.yaml: the owner of this file is user id 1001, which is neither you nor root"},
	} {
		src.UID = me
		src.Owner = func(info fs.FileInfo) (int, bool) {
			if info.Mode()&fs.ModeSymlink != 0 {
				return tt.link, true
			}
			return tt.file, true
		}
		checkGuard(t, name, src, tt.want)
		link := src
		link.Config = "wxtool.yaml"
		checkGuard(t, name+", named", link, "")
		link.Config, link.Owner = "", nil
		checkGuard(t, name+" where files have no owner", link, "")
	}
}

// TestOwnerOfTheOpenedFile replaces the file while it is opened: the owner of the
// file that is read must be checked.
func TestOwnerOfTheOpenedFile(t *testing.T) {
	src := newSource(t, nil, values{"work/wxtool.yaml": "profiles: {shop: {token: mine}}", "work/theirs": "profiles: {shop: {token: theirs}}"})
	swap := filepath.Join(src.Dir, "wxtool.yaml")
	theirs, err := os.Stat(filepath.Join(src.Dir, "theirs"))
	if err != nil {
		t.Fatal(err)
	}
	src.UID = 1000
	src.Owner = func(info fs.FileInfo) (int, bool) {
		if os.SameFile(info, theirs) {
			return 1001, true
		}
		return 1000, true
	}
	open := src.Open
	src.Open = func(name string) (fs.File, error) {
		if err := os.Rename(filepath.Join(src.Dir, "theirs"), swap); err != nil {
			return nil, err
		}
		return open(name)
	}
	checkGuard(t, "swapped", src, "wxtool.yaml: the owner of this file is user id 1001, which is neither you nor root")
}

func checkGuard(t *testing.T, name string, src account.Source, want string) {
	t.Helper()
	_, err := account.Resolve(src)
	got := ""
	if err != nil {
		got = err.Error()
	}
	if got != want {
		t.Errorf("%s: %q, want %q", name, got, want)
	}
	if want != "" && (!errors.Is(err, account.ErrUnsafeFile) || !errors.Is(err, account.ErrConfig)) {
		t.Errorf("%s: %v does not wrap what it should", name, err)
	}
}
