package tokencache_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"wxtool/internal/tokencache"
)

// TestOpenFails: Open returns an error for a folder that cannot be created or
// written, so that the caller can work without a cache. Not even root can write to
// the last one.
func TestOpenFails(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	folders := []string{file, filepath.Join(file, "sub")}
	if runtime.GOOS == "linux" {
		folders = append(folders, "/proc/self/fdinfo")
	} else {
		t.Log("there is no known unwritable folder on ", runtime.GOOS)
	}
	for _, folder := range folders {
		if dir, err := tokencache.Open(folder); err == nil || dir != nil {
			t.Errorf("%s: %v, %v", folder, dir, err)
		}
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "mine" {
		t.Errorf("%q, %v", data, err)
	}
}

// TestUpdateFails: after a failed read or write the stored content stays. The test
// starts itself as a process with a file size limit of zero.
func TestUpdateFails(t *testing.T) {
	if folder := os.Getenv("FULL_DISK"); folder != "" {
		dir, err := tokencache.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		err = dir.Update(t.Context(), "x", func(kept []byte) ([]byte, error) {
			if string(kept) != "old" {
				t.Errorf("%q is kept", kept)
			}
			return []byte("new"), nil
		})
		if err == nil {
			t.Error("the write succeeded")
		}
		return
	}
	folder := t.TempDir()
	dir, err := tokencache.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "y.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	err = dir.Update(t.Context(), "y", func([]byte) ([]byte, error) { t.Error("called"); return nil, nil })
	if err == nil {
		t.Error("a folder was read")
	}
	refused := errors.New("refused")
	for _, tt := range []struct {
		data []byte
		err  error
	}{{[]byte("old"), nil}, {nil, nil}, {[]byte("wrong"), refused}} {
		if err := dir.Update(t.Context(), "x", func([]byte) ([]byte, error) { return tt.data, tt.err }); !errors.Is(err, tt.err) {
			t.Errorf("%v, want %v", err, tt.err)
		}
		keeps(t, folder, "old")
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to limit a process's files: ", err)
	}
	cmd := exec.Command(shell, "-c", `ulimit -f 0 && exec "$0" -test.run='^TestUpdateFails$'`, os.Args[0])
	cmd.Env = append(os.Environ(), "FULL_DISK="+folder)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	keeps(t, folder, "old")
	if names, _ := filepath.Glob(filepath.Join(folder, ".wxtool-*")); len(names) > 0 {
		t.Errorf("%v are left", names)
	}
}

func keeps(t *testing.T, folder, want string) {
	t.Helper()
	if data, err := os.ReadFile(filepath.Join(folder, "x.json")); err != nil || string(data) != want {
		t.Errorf("%q is kept, %v; want %q", data, err, want)
	}
}
