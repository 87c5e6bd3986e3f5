package lockedfile_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"wxtool/internal/lockedfile"
)

// TestMain: started with WRITING set, the test binary is a process that replaces
// that file. It prints a line when half is written, and continues when stdin ends.
func TestMain(m *testing.M) {
	path := os.Getenv("WRITING")
	if path == "" {
		os.Exit(m.Run())
	}
	err := lockedfile.ReplaceFunc(path, 0o600, func(w io.Writer) error {
		io.WriteString(w, "ne")
		io.WriteString(os.Stdout, "half\n")
		io.Copy(io.Discard, os.Stdin)
		_, err := io.WriteString(w, "w")
		return err
	})
	if err != nil {
		panic(err)
	}
	os.Exit(0)
}

// writer starts such a process and waits until half is written.
func writer(t *testing.T, path string) (cmd *exec.Cmd, goOn io.Closer) {
	t.Helper()
	cmd = exec.Command(os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), "WRITING="+path), os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	if line, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatalf("%q, %v", line, err)
	}
	return cmd, stdin
}

func temporary(t *testing.T, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, ".wxtool-*"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestKilledWriter: the temporary file of a killed process is removed by the next
// process, that of a running process is not.
func TestKilledWriter(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows only the age of a file shows that its writer is dead")
	}
	dir := folder(t, "killed", "living")
	killed, _ := writer(t, filepath.Join(dir, "killed"))
	living, goOn := writer(t, filepath.Join(dir, "living"))
	lockedfile.Sweep(dir)
	if names := temporary(t, dir); len(names) != 2 {
		t.Fatalf("two processes write, and there are %v", names)
	}
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed.Wait()
	if names := temporary(t, dir); len(names) != 2 {
		t.Fatalf("the test needs a file that the killed process left, and there are %v", names)
	}
	f, err := lockedfile.Open(t.Context(), filepath.Join(dir, "state"), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if names := temporary(t, dir); len(names) != 1 {
		t.Errorf("one process writes, and there are %v", names)
	}
	content(t, filepath.Join(dir, "killed"), "old")
	content(t, filepath.Join(dir, "living"), "old")
	goOn.Close()
	if err := living.Wait(); err != nil {
		t.Error(err)
	}
	content(t, filepath.Join(dir, "living"), "new")
	holds(t, dir, "killed", "living", ".state.lock")
}

// TestSweepRemovesOnlyOurs: other names stay, and so does what is not a regular
// file.
func TestSweepRemovesOnlyOurs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("on Windows only the age of a file shows that its writer is dead")
	}
	others := []string{".wxtool-", ".wxtool-notes", ".wxtool-12x", ".wxtool--1", "wxtool-12", ".wxtool-99999999999999999999", "12"}
	dir := folder(t, append(others, ".wxtool-12", ".wxtool-0", ".wxtool-18446744073709551615")...)
	if err := os.Mkdir(filepath.Join(dir, ".wxtool-1"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("12", filepath.Join(dir, ".wxtool-2")); err != nil {
		t.Fatal(err)
	}
	lockedfile.Sweep(dir)
	holds(t, dir, append(others, ".wxtool-1", ".wxtool-2")...)
	lockedfile.Sweep(filepath.Join(dir, "none"))
}

// TestSweepDuringWrites: every write succeeds while other goroutines sweep.
func TestSweepDuringWrites(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "file")
	done := make(chan struct{})
	var sweeping, writing sync.WaitGroup
	for range 4 {
		sweeping.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					lockedfile.Sweep(dir)
				}
			}
		})
	}
	for range 4 {
		writing.Go(func() {
			for range 50 {
				if err := lockedfile.ReplaceFunc(path, 0o600, text("new")); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writing.Wait()
	close(done)
	sweeping.Wait()
	content(t, path, "new")
	holds(t, dir, "file")
}
